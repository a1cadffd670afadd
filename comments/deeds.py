"""Deeds: what moderators do with a comment beside deciding on it; it stays where it stands.

Each is an entry in the log, made only on what the moderator's page showed: ``seen`` is the last log ``seq`` on it. Each
returns its entry, and None where somebody else was first or nothing would change; ``moderation.standing`` tells which.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments import log
from comments.log import Draft
from comments.models import Comment, LogEntry
from comments.models.log import NO_COMMENT
from comments.moderation import moves
from comments.moderation.moves import Deed, Further, Move
from comments.thread import MOST_PINNED
from comments.words import Action


class NotPublic(Exception):
    """Only what readers see can be shown to them in another way."""


class TooManyPinned(Exception):
    """As many comments are pinned under the story as may be."""


def unpick(comment: Comment, *, by: User, seen: int, at: dt.datetime | None = None) -> LogEntry | None:
    """Take the pick of a comment back; it stays where it is."""
    return _mark(comment, {"picked_at": None}, Deed(Action.UNPICK, by, at=at), seen)


def pin(comment: Comment, *, by: User, seen: int, at: dt.datetime | None = None) -> LogEntry | None:
    """Pin a public comment above its thread. Raises ``NotPublic``, and ``TooManyPinned`` beyond ``MOST_PINNED``."""
    if not comment.is_public:
        raise NotPublic("Only what readers see can be pinned.")
    sets = {"pinned_at": at or timezone.now()}
    return _mark(comment, sets, Deed(Action.PIN, by, at=at), seen, further=_require_room)


def unpin(comment: Comment, *, by: User, seen: int, at: dt.datetime | None = None) -> LogEntry | None:
    """Take a comment down from above its thread; it stays in its place."""
    return _mark(comment, {"pinned_at": None}, Deed(Action.UNPIN, by, at=at), seen)


def escalate(
    comment: Comment, *, by: User, note: str, seen: int, at: dt.datetime | None = None
) -> LogEntry | None:
    """Hand a comment on to whoever decides the hard ones, with a note that says why. Any decision ends that."""
    sets = {"escalated_at": at or timezone.now()}
    return _mark(comment, sets, Deed(Action.ESCALATE, by, note=note, at=at), seen)


def hand_back(
    comment: Comment, *, by: User, note: str, seen: int, at: dt.datetime | None = None
) -> LogEntry | None:
    """Hand an escalated comment back to the desk undecided, with a note that says what to make of it."""
    return _mark(comment, {"escalated_at": None}, Deed(Action.HAND_BACK, by, note=note, at=at), seen)


def looked(comment: Comment, *, by: User, at: dt.datetime | None = None) -> LogEntry | None:
    """Note that somebody looks at a comment's e-mail address: call it before showing it. None once it is emptied.

    A look depends on nothing: it is noted whatever has been done since the page was made.
    """
    return _only(
        moves.make([Move(comment.pk, None, is_noted=True)], Deed(Action.LOOK, by, at=at), further=None)
    )


def sought(*, by: User, at: dt.datetime | None = None) -> LogEntry:
    """Note that somebody looked for an e-mail address with which no comment was sent. What it was is not kept."""
    draft = Draft(NO_COMMENT, Action.SEEK, from_status="", to_status="", actor=moves.actor(by))
    with transaction.atomic():
        (entry,) = log.append([draft], at=at or timezone.now())
    return entry


def _mark(
    comment: Comment, sets: Mapping[str, Any], deed: Deed, seen: int, *, further: Further | None = None
) -> LogEntry | None:
    return _only(moves.make([Move(comment.pk, seen, sets=sets)], deed, further=further))


def _only(entries: Sequence[LogEntry]) -> LogEntry | None:
    return entries[0] if entries else None


def _require_room(rows: Sequence[Comment], entries: Sequence[LogEntry]) -> None:
    """Count what is pinned. The end of the log is held by now, so that nobody else pins at the same moment."""
    for row in rows:
        pinned = Comment.objects.public().for_article(row.article_id).pinned()
        if pinned.count() > MOST_PINNED:
            raise TooManyPinned(
                f"{MOST_PINNED} comments are pinned under this story. Unpin one of them first."
            )
