"""Verification: reads the whole log, says whether anything in it, before it or after it was altered."""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.tasks import task
from django.utils import timezone

from comments import chain, triggers
from comments.identity import Unreadable
from comments.models import Comment, LogCheck, LogDetail, LogEntry

BATCH = 2000
# Of an altered log each entry may be a sign; the first of them tell what happened.
MOST_TOLD = 100
CHECKS_LIVE = dt.timedelta(days=90)
EVERY = dt.timedelta(days=1)
PATIENCE_SECONDS = 0.5
logger = logging.getLogger(__name__)


@dataclass
class Report:
    """What was found: the length of the log, how many details were erased, and every sign of an alteration."""

    length: int = 0
    erased: int = 0
    alterations: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was altered."""
        return not self.alterations


def verify() -> Report:
    """Check the chain, the details, the kept heads, the triggers and each comment's status against the log."""
    report = Report()
    kept = _kept_heads(report)
    last = _walk(report, kept)
    report.length = last.seq
    if max(kept, default=0) < last.seq:
        # Heads are written just after COMMIT: what was decided while we read may still be on its way.
        time.sleep(PATIENCE_SECONDS)
        kept = _kept_heads(Report())
    report.alterations.extend(_strayed_heads(last, kept))
    report.alterations.extend(_strayed_comments(last))
    report.alterations.extend(f"The trigger {name} is missing." for name in triggers.missing(connection))
    return report


def keep(report: Report) -> None:
    """Keep what was found for those who read the log in the admin."""
    now = timezone.now()
    LogCheck.objects.create(
        at=now,
        length=report.length,
        erased=report.erased,
        alterations=len(report.alterations),
        told=report.alterations[:MOST_TOLD],
    )
    LogCheck.objects.before(now - CHECKS_LIVE).delete()


@task
def check_daily() -> None:
    """Check the log, and again a day later, whatever becomes of it today."""
    check_daily.using(run_after=timezone.now() + EVERY).enqueue()
    report = verify()
    keep(report)
    for alteration in report.alterations[:MOST_TOLD]:
        logger.error("The log was altered. %s", alteration)


def _walk(report: Report, kept: dict[int, str]) -> chain.Head:
    head = chain.BEGINNING
    for entry, detail in _entries():
        if entry.seq != head.seq + 1:
            report.alterations.append(f"Entry {head.seq + 1} is missing.")
            head = chain.Head(entry.seq - 1, head.hash)
        if not entry.follows(head):
            report.alterations.append(f"Entry {entry.seq} was changed, or the one before it was.")
        if kept.get(entry.seq, entry.hash) != entry.hash:
            report.alterations.append(f"Entry {entry.seq} is not the one that was written.")
        if detail is None:
            report.erased += 1
        elif trouble := _trouble_with(detail, entry):
            report.alterations.append(f"The details of entry {entry.seq} {trouble}.")
        head = entry.head
    return head


def _trouble_with(detail: LogDetail, entry: LogEntry) -> str:
    """Return what is the matter with details; "" where they are as they were written."""
    try:
        is_sound = detail.digest == entry.details_digest and detail.is_as_sealed
    except Unreadable as error:
        return f"cannot be read: {error}"
    return "" if is_sound else "were changed"


def _entries() -> Iterator[tuple[LogEntry, LogDetail | None]]:
    after = 0
    while batch := list(LogEntry.objects.filter(seq__gt=after).order_by("seq")[:BATCH]):
        details = LogDetail.objects.in_bulk([entry.seq for entry in batch])
        for entry in batch:
            yield entry, details.get(entry.seq)
        after = batch[-1].seq


def _kept_heads(report: Report) -> dict[int, str]:
    """Read the kept heads: number to hash. Of two heads with one number, one is of a log that was cut."""
    kept: dict[int, str] = {}
    try:
        for head in chain.heads():
            if kept.setdefault(head.seq, head.hash) != head.hash:
                report.alterations.append(
                    f"{chain.head_file().name} knows two entries {head.seq}: the log was cut and written on."
                )
    except (OSError, ValueError) as error:
        report.alterations.append(f"{chain.head_file().name} cannot be read: {error}")
    return kept


def _strayed_heads(last: chain.Head, kept: dict[int, str]) -> Iterator[str]:
    """Compare where the log ends with where it ended when it was last written to."""
    name, known = chain.head_file().name, max(kept, default=0)
    if known > last.seq:
        yield f"The log ends with entry {last.seq}; {name} knows of entry {known}. Its tail was cut off."
    elif known < last.seq:
        yield f"The log ends with entry {last.seq}; {name} knows none after {known}. The file was cut or lost."


def _strayed_comments(last: chain.Head) -> Iterator[str]:
    """Find comments whose status is not the one that their last entry gave them."""
    final = LogEntry.objects.filter(comment_id=OuterRef("pk")).order_by("-seq")
    logged = Comment.objects.annotate(
        final_status=Subquery(final.values("to_status")[:1]), final_seq=Subquery(final.values("seq")[:1])
    )
    strayed = logged.filter(
        ~Q(status=F("final_status")) | ~Q(seq=F("final_seq")) | Q(final_status__isnull=True)
    )
    for pk, status in strayed.order_by("pk").values_list("pk", "status"):
        yield f"Comment {pk} is {status}, which is not what the log says."
    newest = Comment.objects.aggregate(newest=Max("seq"))["newest"] or 0
    if newest > last.seq:
        yield f"A comment points to entry {newest}; the log ends with entry {last.seq}."
