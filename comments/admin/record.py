"""Record: the log as staff read it, and nothing but read it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from comments.admin import reading
from comments.admin.deciding import NUMBER
from comments.admin.reading import ReadOnlyAdmin
from comments.models import LogEntry
from comments.words import Status

NO_PERSON = "rules"


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
        return queryset.filter(actor_id=int(value)) if NUMBER.fullmatch(value) else queryset


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

    @admin.display(description="comment", ordering="comment_id")
    def about(self, entry: LogEntry) -> SafeString:
        """The comment that it is about."""
        return reading.comment_link(entry.comment_id, f"Comment {entry.comment_id}")

    @admin.display(description="from and to")
    def move(self, entry: LogEntry) -> str:
        """From where to where."""
        to = Status(entry.to_status).label
        return f"{Status(entry.from_status).label} → {to}" if entry.from_status else to

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
