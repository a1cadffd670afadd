"""Queue: what the desk asks of the database; with the session, the user and two for permissions, nine queries."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils.http import urlencode

from comments.models import Comment, LogEntry
from comments.querysets import COUNT_CAP, CommentQuerySet
from comments.words import Status

ROWS_A_PAGE = 25
ENTRIES_SHOWN = 20
OPENING = 120  # characters of a text that a row of the queue may need
# Seventeen digits of microseconds end in the year 5138, well before a datetime does.
KEY = re.compile(r"(?P<first>[0-9]{1,17}),(?P<pk>[0-9]{1,18})", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class NoSuchPlace(ValueError):
    """The address names no list of the desk, or no place in one."""


@dataclass(frozen=True)
class Place:
    """Which list is shown, and after which comment its page begins ("" for the first page)."""

    status: Status = Status.PENDING
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read a place from an address or a form. Raises ``NoSuchPlace``."""
        status, after = given.get("status") or Status.PENDING, given.get("after", "")
        if status not in Status.values or (after and not KEY.fullmatch(after)):
            raise NoSuchPlace(f"{status} {after}")
        return cls(Status(status), after)

    def query(self, **more: str | int | None) -> str:
        """Return the query string that leads here, with what else it is to carry."""
        status = "" if self.status == Status.PENDING else self.status.value
        given: dict[str, str | int | None] = {"status": status, "after": self.after, **more}
        query = urlencode({key: value for key, value in given.items() if value})
        return f"?{query}" if query else ""

    def comments(self) -> CommentQuerySet:
        """Return the comments from here on: held ones by what is due first, others by the last decision."""
        if self.status == Status.PENDING:
            held = Comment.objects.pending().next_due()
            return held.due_after(*self._due()) if self.after else held
        others = Comment.objects.in_status(self.status).last_moved_first()
        return others.moved_before(*self._key()) if self.after else others

    def behind(self, row: Mapping[str, Any]) -> "Place":
        """Return the place that begins after a row."""
        held = self.status == Status.PENDING
        first = (row["due_at"] - EPOCH) // MICROSECOND if held else row["seq"]
        return replace(self, after=f"{first},{row['pk']}")

    def _key(self) -> tuple[int, int]:
        first, pk = self.after.split(",")
        return int(first), int(pk)

    def _due(self) -> tuple[dt.datetime, int]:
        microseconds, pk = self._key()
        return EPOCH + microseconds * MICROSECOND, pk


@dataclass(frozen=True)
class Window:
    """A page of a list: its rows as plain values, and where the list goes on (None: it ends here)."""

    rows: list[dict[str, Any]]
    more: Place | None

    @property
    def ids(self) -> list[int]:
        """The comments' ids, in their order."""
        return [row["pk"] for row in self.rows]

    def first(self, *, besides: Collection[int]) -> int | None:
        """Return the first comment that nobody else has; where all are taken, the first of them; None for no row."""
        free = (pk for pk in self.ids if pk not in besides)
        return next(free, next(iter(self.ids), None))

    def following(self, pk: int, place: Place, *, besides: Collection[int] = ()) -> tuple[int | None, Place]:
        """Return the comment that comes after one, and the place to show it in; None for the first of all.

        What somebody else has, ``besides``, is left out.
        """
        ids = self.ids
        if pk not in ids or (pk == ids[0] and not place.after):
            return None, replace(place, after="")
        rest = [each for each in ids[ids.index(pk) + 1 :] if each not in besides]
        return (rest[0], place) if rest else (None, self.more or replace(place, after=""))


@dataclass(frozen=True)
class Trace:
    """An entry with its details, the name and the first words of its comment, and whether it is the last word."""

    entry: LogEntry
    name: str
    opening: str
    is_last: bool


class CappedCount(Subquery):
    """Counts the rows of a subquery, which has a limit, in a query about something else."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def window(place: Place) -> Window:
    """Load a page of a list, in one query."""
    columns = ["pk", "name", "opening", "findings", "submitted_at", "due_at", "seq"]
    found = place.comments().annotate(opening=Left("text", OPENING))
    if place.status != Status.PENDING:
        entry = LogEntry.objects.filter(seq=OuterRef("seq"))
        found = found.annotate(
            moved_at=Subquery(entry.values("at")),
            moved_by=Subquery(entry.values("actor")),
            moved_for=Subquery(entry.values("reason")),
        )
        columns += ["moved_at", "moved_by", "moved_for"]
    rows = list(found.values(*columns)[: ROWS_A_PAGE + 1])
    shown = rows[:ROWS_A_PAGE]
    return Window(shown, place.behind(shown[-1]) if len(rows) > len(shown) else None)


def counts() -> dict[Status, int]:
    """Return how many comments stand where, each count capped, in one query; none when there is no comment."""
    rows = {status: Comment.objects.in_status(status).order_by().values("pk") for status in Status}
    capped = {status: CappedCount(of_status[: COUNT_CAP + 1]) for status, of_status in rows.items()}
    found = Comment.objects.order_by("pk").values_list(*capped.values())[:1]
    return dict(zip(capped, next(iter(found), ()), strict=False))


def card(pk: int) -> Comment | None:
    """Load what a card shows of a comment, in one query."""
    return Comment.objects.for_desk().filter(pk=pk).first()


def trail(pk: int | None, decided: int | None = None) -> list[Trace]:
    """Load the last entries about a comment, and the one entry that was just made, the newest first; in one query."""
    about = Comment.objects.filter(pk=OuterRef("comment_id"))
    which = Q(comment_id=pk) if decided is None else Q(comment_id=pk) | Q(seq=decided)
    asked: QuerySet[LogEntry] = LogEntry.objects.filter(which)
    found = (
        asked.select_related("detail")
        .annotate(
            name=Subquery(about.values("name")),
            opening=Subquery(about.values(short=Left("text", OPENING))),
            last_seq=Subquery(about.values("seq")),
        )
        .order_by("-seq")[:ENTRIES_SHOWN]
    )
    return [Trace(entry, entry.name, entry.opening, entry.last_seq == entry.seq) for entry in found]


def is_held(pk: int) -> bool:
    """Tell whether a comment still waits for a decision."""
    return Comment.objects.pending().filter(pk=pk).exists()
