"""Keeping: carries the summaries forward along the log, a piece at a time, each exactly once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, DaySummary, HourSummary, LogEntry, ModeratorHour, SummaryMark
from comments.summaries import counting
from comments.summaries.counting import Counts, DayKey, Hour, HourKey, Line, Turn, TurnKey

# One piece: on SQLite nobody else writes while its numbers are added, some 50 ms.
BATCH = 5_000
# What has come since is counted anew for every page that shows it.
EVERY = dt.timedelta(minutes=10)
RESULTS_LIVE = dt.timedelta(days=1)
ONLY = 1  # the mark's row


def count_up() -> int:
    """Count the entries that are not counted yet, and return how many they were.

    Each piece is added in the transaction that moves the mark over it: whatever ends this in the middle, the next one
    goes on from there. Summaries by another time zone's days are counted anew.
    """
    if _mark().zone != settings.TIME_ZONE:
        forget()
    done = 0
    while counted := _count_piece():
        done += counted
    return done


def rebuild() -> int:
    """Count the whole log anew, by the sections in which the stories stand now; return how many entries it has."""
    forget()
    return count_up()


@transaction.atomic
def forget() -> None:
    """Empty the summaries: nothing is counted then."""
    SummaryMark.objects.filter(pk=ONLY).update(seq=0, zone=settings.TIME_ZONE, at=timezone.now())
    for model in (HourSummary, DaySummary, ModeratorHour):
        model.objects.all().delete()


@task
def keep() -> None:
    """Count what has come, and again ten minutes later, whatever becomes of it now."""
    now = timezone.now()
    keep.using(run_after=now + EVERY).enqueue()
    results = DBTaskResult.objects.finished().filter(task_path=keep.module_path)
    results.filter(finished_at__lt=now - RESULTS_LIVE).delete()
    count_up()


def behind(after: int, until: int) -> Counts:
    """Count the entries behind one and up to another. Two queries."""
    found = LogEntry.objects.filter(seq__gt=after, seq__lte=until)
    zone = ZoneInfo(settings.TIME_ZONE)
    return counting.count(histories(found, until), sections(found), zone=zone, after=after)


def sections(entries: QuerySet[LogEntry]) -> dict[int, int]:
    """Return in which sections the stories stand whose comments these entries are about, by comment."""
    found = Comment.objects.filter(pk__in=entries.values("comment_id")).order_by()
    return dict(found.values_list("pk", "article__section_id"))


def histories(entries: QuerySet[LogEntry], until: int | None = None) -> Iterable[Line]:
    """Read all entries, or those up to one, about the comments that these are about, comment by comment."""
    whole = about_the_same(entries)
    whole = whole if until is None else whole.filter(seq__lte=until)
    return map(Line._make, whole.values_list(*Line._fields))


def about_the_same(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """Return all entries about the comments that these are about, comment by comment."""
    same = LogEntry.objects.filter(comment_id__in=entries.values("comment_id"))
    return same.order_by("comment_id", "seq")


def _mark() -> SummaryMark:
    given = {"zone": settings.TIME_ZONE, "at": timezone.now()}
    return SummaryMark.objects.get_or_create(pk=ONLY, defaults=given)[0]


def _count_piece() -> int:
    """Count the next entries and return how many; those that another worker has counted meanwhile are left to it."""
    mark = _mark()
    seqs = list(
        LogEntry.objects.filter(seq__gt=mark.seq).order_by("seq").values_list("seq", flat=True)[:BATCH]
    )
    if not seqs:
        return 0
    counts = behind(mark.seq, seqs[-1])
    with transaction.atomic():
        at_mark = SummaryMark.objects.filter(pk=ONLY, seq=mark.seq, zone=mark.zone)
        if not at_mark.update(seq=seqs[-1], at=timezone.now()):
            return 0
        _add_hours(counts.hours)
        _add_days(counts.days)
        _add_turns(counts.turns)
    return len(seqs)


def _add_hours(hours: dict[HourKey, Hour]) -> None:
    kept = {
        HourKey(row.day, row.hour, row.section_id): row
        for row in HourSummary.objects.filter(day__in={key.day for key in hours})
    }
    rows = []
    for key, hour in hours.items():
        row = kept.get(key) or HourSummary(**key._asdict())
        row.submitted += hour.submitted
        row.held += hour.held
        row.decided += hour.decided
        row.waits = as_text(row.waits, hour.waits)
        row.ages = as_text(row.ages, hour.ages)
        rows.append(row)
    _write(HourSummary, rows, HourKey._fields, ["submitted", "held", "decided", "waits", "ages"])


def _add_days(days: dict[DayKey, int]) -> None:
    kept = {
        DayKey(row.day, row.section_id, row.what, row.key): row
        for row in DaySummary.objects.filter(day__in={key.day for key in days})
    }
    rows = []
    for key, number in days.items():
        row = kept.get(key) or DaySummary(**key._asdict())
        row.number += number
        rows.append(row)
    _write(DaySummary, rows, DayKey._fields, ["number"])


def _add_turns(turns: dict[TurnKey, Turn]) -> None:
    kept = {
        TurnKey(row.begins, row.day, row.moderator_id, row.section_id): row
        for row in ModeratorHour.objects.filter(day__in={key.day for key in turns})
    }
    rows = []
    for key, turn in turns.items():
        row = kept.get(key) or ModeratorHour(**key._asdict(), first_at=turn.first_at)
        row.decided += turn.decided
        row.first_at = min(row.first_at, turn.first_at)
        rows.append(row)
    _write(ModeratorHour, rows, TurnKey._fields, ["decided", "first_at"])


def _write(model: type[Model], rows: Sequence[Model], unique: Iterable[str], counted: list[str]) -> None:
    """Write rows over those that are there for the same thing, whose numbers they have taken in."""
    for row in rows:
        row.pk = None  # SQLite looks for a conflict where it was told to, and refuses any other
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=list(unique), update_fields=counted
    )


def as_text(kept: str, further: Iterable[int]) -> str:
    """Return numbers as ``HourSummary`` keeps them, behind those that it has already."""
    return " ".join([*filter(None, [kept]), *map(str, further)])
