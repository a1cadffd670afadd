"""Dry runs: what a policy that nobody has saved would have made of earlier comments; nothing is moved."""

import datetime as dt
import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from comments import policies
from comments.models import Comment, DryRun, DryRunHit
from comments.models.dry_run import Change, State
from comments.rescreening import verdict_on
from comments.screening import document as documents
from comments.screening.policy import verdict
from comments.screening.shapes import Verdict
from comments.screening.whole import Policy
from comments.words import Status

logger = logging.getLogger(__name__)

SIZES = (1_000, 10_000, 100_000)
# So many are in memory at a time; after each batch the progress is written, and whether to stop is looked at.
BATCH = 200
# Of each kind of change, the newest so many are kept to be read; all are counted.
MOST_KEPT = 1_000
# A run that has said nothing for so long has lost its worker, and is in nobody's way.
SILENT = dt.timedelta(minutes=10)
# What the story asks of everybody: with it every comment would be held by both policies, and nothing could be seen.
LEFT_OUT = frozenset({"premoderated", "desk-closed", "risk", "links-held", "unproved", "newcomer"})


class Busy(Exception):
    """Another dry run is under way."""


@dataclass
class Tally:
    """What was counted so far: by change and rule, each by where the comments stand."""

    changes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hits: list[DryRunHit] = field(default_factory=list)


def ask(
    document: Mapping[str, Any], lists: Mapping[str, str], *, size: int, by: User | None, note: str = ""
) -> DryRun:
    """Have a policy tried on the last ``size`` comments and return the run, which the task worker will fill.

    ``lists`` are those that differ from what counts. Raises ``screening.document.BadPolicy``, ``Busy``, and
    ``ValueError`` for a size that is not in ``SIZES``.
    """
    if size not in SIZES:
        raise ValueError(f"{size} is not among {SIZES}")
    now, kept = timezone.now(), policies.stored()
    policy = documents.compile(document, {**kept.lists, **lists})
    with transaction.atomic():
        if DryRun.objects.filter(
            state__in=[State.WAITING, State.RUNNING], touched_at__gt=now - SILENT
        ).exists():
            raise Busy("Another dry run is under way. Stop it, or wait until it is over.")
        run = DryRun.objects.create(
            document=documents.as_document(policy),
            lists={name: text for name, text in lists.items() if text != kept.lists.get(name)},
            note=note,
            based_on=kept.number,
            size=size,
            by_id=by.pk if by else None,
            by_name=(by.get_full_name() or by.get_username()) if by else "",
            asked_at=now,
            touched_at=now,
        )
        transaction.on_commit(partial(perform.enqueue, run.pk))
    return run


def stop(run: DryRun) -> None:
    """Have a run stopped after the comments that it is at; one that no worker has begun is over at once."""
    if not DryRun.objects.filter(pk=run.pk, state=State.WAITING).update(state=State.STOPPED):
        DryRun.objects.filter(pk=run.pk, state=State.RUNNING).update(is_to_stop=True)


@task
def perform(run_id: int) -> None:
    """Do a run, unless it was stopped before it began."""
    waiting = DryRun.objects.filter(pk=run_id, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, touched_at=timezone.now()):
        return
    run = DryRun.objects.get(pk=run_id)
    try:
        run.state = _tried(run)
    except Exception:  # whatever it is, the page says that it failed, and the log why
        logger.exception("Dry run %d failed.", run_id)
        run.state = State.FAILED
    run.touched_at = timezone.now()
    run.save(update_fields=["state", "touched_at"])


def _tried(run: DryRun) -> State:
    now = policies.current()
    kept = policies.stored()
    tried = documents.compile(run.document, {**kept.lists, **run.lists})
    comments = (
        Comment.objects.exclude(text="").order_by("-submitted_at", "-id").defer("email_sealed", "fragment")
    )
    ids = list(comments.values_list("pk", flat=True)[: run.size])
    run.total, tally = len(ids), Tally()
    for start in range(0, len(ids), BATCH):
        batch = comments.filter(pk__in=ids[start : start + BATCH])
        for comment in batch:
            _count(tally, run, comment, now, tried)
        run.done = min(start + BATCH, len(ids))
        if _is_stopped(run, tally):
            return State.STOPPED
    return State.FINISHED


def _count(tally: Tally, run: DryRun, comment: Comment, now: Policy, tried: Policy) -> None:
    before, after = (_of_text(verdict_on(comment, policy)) for policy in (now, tried))
    change = _change(before, after)
    if change is None:
        return
    tally.changes[change][comment.status] += 1
    shown = before if change == Change.RELEASED else after
    for rule in {finding.rule for finding in shown.findings if finding.severity}:
        tally.rules[rule][comment.status if change != Change.RELEASED else "released"] += 1
    if tally.changes[change].total() <= MOST_KEPT:
        hit = DryRunHit(
            run=run, comment_id=comment.pk, change=change, becomes=after.status, stands=comment.status
        )
        hit.findings = shown.as_json()
        tally.hits.append(hit)


def _of_text(whole: Verdict) -> Verdict:
    """Return a verdict as it would be on an open story, where somebody has proved to be known."""
    return verdict(finding for finding in whole.findings if finding.rule not in LEFT_OUT)


def _change(before: Verdict, after: Verdict) -> Change | None:
    passed, passes = (each.status == Status.APPROVED for each in (before, after))
    if passes:
        return None if passed else Change.RELEASED
    return Change.CAUGHT if passed else Change.BOTH


def _is_stopped(run: DryRun, tally: Tally) -> bool:
    _write(run, tally)
    return DryRun.objects.filter(pk=run.pk, is_to_stop=True).exists()


@transaction.atomic
def _write(run: DryRun, tally: Tally) -> None:
    run.changes = {change: dict(counts) for change, counts in tally.changes.items()}
    run.rules = {rule: dict(counts) for rule, counts in tally.rules.items()}
    run.touched_at = timezone.now()
    DryRunHit.objects.bulk_create(tally.hits)
    tally.hits.clear()
    run.save(update_fields=["total", "done", "changes", "rules", "touched_at"])
