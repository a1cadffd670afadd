"""Deciding: what a person decides on comments and takes back, and what the rules say of them anew."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from comments.house_rules import REASONS
from comments.models import Comment, LogDetail, LogEntry
from comments.moderation import moves
from comments.moderation.moves import MARKS, Deed, Move
from comments.screening.shapes import Verdict
from comments.words import DECISIONS, Action, Status

# What no page shows is no pick and is not pinned.
UNSHOWN: dict[str, Any] = {"picked_at": None, "pinned_at": None}
MARKS_BROUGHT_BACK = frozenset(MARKS) - {"redacted_at"}
# Before a reader's comment there is nothing to go back to, and a redaction brings its text back itself.
NOT_UNDONE_HERE = frozenset({Action.SUBMIT, Action.REDACT})


def decide(
    comments: Iterable[Comment | int],
    *,
    action: str,
    by: User | None,
    reason: str | None = None,
    note: str = "",
    seen: Mapping[int, int] | None = None,
    at: dt.datetime | None = None,
) -> list[LogEntry]:
    """Decide on comments, one or many, and return the entries made; ``comments`` may be ids that are in ``seen``.

    ``action`` is a key of ``words.DECISIONS``, ``by`` the moderator (None: a rule), ``reason`` the code of a
    house rule, ``seen`` maps a comment's id to the last log ``seq`` that the moderator's page showed (default:
    as loaded). What somebody else has moved since, and what stands there already, is not among the entries:
    ``standing`` tells who, when and what. Nor is an emptied comment approved, nor one kept that nobody has
    reported. Whatever is decided settles what readers reported, and ends an escalation; what is not public any more
    is no pick any more, and not pinned. Raises ``ValueError`` for an unknown action or reason.
    """
    if action not in DECISIONS:
        raise ValueError(f"{action!r} is no decision")
    if reason and reason not in REASONS:
        raise ValueError(f"{reason!r} is no house rule")
    given = list(comments)
    loaded = {comment.pk: comment for comment in given if isinstance(comment, Comment)}
    shown = {pk: comment.seq for pk, comment in loaded.items()} | dict(seen or {})
    meant = [comment.pk if isinstance(comment, Comment) else comment for comment in given]
    moment = at or timezone.now()
    sets = _sets(action, moment)
    keeps = action == Action.KEEP
    due = [Move(pk, shown[pk], DECISIONS[action], sets, answers_reports=keeps) for pk in dict.fromkeys(meant)]
    entries = moves.make(due, Deed(action, by, reason or "", note, moment))
    for entry in entries:
        if comment := loaded.get(entry.comment_id):
            _reflect(comment, entry, sets)
    return entries


def offers(comment: Comment) -> frozenset[str]:
    """Return the decisions that would change something about a comment; none once it is emptied."""
    if not comment.text:
        return frozenset()
    elsewhere = {action for action, to in DECISIONS.items() if to != comment.status} - {Action.KEEP}
    unpicked = {Action.PICK.value} if not comment.picked_at else set()
    here = {action for action, to in DECISIONS.items() if to == comment.status} - {Action.PICK, Action.KEEP}
    kept = {Action.KEEP.value} if comment.is_public and comment.open_reports else set()
    return frozenset(elsewhere | unpicked | kept | (here if comment.escalated_at else set()))


def undo(entries: Iterable[LogEntry], *, by: User | None, at: dt.datetime | None = None) -> list[LogEntry]:
    """Take deeds back: each comment returns to where it came from, and to the marks it had. Return the entries made.

    What has been moved again since is left as it is, and so is what nothing came before; an answer of the newsroom's
    own goes to the trash. A redaction is taken back by ``comments.redaction``.
    """
    undone = {entry.seq: entry for entry in entries if entry.action not in NOT_UNDONE_HERE}
    marks = _marks_before(undone)
    due = [
        Move(
            entry.comment_id,
            seq,
            Status(entry.from_status or Status.TRASH),
            marks.get(seq, {}),
            # It has moved nothing, and has settled what readers reported.
            is_noted=entry.action == Action.KEEP,
        )
        for seq, entry in undone.items()
    ]
    return moves.make(due, Deed(Action.UNDO, by, at=at))


def rescreen(
    screened_anew: Iterable[tuple[Comment, Verdict]], *, at: dt.datetime | None = None
) -> list[LogEntry]:
    """Give pending comments what the rules find in them by now, and put each where that leads. Return the entries.

    What has been moved since it was loaded, and what the same is found in as before, is left as it is.
    """
    due = [
        Move(comment.pk, comment.seq, verdict.status, found=verdict)
        for comment, verdict in screened_anew
        if comment.status == Status.PENDING and verdict.as_json() != comment.findings
    ]
    return moves.make(due, Deed(Action.RESCREEN, None, at=at))


def _reflect(comment: Comment, entry: LogEntry, sets: Mapping[str, Any]) -> None:
    comment.status, comment.seq = entry.to_status, entry.seq
    for name, value in sets.items():
        setattr(comment, name, value)


def _sets(action: str, at: dt.datetime) -> dict[str, Any]:
    if DECISIONS[action] != Status.APPROVED:
        return {**UNSHOWN, "escalated_at": None}
    return {"escalated_at": None, **({"picked_at": at} if action == Action.PICK else {})}


def _marks_before(seqs: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the marks that these entries have changed, as they were before; erased details remember none.

    What says that a text was redacted is none of them: it goes and comes with what was taken out.
    """
    kept = LogDetail.objects.in_bulk(list(seqs))
    before = {seq: json.loads(detail.body).get("was", {}) for seq, detail in kept.items()}
    return {
        seq: {
            name: value and dt.datetime.fromisoformat(value)
            for name, value in was.items()
            if name in MARKS_BROUGHT_BACK
        }
        for seq, was in before.items()
    }
