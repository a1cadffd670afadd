"""Waiting: how many comments wait at this moment, and for how long the first of them has."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from comments.models import Comment

# So many are looked at, those that were sent first; a desk with more of them needs no exact number.
MOST = 10_000


@dataclass(frozen=True)
class Waiting:
    """``number`` comments, or at least so many; ``oldest`` in seconds, None where none waits."""

    number: int
    is_more: bool
    oldest: int | None

    @property
    def said(self) -> str:
        """The number as it is written."""
        return f"{self.number:,}{'+' if self.is_more else ''}"


def waiting(sections: Collection[int] | None, *, now: dt.datetime) -> Waiting:
    """Return what waits in these sections (None: all). One query."""
    first = Comment.objects.pending().order_by("submitted_at", "id")
    rows = list(first.values_list("article__section_id", "submitted_at")[: MOST + 1])
    sent = [at for section, at in rows[:MOST] if sections is None or section in sections]
    oldest = max(0, int((now - sent[0]).total_seconds())) if sent else None
    return Waiting(len(sent), len(rows) > MOST, oldest)
