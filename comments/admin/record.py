"""Record: the log as staff read it, and nothing but read it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from comments import scorecards
from comments.admin import history, limits, reading
from comments.admin.reading import ReadOnlyAdmin
from comments.log_querysets import LogQuerySet
from comments.models import LogEntry
from comments.row_ids import row_id
from comments.rule_names import RULES
from comments.scorecards import Scorecard

NO_PERSON = "rules"
SCORECARD = "admin/comments/logentry/scorecard.html"


class ActorFilter(admin.SimpleListFilter):
    """Keeps the entries of one member of the staff, or of the rules."""

    title = "actor"
    parameter_name = "actor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the staff by their names; the accounts of those who left are disabled, but there."""
        staff = User.objects.filter(is_staff=True).order_by("username")
        names = [(str(user.pk), user.get_full_name() or user.get_username()) for user in staff]
        return [(NO_PERSON, reading.NOBODY), *names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Keep the entries of whom was chosen; the rules' have no actor."""
        value = self.value() or ""
        if value == NO_PERSON:
            return queryset.filter(actor_id__isnull=True)
        actor = row_id(value)
        return queryset if actor is None else queryset.filter(actor_id=actor)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """The log."""

    actions = None
    list_display = ("seq", "at", "about", "action", "move", "by", "why", "found")
    list_filter = ("action", ActorFilter, "at")
    also_filtered_by = ("comment_id",)
    list_per_page = 100
    ordering = ("-seq",)
    fields = ("seq", "at", "about", "action", "move", "by", "why", "found", "note", "hash")

    def get_queryset(self, request: HttpRequest) -> LogQuerySet:
        """Leave out the sections that whoever asks is not to see."""
        limited_to = limits.sections(request)
        entries = LogEntry.objects.all()
        return entries if limited_to is None else entries.in_sections(limited_to)

    def get_urls(self) -> list[URLPattern]:
        """Add the scorecard of the rules, which is counted from the log, and the log's history."""

        def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            return self.admin_site.admin_view(require_safe(view))

        return [
            path("scorecard/", guarded(self.scorecard_view), name="comments_logentry_scorecard"),
            path("history/", guarded(self.past_view), name="comments_logentry_past"),
            path("history/log.csv", guarded(self.csv_view), name="comments_logentry_csv"),
            path("history/log.json", guarded(self.json_view), name="comments_logentry_json"),
            *super().get_urls(),
        ]

    def past_view(self, request: HttpRequest) -> HttpResponse:
        """Show the log of a comment, a commenter, a moderator or a time."""
        return history.show(request, self.admin_site)

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """Send the same as a table."""
        return history.export(request, "csv")

    def json_view(self, request: HttpRequest) -> HttpResponseBase:
        """Send the same for programs."""
        return history.export(request, "json")

    def scorecard_view(self, request: HttpRequest) -> HttpResponse:
        """Show what each rule held, and what was decided on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied("The scorecard is for those who may read the log.")
        cards = scorecards.scorecards(RULES, sections=limits.sections(request))
        shown = [{**asdict(card), **_told(card)} for card in cards]
        context = {
            **self.admin_site.each_context(request),
            "title": "Scorecard of the rules",
            "opts": self.opts,
            "cards": shown,
            "proposed": [card for card in shown if card["is_for_removal"]],
            "most": scorecards.LATELY,
            "percent": scorecards.APPROVED_PERCENT,
            "enough": scorecards.ENOUGH_DECISIONS,
        }
        return TemplateResponse(request, SCORECARD, context)

    @admin.display(description="comment", ordering="comment_id")
    def about(self, entry: LogEntry) -> SafeString | str:
        """The comment that it is about."""
        return reading.about(entry)

    @admin.display(description="from and to")
    def move(self, entry: LogEntry) -> str:
        """From where to where."""
        return reading.move(entry)

    @admin.display(description="actor", ordering="actor")
    def by(self, entry: LogEntry) -> str:
        """Who did it."""
        return entry.actor or reading.NOBODY

    @admin.display(description="house rule")
    def why(self, entry: LogEntry) -> str:
        """What it was rejected for."""
        return reading.reason(entry.reason)

    @admin.display(description="rules")
    def found(self, entry: LogEntry) -> str:
        """What the rules had found."""
        return reading.rules(entry.rules.split())

    @admin.display(description="note")
    def note(self, entry: LogEntry) -> str:
        """What the moderator noted."""
        return reading.note(entry)


def _told(card: Scorecard) -> dict[str, Any]:
    return {
        "called": reading.rules([card.rule]),
        "approved_percent": card.approved_percent,
        "is_for_removal": card.is_for_removal,
    }
