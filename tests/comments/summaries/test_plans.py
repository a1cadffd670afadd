"""Plans: at a hundred thousand entries, what is counted while somebody waits is found through indexes."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from comments.models import Comment, DaySummary, HourSummary, LogEntry, ModeratorHour
from comments.summaries import keeping, today
from comments.summaries.reading import Days
from tests.comments.summaries.hands import DAY, NOON, make_comments

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = 100_000
COMMENTS = ENTRIES // 2
# Of more, beside only a hundred thousand, PostgreSQL reckons that going through the log is as quick; it is.
RECENT = 200
NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})"
WEEK = Days(DAY - dt.timedelta(days=6), DAY, [1])


@pytest.fixture
def crowd() -> None:
    """Fill the log with comments that were sent one after the other and decided on ten comments later."""
    (source,) = make_comments(1)
    copied = {
        "id": f"n + {source}",
        "uuid": "md5(n::text)::uuid" if connection.vendor == "postgresql" else "printf('%%032x', n)",
        "status": "CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'approved' END",
        "seq": "n",
        "position": "n",
        "receipt_hash": "n",
    }
    _insert(Comment, COMMENTS, copied, f"c.id = {source}")
    LogEntry.objects.create(
        seq=1, comment_id=source, action="submit", to_status="pending", at=NOON, notify_after=NOON
    )
    entry = {
        "seq": "n + 1",
        "comment_id": f"{source} + CASE WHEN n % 2 = 0 THEN n / 2 ELSE abs((n - 19) / 2) + 1 END",
        "action": "CASE WHEN n % 2 = 0 THEN 'submit' ELSE 'approve' END",
    }
    _insert(LogEntry, ENTRIES, entry, "c.seq = 1")
    _fill_summaries()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _insert(model: type[Comment | LogEntry], rows: int, copied: dict[str, str], which: str) -> None:
    table, names = model._meta.db_table, [str(field.column) for field in model._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"c.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{NUMBERS.format(rows)} INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608
            f"SELECT {values} FROM {table} c CROSS JOIN numbers WHERE {which}".replace("%%", "%")
        )


def _fill_summaries() -> None:
    days = [DAY - dt.timedelta(days=back) for back in range(500)]
    HourSummary.objects.bulk_create(
        HourSummary(day=day, hour=hour, section_id=1) for day in days for hour in range(24)
    )
    DaySummary.objects.bulk_create(
        DaySummary(day=day, section_id=1, what="decided", key=str(key)) for day in days for key in range(20)
    )
    ModeratorHour.objects.bulk_create(
        ModeratorHour(
            day=day, begins=NOON + dt.timedelta(hours=hour), moderator_id=1, section_id=1, first_at=NOON
        )
        for day in days
        for hour in range(20)
    )


def scans(rows: QuerySet[Any]) -> str:
    """Return a plan if it goes through a table from end to end, else nothing."""
    told = rows.explain()
    tables = ("comments_logentry", "comments_comment", "summary", "moderatorhour")
    for line in told.splitlines():
        whole = "Seq Scan" in line or ("SCAN" in line and "USING" not in line)
        if whole and any(table in line for table in tables):
            return told
    return ""


def test_what_came_lately_is_read_without_going_through_the_log(crowd: None) -> None:
    recent = LogEntry.objects.filter(seq__gt=ENTRIES - RECENT, seq__lte=ENTRIES)
    behind = today.behind(ENTRIES - RECENT)
    asked = {
        "histories": keeping.about_the_same(recent),
        "histories for the desk": keeping.about_the_same(behind),
        "sections": Comment.objects.filter(pk__in=recent.values("comment_id")),
        "the next piece": LogEntry.objects.filter(seq__gt=ENTRIES // 2).order_by("seq")[:5_000],
        "what waits longest": Comment.objects.pending().order_by("submitted_at", "id")[:100],
        "hours of a week": HourSummary.objects.filter(WEEK.condition()),
        "decisions of a week": DaySummary.objects.filter(WEEK.condition()),
        "moderators’ hours of a week": ModeratorHour.objects.filter(WEEK.condition()),
    }
    plans = {name: scans(rows) for name, rows in asked.items()}
    assert {name: plan for name, plan in plans.items() if plan} == {}


def test_what_came_lately_is_counted_as_it_was_written(crowd: None) -> None:
    counts = keeping.behind(ENTRIES - RECENT, ENTRIES)
    assert sum(hour.submitted for hour in counts.hours.values()) == RECENT // 2
