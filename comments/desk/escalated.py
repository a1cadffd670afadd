"""Escalated: who handed a comment on, when, and what they want decided; read from the log."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from comments.desk import card, telling
from comments.models import Comment, LogEntry
from comments.words import Action

OPENING = 120  # characters of a note that a row of the list may need
NOBODY = "Somebody"


@dataclass(frozen=True)
class Escalation:
    """An escalation: by whom, when, and the note; "" when it was erased."""

    by: str
    at: dt.datetime
    when: str
    note: str

    @property
    def in_short(self) -> str:
        """What the row of a list says of it."""
        note = f"{self.note[:OPENING]}…" if len(self.note) > OPENING else self.note
        return f"{self.by}: {note}" if note else self.by


def of(comment: Comment, now: dt.datetime) -> Escalation | None:
    """Return why a comment is escalated, in one query; None, and no query, where it is not."""
    return of_each([comment.pk], now).get(comment.pk) if comment.escalated_at else None


def of_each(pks: Collection[int], now: dt.datetime) -> dict[int, Escalation]:
    """Return the last escalation of each of these comments, in one query."""
    entries = LogEntry.objects.filter(comment_id__in=pks, action=Action.ESCALATE)
    return {
        entry.comment_id: Escalation(
            entry.actor or NOBODY, entry.at, telling.date(entry.at, now), card.note_of(entry)
        )
        for entry in entries.select_related("detail").order_by("seq")
    }
