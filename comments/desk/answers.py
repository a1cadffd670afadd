"""Answers: what the desk says to its own script, in the words in which its pages say it."""

import datetime as dt
import json
from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from comments.desk.decision import Decided
from comments.desk.telling import Notice
from comments.models import LogDetail, LogEntry
from comments.models.log import UNDO_TIME
from comments.words import Action, Status

HTML, JSON = "text/html", "application/json"


def is_script(request: HttpRequest) -> bool:
    """Whether the desk's script asks: it wants JSON, where a browser by itself wants a page."""
    return request.get_preferred_type([HTML, JSON]) == JSON


def refusal(status: HTTPStatus, notice: Notice, *, is_settled: bool = False) -> JsonResponse:
    """Say why nothing was done: {"news", "rest", "is_settled"}, the last when the comment waits in no list."""
    said = {"news": notice.news, "rest": notice.rest, "is_settled": is_settled}
    return JsonResponse(said, status=status)


def done(entry: LogEntry, *, now: dt.datetime) -> JsonResponse:
    """Tell of an entry: {"entry", "comment", "deed", "undo_seconds"}, the seconds that are left for taking it back."""
    left = (entry.at + UNDO_TIME - now).total_seconds()
    return JsonResponse(
        {
            "entry": entry.seq,
            "comment": entry.comment_id,
            "deed": deed(entry),
            "undo_seconds": 0 if entry.action == Action.UNDO else max(0, int(left)),
        }
    )


def deed(entry: LogEntry) -> str:
    """Return what was done, as the line about the last decision says it."""
    if entry.action == Action.UNDO:
        return "Undone, held again" if entry.to_status == Status.PENDING else "Undone"
    return Action(entry.action).label


def made_before(comment_id: int, given: Decided, by: int) -> LogEntry | None:
    """Return the entry of this very decision when it was sent before, only its answer was lost, and it still counts.

    A decision is made while ``given.seq`` is the comment's last entry, so that its own is the first one after it.
    """
    entry = _first_after(comment_id, given.seq)
    if entry is None or (entry.actor_id, entry.action, entry.reason) != (by, given.action, given.reason):
        return None
    return entry if _note_of(entry) == given.note else None


def undone_before(undone: LogEntry, by: int) -> LogEntry | None:
    """Return the entry by which the same moderator has taken ``undone`` back already."""
    entry = _first_after(undone.comment_id, undone.seq)
    return entry if entry and (entry.actor_id, entry.action) == (by, Action.UNDO) else None


def _first_after(comment_id: int, seq: int) -> LogEntry | None:
    """Return what was done next with a comment, as long as nothing since says that it stands otherwise."""
    entries = LogEntry.objects.of_comment(comment_id).beside_looks().filter(seq__gt=seq)
    first, *since = [*entries] or [None]
    return None if any(entry.says_where_it_stands for entry in since) else first


def _note_of(entry: LogEntry) -> str | None:
    """Return the note that was sent with a decision; None once its details are erased."""
    detail = LogDetail.objects.filter(entry=entry).first()
    return json.loads(detail.body)["note"] if detail else None
