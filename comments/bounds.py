"""Bounds: what there was when somebody looked at a list; what they decide on all of it reaches no further."""

from dataclasses import dataclass
from typing import Self

from comments.models import Comment, LogEntry
from comments.querysets import CommentQuerySet


@dataclass(frozen=True)
class Bounds:
    """What there was at a moment: the id of the newest comment and the number of the log's last entry."""

    pk: int
    seq: int

    @classmethod
    def now(cls) -> Self:
        """Return what there is now."""
        last = LogEntry.objects.order_by("-seq").first()
        return cls(Comment.objects.newest_id(), last.seq if last else 0)

    def and_not_later(self, pk: int, seq: int) -> "Bounds":
        """Return the earlier of both: what a form brings back may not reach into the future."""
        return Bounds(min(self.pk, pk), min(self.seq, seq))


def within(comments: CommentQuerySet, bounds: Bounds) -> CommentQuerySet:
    """Keep the comments that were there at that moment and have not moved since, in no order."""
    return comments.order_by().filter(pk__lte=bounds.pk, seq__lte=bounds.seq)
