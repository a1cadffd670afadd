"""What readers say and what was decided about it: one file a concept."""

from comments.models.bulk_run import BulkRun
from comments.models.campaign import Campaign, TextPrint
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.counter import Counter, Repeat
from comments.models.desk_scope import DeskScope
from comments.models.dry_run import DryRun, DryRunHit
from comments.models.link_target import LinkTarget
from comments.models.log import LogDetail, LogEntry
from comments.models.log_check import LogCheck
from comments.models.note import Note
from comments.models.person import EmailProof, Restriction
from comments.models.policy import ListText, PolicyVersion
from comments.models.report import Report
from comments.models.saved_filter import SavedFilter
from comments.models.staff import StaffTitle
from comments.models.story_policy import SectionPolicy, SitePolicy, StoryPolicy
from comments.models.summary import DaySummary, HourSummary, ModeratorHour, SummaryMark

__all__ = [
    "BulkRun",
    "Campaign",
    "Claim",
    "Comment",
    "Counter",
    "DaySummary",
    "DeskScope",
    "DryRun",
    "DryRunHit",
    "EmailProof",
    "HourSummary",
    "LinkTarget",
    "ListText",
    "LogCheck",
    "LogDetail",
    "LogEntry",
    "ModeratorHour",
    "Note",
    "PolicyVersion",
    "Repeat",
    "Report",
    "Restriction",
    "SavedFilter",
    "SectionPolicy",
    "SitePolicy",
    "StaffTitle",
    "StoryPolicy",
    "SummaryMark",
    "TextPrint",
]
