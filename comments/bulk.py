"""Bulk: one decision on many comments, at once where they are few, else by a task in chunks that can be stopped."""

import logging
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.tasks import Task
from django.utils import timezone

from comments import bulk_turns, claims, moderation
from comments.bounds import Bounds, within
from comments.claims import Holder
from comments.log_querysets import LogQuerySet
from comments.models import BulkRun, Comment, DeskScope, LogEntry
from comments.models.dry_run import State
from comments.models.log import UNDO_TIME
from comments.querysets import CommentQuerySet
from comments.words import Action

logger = logging.getLogger(__name__)

MAY_DECIDE = "comments.moderate_comment"
# So many are decided on while somebody waits for the page, in one transaction.
MOST_AT_ONCE = 1_000
# So many in one transaction of a run; SQLite has one writer, and a reader who sends a comment waits for it to end.
CHUNK = 250
# Between two chunks: whoever waits for SQLite's lock looks again after 0.1 s at the latest.
PAUSE_SECONDS = 0.1
# Of those that were left as they were, so many are told one by one.
MOST_KEPT = 100

OUTSIDE = (
    "Some of these comments are in sections that are not yours to decide on any more. "
    "Somebody who has those too can put the comments back one by one."
)

Which = Callable[[BulkRun, User], CommentQuerySet]


class NotAllowed(Exception):
    """Who asked for a run may not decide on its comments any more; the text says why."""


@dataclass(frozen=True)
class Order:
    """What is to be done, by whom: ``reason`` and ``note`` as for ``moderation.decide``."""

    by: User
    action: str
    reason: str = ""
    note: str = ""


def decide(
    comments: Sequence[Comment | int], order: Order, *, seen: Mapping[int, int], **more: Any
) -> BulkRun:
    """Decide on up to ``MOST_AT_ONCE`` comments (or their ids) at once and return the run, which is over.

    ``seen`` has all that are meant, each with its ``seq`` as for ``moderation.decide``; those that are not among
    ``comments``, and those whose cards colleagues have, count as overtaken. ``more`` are further fields of the run.
    """
    with transaction.atomic():
        theirs = claims.held(seen.keys(), besides=order.by)
        free = [each for each in comments if (each if isinstance(each, int) else each.pk) not in theirs]
        entries = moderation.decide(
            free, action=order.action, by=order.by, reason=order.reason, note=order.note, seen=seen
        )
        run = _run(order, total=len(seen), **more)
        _count(run, list(seen), entries, theirs)
        return _over(run)


def start(task: Task[Any, Any], order: Order, bounds: Bounds, **meant: Any) -> BulkRun:
    """Have a decision made by a task, which is given the run's id, and return the run.

    ``meant`` are those fields of the run that say which comments. Raises ``Busy``.
    """
    return bulk_turns.begin(task, _run(order, until_pk=bounds.pk, until_seq=bounds.seq, **meant))


def reverse(task: Task[Any, Any], run: BulkRun, by: User) -> BulkRun:
    """Take all of a run's decisions back that are still the last word; a long one by the task. Return the reversal.

    Raises ``Busy`` while the run is under way and when somebody has taken it back already, and ``NotAllowed`` where
    some of its comments are not in their sections: what is taken back is the whole of it.
    """
    with transaction.atomic():
        bulk_turns.hold(run.by_id)
        bulk_turns.refuse_under_way(run)
        bulk_turns.refuse_taken_back(run)
        return _reversed(task, run, by)


def work(run_id: int, which: Which) -> None:
    """Do a run from where it stands, until it is over, stopped, or another worker's.

    ``which`` returns the comments that are meant and that their moderator may decide on, unordered.
    """
    now = timezone.now()
    waiting = BulkRun.objects.filter(pk=run_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, turn=F("turn") + 1, touched_at=now):
        return
    run = BulkRun.objects.select_related("reverses").get(pk=run_id)
    try:
        ahead = _ahead(run, which)
        run.total = run.done + len(ahead)
        for begin in range(0, len(ahead), CHUNK):
            if not _chunk(run, which, ahead[begin : begin + CHUNK]):
                return
            time.sleep(PAUSE_SECONDS)
        _end(run, State.FINISHED)
    except Exception:  # whatever it is, the page says that it failed, and the log why
        logger.exception("Bulk run %d failed.", run_id)
        _end(run, State.FAILED)


def _reversed(task: Task[Any, Any], run: BulkRun, by: User) -> BulkRun:
    reversal = _run(Order(by, Action.UNDO), place=run.place, reverses=run, total=run.decided)
    sections = DeskScope.objects.sections_of(by)
    for stretch in _stretches(run):
        _refuse_outside(stretch, sections)
    if run.decided > MOST_AT_ONCE:
        return bulk_turns.begin(task, reversal)
    _undo(reversal, list(chain.from_iterable(_stretches(run))))
    return _over(reversal)


def _ahead(run: BulkRun, which: Which) -> "array[int]":
    """Return what a run has before it, in order: the ids of comments, or for a reversal the numbers of entries."""
    if run.reverses:
        made = chain.from_iterable(range(first, last + 1) for first, last in run.reverses.made)
        return array("q", (seq for seq in made if seq > run.cursor))
    meant = _meant(run, which).filter(pk__gt=run.cursor).order_by("pk")
    return array("q", meant.values_list("pk", flat=True).iterator())


def _chunk(run: BulkRun, which: Which, items: "array[int]") -> bool:
    """Decide on a chunk and write how far the run is, in one transaction; tell whether it goes on."""
    with transaction.atomic():
        ours = BulkRun.objects.filter(pk=run.pk, state=State.RUNNING, turn=run.turn)
        if not ours.update(touched_at=timezone.now()):
            return False
        if ours.filter(is_to_stop=True).exists():
            ours.update(state=State.STOPPED)
            return False
        if run.reverses_id:
            entries = LogEntry.objects.filter(seq__in=items.tolist()).order_by("seq")
            _refuse_outside(entries, DeskScope.objects.sections_of(_asker(run)))
            _undo(run, list(entries))
        else:
            _decide(run, _meant(run, which).with_ids(items), items)
        run.cursor = items[-1]
        run.save(update_fields=["total", "done", "decided", "cursor", "made", "passed"])
    return True


def _meant(run: BulkRun, which: Which) -> CommentQuerySet:
    return within(which(run, _asker(run)), Bounds(run.until_pk, run.until_seq))


def _asker(run: BulkRun) -> User:
    """Return who asked; raises ``NotAllowed`` when they may not decide any more."""
    asker = User.objects.filter(pk=run.by_id, is_active=True, is_staff=True).first()
    if asker is None or not asker.has_perm(MAY_DECIDE):
        raise NotAllowed(f"{run.by_name} may not decide on comments any more.")
    return asker


def _decide(run: BulkRun, comments: CommentQuerySet, meant: Iterable[int]) -> None:
    by, seen = _asker(run), dict(comments.order_by("pk").values_list("pk", "seq"))
    theirs = claims.held(seen.keys(), besides=by)
    free = [pk for pk in seen if pk not in theirs]
    entries = moderation.decide(free, action=run.action, by=by, reason=run.reason, note=run.note, seen=seen)
    _count(run, list(meant), entries, theirs)


def _undo(run: BulkRun, entries: Sequence[LogEntry]) -> None:
    """Take entries back; those whose minute is over only where no colleague has the card by now."""
    by, now = _asker(run), timezone.now()
    late = [entry.comment_id for entry in entries if now - entry.at > UNDO_TIME]
    theirs = claims.held(late, besides=by, at=now)
    undone = moderation.undo((entry for entry in entries if entry.comment_id not in theirs), by=by)
    _count(run, [entry.comment_id for entry in entries], undone, theirs)


def _count(
    run: BulkRun, meant: Collection[int], entries: Sequence[LogEntry], theirs: Mapping[int, Holder]
) -> None:
    """Add to a run what became of these comments; ``theirs`` are those that were left to colleagues.

    Entries of one decision follow each other in the log.
    """
    run.done += len(meant)
    run.decided += len(entries)
    decided = {entry.comment_id for entry in entries}
    left = [[pk, theirs[pk].name if pk in theirs else ""] for pk in meant if pk not in decided]
    run.passed = [*run.passed, *left][:MOST_KEPT]
    if not entries:
        return
    first, last = entries[0].seq, entries[-1].seq
    if run.made and run.made[-1][1] == first - 1:
        run.made[-1][1] = last
    else:
        run.made.append([first, last])


def _stretches(run: BulkRun) -> Iterator[LogQuerySet]:
    """Yield the entries that a run has made, stretch by stretch, in their order."""
    for first, last in run.made:
        yield LogEntry.objects.filter(seq__gte=first, seq__lte=last).order_by("seq")


def _refuse_outside(entries: LogQuerySet, sections: Collection[int] | None) -> None:
    """Raise ``NotAllowed`` where one of these is about a comment outside these sections (None: all are within)."""
    if sections is not None and entries.outside_sections(sections).exists():
        raise NotAllowed(OUTSIDE)


def _run(order: Order, **fields: Any) -> BulkRun:
    now = timezone.now()
    return BulkRun(
        action=order.action,
        reason=order.reason,
        note=order.note,
        by_id=order.by.pk,
        by_name=order.by.get_full_name() or order.by.get_username(),
        asked_at=now,
        touched_at=now,
        **fields,
    )


def _over(run: BulkRun) -> BulkRun:
    run.state = State.FINISHED
    run.save(force_insert=True)
    return run


def _end(run: BulkRun, state: State) -> None:
    run.state, run.touched_at = state, timezone.now()
    ours = BulkRun.objects.filter(pk=run.pk, state=State.RUNNING, turn=run.turn)
    ours.update(state=state, touched_at=run.touched_at, total=run.total)
