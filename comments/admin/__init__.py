"""Admin of comments and of the log: read here, decided on through ``moderation``; and of the screening policy."""

from comments.admin.campaign import CampaignAdmin
from comments.admin.discussion import CommentAdmin
from comments.admin.dry_run import DryRunAdmin
from comments.admin.limits import DeskScopeAdmin
from comments.admin.policy import PolicyAdmin
from comments.admin.record import LogEntryAdmin
from comments.admin.restricting import RestrictionAdmin
from comments.admin.stories import SectionPolicyAdmin, SitePolicyAdmin, StoryPolicyAdmin

__all__ = [
    "CampaignAdmin",
    "CommentAdmin",
    "DeskScopeAdmin",
    "DryRunAdmin",
    "LogEntryAdmin",
    "PolicyAdmin",
    "RestrictionAdmin",
    "SectionPolicyAdmin",
    "SitePolicyAdmin",
    "StoryPolicyAdmin",
]
