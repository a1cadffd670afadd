"""Standing: where a comment stands, and whose last deed on it that was."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from comments.models import Comment, LogEntry


@dataclass(frozen=True)
class Standing:
    """Where a comment stands, and the last deed on it: by whom, which and when; ``by`` is "" for the rules.

    ``moved`` tells whether the deed brought the comment to where it stands; a pin or a look does not.
    """

    status: str
    action: str
    by: str
    at: dt.datetime
    seq: int
    reason: str = ""
    moved: bool = True
    by_id: int | None = None

    @classmethod
    def after(cls, entry: LogEntry) -> "Standing":
        """Return where an entry left its comment."""
        return cls(
            status=entry.to_status,
            action=entry.action,
            by=entry.actor,
            at=entry.at,
            seq=entry.seq,
            reason=entry.reason,
            moved=entry.is_a_move,
            by_id=entry.actor_id,
        )


def standing(comments: Iterable[Comment | int]) -> dict[int, Standing]:
    """Return where comments (or their ids) stand by the log; what has no entry is left out."""
    ids = [comment if isinstance(comment, int) else comment.pk for comment in comments]
    return {entry.comment_id: Standing.after(entry) for entry in LogEntry.objects.last_of(ids)}
