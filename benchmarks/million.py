"""Million: so many comments that wait, made by the database out of one, and what a moderator's deeds take then.

Both are done in the newsroom's own process (`benchmarks.inside`). Each copy has its entry in the log, linked to the one
before and with details of its own, so that the log is found sound.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from articles.models import Article
from benchmarks import entries
from comments.desk import queue
from comments.desk.place import Place
from comments.models import Comment, LogEntry

# Far behind whatever the newsroom has counted by itself.
FAR = 10_000_000
DIGITS = 12
# SQLite's own arithmetic leaves the fraction out.
MICROSECOND = 500_000
MODERATOR = "desk"
WARMING = 3


def hold(*, first: int, last: int) -> float:
    """Make held comments with the numbers from ``first`` to ``last``, a second apart; return the seconds it took.

    They are spread over all published stories.
    """
    start = perf_counter()
    source = Comment.objects.pending().order_by("pk")[0]
    stories = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    submitted = LogEntry.objects.of_comment(source.pk).select_related("detail")[0]
    behind = LogEntry.objects.head().seq + 1 - first
    more = f"SELECT n + 1 FROM numbers WHERE n < {last}"  # noqa: S608
    numbers = f"WITH RECURSIVE numbers (n) AS (SELECT {first} UNION ALL {more})"
    with transaction.atomic():
        # In the order of their ids: else the database would write all over its table and indexes.
        _copy(numbers, source.pk, _comment(stories, behind))
        sent = source.submitted_at.replace(microsecond=MICROSECOND)
        entries.repeat(submitted, ((FAR + n, sent + dt.timedelta(seconds=n)) for n in range(first, last + 1)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return perf_counter() - start


def moderate(*, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each of a moderator's deeds, from Django's first line to its last, each time.

    They are done in turns, so that a busy machine is busy for all of them.
    """
    moderator = Moderator()
    deeds: dict[str, Callable[[], object]] = {
        "the queue's first page": lambda: moderator.get(reverse("desk:queue")),
        "a page three quarters in": lambda: moderator.get(moderator.deep),
        "a search that finds nothing": lambda: moderator.get(f"{reverse('desk:queue')}?q=nowhere"),
        "the counts": lambda: moderator.get(reverse("desk:counts")),
        "a decision": moderator.decide,
        "its undo": moderator.undo,
        "the admin's own list": lambda: moderator.get(reverse("admin:comments_comment_changelist")),
    }
    taken: dict[str, list[float]] = {name: [] for name in deeds}
    for number in range(WARMING + rounds):
        for name, deed in deeds.items():
            start = perf_counter()
            deed()
            if number >= WARMING:
                taken[name].append((perf_counter() - start) * 1_000)
    return taken


class Moderator:
    """Somebody at the desk, without a server between."""

    def __init__(self) -> None:
        self.user, _ = User.objects.get_or_create(username=MODERATOR, is_staff=True, is_superuser=True)
        self._client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        self._client.force_login(self.user)
        self._undoing = ""
        self._next: list[int] = queue.window(Place(), self.user).ids
        self.deep = f"{reverse('desk:queue')}{self._deep_place().query()}"

    def get(self, address: str) -> None:
        """Open a page."""
        self._sent(self._client.get(address), 200)

    def decide(self) -> None:
        """Mark what waits at the front as spam: no reader's page changes, so that none is baked."""
        comment = Comment.objects.only("seq").get(pk=self._next[0])
        form = {"comment": comment.pk, "seq": comment.seq, "action": "spam"}
        answer = self._sent(self._client.post(reverse("desk:decide"), form), 303)
        self._undoing = parse_qs(urlsplit(answer["Location"]).query)["decided"][0]

    def undo(self) -> None:
        """Take that back."""
        self._sent(self._client.post(reverse("desk:undo"), {"entry": self._undoing}), 303)

    def _deep_place(self) -> Place:
        rows = Place().comments(self.user).values("pk", "due_at")
        return Place().behind(rows[rows.count() * 3 // 4])

    def _sent(self, answer: Any, status: int) -> Any:
        if answer.status_code != status:
            raise SystemExit(f"The desk answered {answer.status_code}, not {status}.")
        return answer


def _comment(stories: Sequence[int], behind: int) -> dict[str, str]:
    padded = f"lpad(({FAR} + n)::text, {DIGITS}, '0')"
    if connection.vendor == "sqlite":
        padded = f"printf('%0{DIGITS}d', {FAR} + n)"
    unique = dict.fromkeys(
        ("position", "receipt_hash", "text_digest", "email_print", "address_print"), padded
    )
    in_turns = " ".join(f"WHEN {place} THEN {story}" for place, story in enumerate(stories))
    times = {name: _later(f"c.{name}") for name in ("submitted_at", "due_at")}
    numbered = {"id": f"{FAR} + n", "parent_id": "NULL"} | dict.fromkeys(
        ("seq", "standing_seq"), f"{behind} + n"
    )
    numbered["article_id"] = f"CASE n % {len(stories)} {in_turns} END"
    return {**unique, **times, **numbered, "uuid": _uuid(padded)}


def _later(column: str) -> str:
    """Return a time n seconds later; as SQLite has it with six digits, none of which may be left out."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '+' || n || ' seconds') || '.{MICROSECOND}'"
    return f"{column} + n * interval '1 second'"


def _uuid(number: str) -> str:
    if connection.vendor == "sqlite":
        return f"printf('%032s', {number})"
    return f"lpad({number}, 32, '0')::uuid"


def _copy(numbers: str, pk: int, copied: dict[str, str]) -> None:
    """Insert a comment again for each number, with what is its own."""
    table, names = Comment._meta.db_table, [str(field.column) for field in Comment._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"c.{name}") for name in names)
    with connection.cursor() as cursor:
        # No parameters: what is put in are our own names and numbers.
        cursor.execute(
            f"{numbers} INSERT INTO {table} ({', '.join(names)})"  # noqa: S608
            f" SELECT {values} FROM {table} c CROSS JOIN numbers WHERE c.id = {pk}"
        )
