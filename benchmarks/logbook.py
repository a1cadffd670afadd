"""Logbook: a year of the log, written by the database itself, and what it takes to count it and to show the counts.

Each comment was sent, and decided on within an hour and a half by one of a dozen moderators; every thirtieth twice.
They come around the clock, in all sections: more hours to keep than a newsroom has that sleeps. SQLite alone.
"""

import datetime as dt
import statistics
from collections.abc import Callable
from time import process_time
from typing import Any

from django.db import connection, transaction

from articles.models import Article
from benchmarks.copies import continue_numbers
from comments.models import Comment, LogEntry
from comments.summaries import keeping, today

DAYS = 365
ENTRIES_A_COMMENT = 2.05
MODERATORS = 12
ROUNDS = 5
A_DAY = 24 * 60 * 60
NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
WAIT = "(n * 7919 %% 5400)"
REFUSED = "n %% 3 = 0"


def write(*, entries: int) -> dict[str, float]:
    """Write a year's log of about so many entries, count it, and return what was measured in milliseconds.

    The last day is written apart: what counts it, and what shows it uncounted, is measured by itself.
    """
    comments = int(entries / ENTRIES_A_COMMENT)
    end = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=2)
    book = _Book(comments, begins=int(end.timestamp()) - DAYS * A_DAY)
    last_day = comments - comments // DAYS
    book.write(1, last_day)
    taken = {"the year": _taken(keeping.rebuild)}
    taken["a year’s page"], taken["a week’s page"] = _page(f"?{_year(end)}"), _page("?days=7")
    book.write(last_day + 1, comments)
    taken["today’s page, nothing of the day counted"] = _page("?days=1")
    taken["the desk’s line, nothing of the day counted"] = _median(_line)
    taken["the day"] = _taken(keeping.count_up)
    taken["today’s page"], taken["the desk’s line"] = _page("?days=1"), _median(_line)
    taken["entries a second"] = LogEntry.objects.count() / (taken["the year"] + taken["the day"]) * 1_000
    return taken


class _Book:
    """Writes comments with their entries: so many of them, at the same distance, from a second on."""

    def __init__(self, comments: int, *, begins: int) -> None:
        self.step, self.begins = DAYS * A_DAY / comments, begins
        self.source = Comment.objects.order_by("pk").first()
        self.first = Comment.objects.latest("pk").pk
        self.seq = LogEntry.objects.latest("seq").seq
        self.articles = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))

    def write(self, first: int, last: int) -> None:
        """Write those with these numbers."""
        sent = _moment(f"{self.begins} + CAST(n * {self.step} AS int)")
        decided = _moment(f"{self.begins} + CAST(n * {self.step} AS int) + {WAIT}")
        with transaction.atomic():
            self._comments(first, last, sent)
            self._entries(first, last, "1", "'submit', '', 'pending', NULL, ''", sent, 0)
            deed = f"'approve', 'pending', 'approved', {self._moderator()}, ''"
            refusal = f"'reject', 'pending', 'rejected', {self._moderator()}, 'person'"
            self._entries(first, last, f"NOT ({REFUSED})", deed, decided, 1)
            self._entries(first, last, REFUSED, refusal, decided, 1)
            again = f"'spam', 'approved', 'spam', {self._moderator()}, ''"
            self._entries(first, last, f"n %% 20 = 1 AND NOT ({REFUSED})", again, decided, 2)
        continue_numbers()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _comments(self, first: int, last: int, sent: str) -> None:
        given = {
            "id": f"{self.first} + n",
            "uuid": "printf('%%032x', n)",
            "receipt_hash": "n",
            "article_id": f"CASE n %% {len(self.articles)} {self._cases()} END",
            "position": "n",
            "status": "'approved'",
            **dict.fromkeys(("seq", "standing_seq"), f"{self.seq} + 3 * n + 2"),
            "submitted_at": sent,
            "due_at": sent,
            **dict.fromkeys(("text", "body_html", "fragment", "text_digest", "email_print"), "''"),
        }
        names = [str(field.column) for field in Comment._meta.concrete_fields]
        values = ", ".join(given.get(name, f"c.{name}") for name in names)
        assert self.source is not None  # noqa: S101 (a seeded newsroom has comments)
        _run(
            f"INSERT INTO comments_comment ({', '.join(names)}) SELECT {values} "  # noqa: S608
            f"FROM comments_comment c CROSS JOIN numbers WHERE c.id = {self.source.pk}",
            first,
            last,
        )

    def _entries(self, first: int, last: int, which: str, deed: str, at: str, place: int) -> None:
        """Write an entry about each; those about the same comment follow each other."""
        columns = "seq, comment_id, action, from_status, to_status, actor_id, reason, at, notify_after"
        _run(
            f"INSERT INTO comments_logentry ({columns}, actor, rules, details_digest, hash) "  # noqa: S608
            f"SELECT {self.seq} + 3 * n + {place}, {self.first} + n, {deed}, {at}, {at}, '', "
            f"'premoderated unproved:note' || CASE WHEN n %% 5 = 0 THEN ' links' ELSE '' END, '', '' "
            f"FROM numbers WHERE {which}",
            first,
            last,
        )

    def _cases(self) -> str:
        return " ".join(f"WHEN {place} THEN {pk}" for place, pk in enumerate(self.articles))

    def _moderator(self) -> str:
        return f"1 + n / 50 %% {MODERATORS}"


def _run(statement: str, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"{NUMBERS} {statement}", [first, last])


def _moment(second: str) -> str:
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {second}, 'unixepoch')"


def _year(end: dt.datetime) -> str:
    return f"from={end.date() - dt.timedelta(days=DAYS)}&to={end.date()}"


def _line() -> object:
    return today.today(1, now=dt.datetime.now(dt.UTC))


def _page(query: str) -> float:
    """Return what the page takes, from the request to the last byte."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from benchmarks.inside import MODERATOR, session

    session()
    client, address = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0]), f"{reverse('desk:statistics')}{query}"
    client.force_login(User.objects.get(username=MODERATOR))

    def once() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}")

    return _median(once)


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_taken(work) for _ in range(ROUNDS))


def _taken(work: Callable[[], Any]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1_000
