"""Reading: an admin in which nothing is added, changed or deleted, and what its rows are called in words."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince

from articles.admin.asking import ListedAdmin
from comments.house_rules import REASONS
from comments.log import NOTED
from comments.models import LogDetail, LogEntry
from comments.models.log import NO_COMMENT
from comments.rule_names import RULES
from comments.words import Status

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
    AnyPaginator = Paginator[Any]
else:
    AnyModelAdmin = admin.ModelAdmin
    AnyPaginator = Paginator

NOBODY = "the newsroom’s own rules"
ABOUT_NONE = "no comment"
EXCERPT_CHARACTERS = 90
HEADLINE_CHARACTERS = 45
A_MINUTE = 60
# Nobody turns two hundred pages; whoever looks for something filters.
MOST_COUNTED = 10_000


class CappedPaginator(AnyPaginator):
    """Pages of a list as far as anybody turns them: counting all of a long one would take longer than reading it."""

    @cached_property
    def count(self) -> int:
        """How many there are, up to one more than are counted."""
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST_COUNTED + 1].count())


class ReadOnlyAdmin(ListedAdmin, AnyModelAdmin):
    """Rows that the admin shows. To view them takes the permission to, also for a superuser's own good."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is edited here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted here."""
        return False


def excerpt(text: str) -> str:
    """Return the first words of a text on one line."""
    return Truncator(" ".join(text.split())).chars(EXCERPT_CHARACTERS)


def headline(text: str) -> str:
    """Return as much of a headline as a list has room for."""
    return Truncator(text).chars(HEADLINE_CHARACTERS)


def rules(codes: Iterable[str]) -> str:
    """Return rules' codes in words, each once, in the order of the policy; what only noted something in brackets."""
    return ", ".join(map(_called, dict.fromkeys(codes)))


def _called(code: str) -> str:
    rule = code.removesuffix(NOTED)
    words = RULES.get(rule, rule)
    return words if rule == code else f"({words})"


def held_by(findings: Iterable[Mapping[str, Any]]) -> str:
    """Return why a comment was held, in words; a mere note holds nothing."""
    return rules(finding["rule"] for finding in findings if finding["severity"] != "note")


def reason(code: str) -> str:
    """Return a reason as moderators call it; one that is no house rule any more as it is."""
    return REASONS[code].label if code in REASONS else code


def ago(moment: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago something was, in its largest unit: "20 s ago", "3 hours ago"."""
    seconds = max(0, int((now - moment).total_seconds()))
    return f"{seconds} s ago" if seconds < A_MINUTE else f"{timesince(moment, now, depth=1)} ago"


def age(moment: dt.datetime) -> SafeString:
    """Return how long ago something was, with its time for whoever points at it."""
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    shown = ago(moment, timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, shown)


def comment_link(pk: int, text: str) -> SafeString:
    """Return a link to a comment's page in the admin."""
    return format_html('<a href="{}">{}</a>', reverse("admin:comments_comment_change", args=[pk]), text)


def about(entry: LogEntry) -> SafeString | str:
    """Return a link to the comment that an entry is about, in the admin; one that is about none says so."""
    if entry.comment_id == NO_COMMENT:
        return ABOUT_NONE
    return comment_link(entry.comment_id, f"Comment {entry.comment_id}")


def move(entry: LogEntry) -> str:
    """Return from where to where an entry led, in words; one place where it left the comment there, "" without one."""
    if not entry.to_status:
        return ""
    to = Status(entry.to_status).label
    if entry.from_status in ("", entry.to_status):
        return to
    return f"{Status(entry.from_status).label} → {to}"


def note(entry: LogEntry) -> str:
    """Return an entry's note; the details may have been erased since."""
    detail: LogDetail | None = getattr(entry, "detail", None)
    return str(json.loads(detail.body).get("note", "")) if detail else "(erased)"
