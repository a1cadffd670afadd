"""Moves: the one place where comments are moved or marked, with their log entries and the pages that show them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import pages
from comments import fragments, log, reports
from comments.log import Actor, Draft
from comments.models import Comment, LogEntry
from comments.rows import locked_rows, point
from comments.screening.shapes import Verdict
from comments.words import Status

# A collision on the compare-and-set is read anew and tried again; the second try nearly always ends it.
TRIES = 5
# What a deed sets beside the status. An entry remembers in its details what stood there before, for ``undo``.
MARKS = ("picked_at", "pinned_at", "escalated_at", "redacted_at")
# What else of a comment readers see, and which of it stands in its fragment.
DRAWN = frozenset({"picked_at", "body_html"})
SEEN = DRAWN | {"pinned_at"}

type Sets = Mapping[str, Any]
type Further = Callable[[Sequence[Comment], Sequence[LogEntry]], None]


class Overtaken(Exception):
    """Rows moved between being read and being written."""


@dataclass(frozen=True)
class Move:
    """What is to become of one comment, given that ``seq`` is still its last entry (None: whatever that is).

    A look at the e-mail address is an entry that moves nobody's decision: what was seen before it still holds.

    ``to`` is the status that it gets (None: it keeps its own), ``sets`` what else of it is set, ``found`` what it was
    found by. Where nothing of that changes anything there is no entry, unless the deed ``is_noted`` for itself, or it
    ``answers_reports``: then it is due on a public comment about which readers' reports are open, and on no other.
    """

    comment_id: int
    seq: int | None
    to: Status | None = None
    sets: Sets = field(default_factory=dict)
    found: Verdict | None = None
    is_noted: bool = False
    answers_reports: bool = False


@dataclass(frozen=True)
class Deed:
    """What is done to comments: the action by its name, by whom (None: a rule), why, and when (None: now).

    ``is_sealed`` when the details of its entries are not for everybody's eyes.
    """

    action: str
    by: User | None
    reason: str = ""
    note: str = ""
    at: dt.datetime | None = None
    is_sealed: bool = False


def make(moves: Sequence[Move], deed: Deed, *, further: Further | None = None) -> list[LogEntry]:
    """Make these moves, each on a comment of its own, and return the entries of those that were still due.

    ``further`` is called inside the transaction, with the rows as they are now and their entries.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _made(moves, deed, further)
        except Overtaken:
            if attempt == TRIES - 1:
                raise
    return []


def begin(comment: Comment, first: LogEntry) -> None:
    """Point a comment that was just stored to its first entry, and expire its page if it is public at once."""
    Comment.objects.begin_at(comment.pk, first.seq)
    _settle([comment], [first])


def details(comment: Comment, note: str = "", was: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what an entry keeps of a comment as it was: ``was`` are the marks that the deed has changed."""
    kept = {"text": comment.text, "name": comment.name, "findings": comment.findings, "note": note}
    return {**kept, "was": dict(was)} if was else kept


def actor(by: User | None) -> Actor:
    """Return whoever did it as the log names them."""
    return Actor(by.pk, by.get_full_name() or by.get_username()) if by else Actor()


def _made(moves: Sequence[Move], deed: Deed, further: Further | None) -> list[LogEntry]:
    rows = locked_rows(move.comment_id for move in moves)
    found = _as_seen([move for move in moves if move.comment_id in rows], rows)
    changes = {move.comment_id: _changes(move, rows[move.comment_id]) for move in found}
    due = [move for move in found if _is_due(move, rows[move.comment_id], changes[move.comment_id])]
    if not due:
        return []
    who = actor(deed.by)
    drafts = [_draft(move, rows[move.comment_id], deed, who, changes[move.comment_id]) for move in due]
    entries = log.append(drafts, at=deed.at or timezone.now())
    _compare_and_set(due, rows, entries)
    moved = [rows[move.comment_id] for move in due]
    _redraw([row for row in moved if not DRAWN.isdisjoint(changes[row.pk])])
    reports.settle(moved, entries)
    shown = {row.pk for row in moved if row.is_public and not SEEN.isdisjoint(changes[row.pk])}
    _settle(moved, entries, shown)
    if further:
        further(moved, entries)
    return entries


def _settle(rows: Sequence[Comment], entries: Sequence[LogEntry], shown: Iterable[int] = ()) -> None:
    """Tell rows their new entries, and expire the pages that show something else now.

    These are the pages of the comments that became public or are not any more, and of those that are ``shown``.
    """
    seqs = {entry.comment_id: entry.seq for entry in entries}
    for row in rows:
        row.seq = seqs[row.pk]
    articles = {row.pk: row.article_id for row in rows}
    changed = {entry.comment_id for entry in entries if _public_set_changed(entry)}
    pages.expire(*{articles[pk] for pk in changed.union(shown)})


def _as_seen(moves: Sequence[Move], rows: Mapping[int, Comment]) -> list[Move]:
    """Bring moves up to the last entries of their comments where nothing has come since but looks at an address."""
    behind = {
        move.comment_id: move.seq for move in moves if move.seq and move.seq < rows[move.comment_id].seq
    }
    if not behind:
        return list(moves)
    last = {entry.comment_id: entry.seq for entry in LogEntry.objects.beside_looks().last_of([*behind])}
    still = {pk for pk, seq in last.items() if seq <= behind[pk]}
    return [
        replace(move, seq=rows[move.comment_id].seq) if move.comment_id in still else move for move in moves
    ]


def _is_due(move: Move, row: Comment, changes: Set[str]) -> bool:
    if move.seq not in (None, row.seq):
        return False
    if move.answers_reports:
        return row.is_public and bool(row.open_reports)
    if not (move.is_noted or move.found or move.to not in (None, row.status) or changes):
        return False
    # What retention has emptied has nothing left to publish, to read or to mark.
    return bool(row.text) or move.to not in {None, Status.APPROVED, Status.PENDING}


def _changes(move: Move, row: Comment) -> set[str]:
    """Return what a move sets that is not so yet; of a mark it matters whether it is there, not since when."""
    set_anew = {name: (getattr(row, name), value) for name, value in move.sets.items()}
    return {
        name
        for name, (old, new) in set_anew.items()
        if (bool(old) != bool(new) if name in MARKS else old != new)
    }


def _draft(move: Move, row: Comment, deed: Deed, who: Actor, changes: Set[str]) -> Draft:
    marked = {name: getattr(row, name) for name in changes if name in MARKS}
    was = {name: value and value.isoformat() for name, value in marked.items()}
    return Draft(
        comment_id=row.pk,
        action=deed.action,
        from_status=row.status,
        to_status=move.to or row.status,
        actor=who,
        rules=log.codes(row.findings),
        reason=move.found.reason if move.found else deed.reason,
        details=details(row, deed.note, was),
        is_sealed=deed.is_sealed,
    )


def _compare_and_set(due: Sequence[Move], rows: Mapping[int, Comment], entries: Sequence[LogEntry]) -> None:
    """Write what the rows become, with their entries, each where it is still as it was read.

    On SQLite, which has no row locks, this is what makes a deed safe; the count of rows tells. One statement for all
    that become the same: each writes the rows' places in a dozen indexes anew.
    """
    alike: dict[tuple[str, bool, bool, str], list[tuple[Move, LogEntry]]] = defaultdict(list)
    for move, entry in zip(due, entries, strict=True):
        sets = repr(sorted(move.sets.items()))
        alike[entry.to_status, entry.is_a_decision, entry.says_where_it_stands, sets].append((move, entry))
    for (status, *_), some in alike.items():
        seen = [(move.comment_id, rows[move.comment_id].seq) for move, _ in some]
        if point(seen, [entry for _, entry in some], status=status, **some[0][0].sets) != len(seen):
            raise Overtaken
        for move, _ in some:
            _reflect(rows[move.comment_id], Status(status), move)
    found = [rows[move.comment_id] for move in due if move.found]
    Comment.objects.bulk_update(found, ["findings", "due_at"])


def _reflect(row: Comment, status: Status, move: Move) -> None:
    row.status = status
    for name, value in move.sets.items():
        setattr(row, name, value)
    if move.found:
        row.findings, row.due_at = move.found.as_json(), row.submitted_at + move.found.allowance


def _redraw(rows: Sequence[Comment]) -> None:
    """Make the fragments anew in which something is drawn otherwise now."""
    for row in rows:
        fragments.set_on(row)
    Comment.objects.bulk_update(rows, ["fragment", "fragment_version"])


def _public_set_changed(entry: LogEntry) -> bool:
    return (entry.from_status == Status.APPROVED) != (entry.to_status == Status.APPROVED)
