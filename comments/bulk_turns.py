"""Bulk turns: when a decision on many comments may begin, is stopped, and goes on; a moderator has one at a time."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.tasks import Task
from django.utils import timezone

from comments.models import BulkRun
from comments.models.dry_run import State

# A run that has said nothing for so long has lost its worker; another may go on.
SILENT = dt.timedelta(minutes=2)
GOING_ON = frozenset({State.WAITING, State.RUNNING})
RESTING = frozenset({State.STOPPED, State.FAILED})

ONE_AT_A_TIME = "Another decision of yours on many comments is under way. Stop it, or wait for its end."
UNDER_WAY = "It is still under way. Stop it first."
TAKEN_BACK = "It was taken back already."


class Busy(Exception):
    """What is asked for cannot be now: something else is under way, or was first. The text says what."""


def begin(task: Task[Any, Any], run: BulkRun) -> BulkRun:
    """Store a new run and have it done. Raises ``Busy``."""
    with transaction.atomic():
        hold(run.by_id)
        _refuse_a_second(run, run.asked_at)
        run.save(force_insert=True)
        transaction.on_commit(partial(task.enqueue, run.pk))
    return run


def stop(run: BulkRun) -> None:
    """Have a run stopped after the chunk that it is at; one that no worker has begun is over at once."""
    if not BulkRun.objects.filter(pk=run.pk, state=State.WAITING).update(state=State.STOPPED):
        BulkRun.objects.filter(pk=run.pk, state=State.RUNNING).update(is_to_stop=True)


def go_on(task: Task[Any, Any], run: BulkRun) -> bool:
    """Have a run go on that was stopped, has failed, or has lost its worker; tell whether there was such a one.

    Raises ``Busy`` where it was taken back, or another of its moderator's is under way.
    """
    now = timezone.now()
    with transaction.atomic():
        hold(run.by_id)
        stands = BulkRun.objects.get(pk=run.pk)
        if not is_resting(stands, now):
            return False
        refuse_taken_back(stands)
        _refuse_a_second(stands, now)
        BulkRun.objects.filter(pk=run.pk).update(state=State.WAITING, is_to_stop=False, touched_at=now)
        transaction.on_commit(partial(task.enqueue, run.pk))
    return True


def hold(moderator: int) -> None:
    """Let nobody else begin, continue or take back a run of this moderator until the transaction ends."""
    User.objects.select_for_update(no_key=True).filter(pk=moderator).order_by("pk").first()


def refuse_taken_back(run: BulkRun) -> None:
    """Raise ``Busy`` where a run was taken back: what it did then would be nobody's to undo."""
    if BulkRun.objects.filter(reverses=run.pk).exists():
        raise Busy(TAKEN_BACK)


def refuse_under_way(run: BulkRun) -> None:
    """Raise ``Busy`` where a run goes on by now, whatever it was when it was loaded."""
    if BulkRun.objects.filter(pk=run.pk, state__in=GOING_ON).exists():
        raise Busy(UNDER_WAY)


def is_resting(run: BulkRun, now: dt.datetime) -> bool:
    """Whether a run is not done and nobody is at it, so that it can be told to go on."""
    return run.state in RESTING or is_lost(run, now)


def is_lost(run: BulkRun, now: dt.datetime) -> bool:
    """Whether a run has said nothing for so long that its worker must be gone."""
    return run.state == State.RUNNING and run.touched_at < now - SILENT


def _refuse_a_second(run: BulkRun, now: dt.datetime) -> None:
    """Raise ``Busy`` where another of the moderator's waits or is at work; one that has lost its worker is neither."""
    others = BulkRun.objects.filter(by_id=run.by_id).exclude(pk=run.pk)
    at_work = Q(state=State.RUNNING, touched_at__gt=now - SILENT)
    if others.filter(Q(state=State.WAITING) | at_work).exists():
        raise Busy(ONE_AT_A_TIME)
