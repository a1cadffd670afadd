"""Runs: has decisions on many comments done by the task worker, and tells in words how they go."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from comments import bulk, bulk_turns, moderation
from comments.bulk_turns import Busy
from comments.desk import scope, telling
from comments.desk.filters import Filters
from comments.desk.place import Place
from comments.models import BulkRun, Comment
from comments.models.log import UNDO_TIME
from comments.querysets import CommentQuerySet
from comments.words import Action

# What was done to so many comments: "12 comments approved".
BECAME: dict[str, str] = {
    Action.APPROVE: "approved",
    Action.PICK: "approved and picked",
    Action.KEEP: "kept",
    Action.REJECT: "rejected",
    Action.SPAM: "marked as spam",
    Action.TRASH: "moved to trash",
    Action.UNDO: "put back to where they were",
}
# The same as the button that asks for it says it.
DEEDS: dict[str, str] = {
    Action.APPROVE: "Approve",
    Action.PICK: "Approve and pick",
    Action.KEEP: "Keep",
    Action.REJECT: "Reject",
    Action.SPAM: "Mark as spam",
    Action.TRASH: "Move to trash",
}
GONE = "is not there any more."


@dataclass(frozen=True)
class Batch:
    """A decision on many comments, told above the card for so many seconds; ``run`` is None where it was an undo."""

    says: str
    run: int | None
    seconds: int


@task
def perform(run_id: int) -> None:
    """Do a run; it was asked for at the desk, so that its comments are those of a list there."""
    bulk.work(run_id, which)


@task
def look_after(run_id: int) -> None:
    """See that a run whose worker was killed goes on by itself, as long as it is not over."""
    run = BulkRun.objects.filter(pk=run_id).first()
    if run is None or run.is_over:
        return
    if bulk_turns.is_lost(run, timezone.now()):
        with suppress(Busy):  # until another one of the same moderator's is over
            bulk_turns.go_on(perform, run)
    watch(run)


def watch(run: BulkRun) -> None:
    """Have a run looked after a while from now."""
    look_after.using(run_after=timezone.now() + bulk_turns.SILENT).enqueue(run.pk)


def which(run: BulkRun, by: User) -> CommentQuerySet:
    """Return the comments that a run is about, as far as its moderator sees them. Raises ``NoSuchPlace``."""
    if run.campaign_id is None:
        return _listed(Place.read(QueryDict(run.place.removeprefix("?"))), by, run.asked_at)
    members = Comment.objects.in_campaign(run.campaign_id).pending().exclude(pk__in=run.left_out)
    return scope.of(by).keep(members)


def _listed(place: Place, by: User, at: dt.datetime) -> CommentQuerySet:
    """Return what a list held at a moment: ages are counted back from then, however long a run takes."""
    ages = Filters(older=place.filters.older, newer=place.filters.newer)
    ageless = replace(place.filters, older="", newer="")
    return ages.sent(replace(place, filters=ageless).matching(by), at)


def address(run: BulkRun) -> str:
    """Return where a run is shown."""
    return reverse("desk:bulk-run", args=[run.pk])


def batch(pk: int, reader: int, now: dt.datetime) -> Batch | None:
    """Return a decision on many comments that this moderator has just made, to be told above the card.

    None where it is none of theirs, or was taken back already.
    """
    run = _lately(reader, now).filter(pk=pk).first()
    return _batch(run, now) if run else None


def batch_until(seq: int, reader: int, now: dt.datetime) -> Batch | None:
    """Return the same of the decision whose last entry is the one with this ``seq``."""
    runs = (run for run in _lately(reader, now) if run.is_over and run.made)
    return next((_batch(run, now) for run in runs if run.made[-1][1] == seq), None)


def _lately(reader: int, now: dt.datetime) -> QuerySet[BulkRun]:
    lately = BulkRun.objects.filter(by_id=reader, asked_at__gt=now - UNDO_TIME, reversal=None)
    return lately.order_by("-asked_at", "-id")


def _batch(run: BulkRun, now: dt.datetime) -> Batch:
    left = (run.asked_at + UNDO_TIME - now).total_seconds()
    return Batch(outcome(run), run.pk if run.decided and run.action != Action.UNDO else None, int(left))


def title(run: BulkRun) -> str:
    """Return what a run is called on its page."""
    if run.is_over:
        return outcome(run)
    return f"{run.done:,} of {counted(run.total)}" if run.total else "Beginning"


def asked(given: Mapping[str, Any]) -> str:
    """Return what a form asks for, on the button that confirms it: "Reject: off the story"."""
    label = DEEDS[given["action"]]
    return f"{label}: {telling.label_of(given['reason']).lower()}" if given["reason"] else label


def outcome(run: BulkRun) -> str:
    """Return in a sentence what a run has done so far."""
    reason = f": {telling.label_of(run.reason).lower()}" if run.reason else ""
    return f"{counted(run.decided)} {BECAME[run.action]}{reason}."


def counted(number: int) -> str:
    """Return how many comments in words."""
    return "1 comment" if number == 1 else f"{number:,} comments"


def overtaken(run: BulkRun, by: User, now: dt.datetime) -> Iterator[tuple[int, str]]:
    """Tell a moderator of the comments that a run left alone, one by one: who had the card, or where each stands."""
    pks = [each.comment_id for each in run.left]
    standing = moderation.standing(pks)
    visible = set(scope.of(by).keep(Comment.objects.filter(pk__in=pks)).values_list("pk", flat=True))
    for pk, holder in run.left:
        stands = standing.get(pk) if pk in visible else None
        if stands is None:
            yield pk, GONE
        elif holder:
            yield pk, f"was left as it is: {holder} had its card."
        else:
            yield pk, telling.standing(stands, you=stands.by_id == by.pk, now=now).news
