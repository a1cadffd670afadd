"""Place: where at the desk somebody is: the list, what it leaves out, its order, and where its page begins."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models
from django.utils.http import urlencode

from comments.desk import scope
from comments.desk.filters import Filters, Names, NoSuchPlace
from comments.keyset import NUMBERS, KeySet
from comments.models import Comment
from comments.querysets import CommentQuerySet
from comments.words import Status

# Seventeen digits of microseconds end in the year 5138, well before a datetime does.
KEY = re.compile(r"(?P<first>[0-9]{1,17}),(?P<pk>[0-9]{1,18})", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class View(models.TextChoices):
    """The desk's lists, in the order in which they stand in its bar."""

    HELD = "held", "Held"
    REPORTED = "reported", "Reported"
    ESCALATED = "escalated", "Escalated"
    DECIDED = "decided", "Recently decided"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    SPAM = "spam", "Spam"
    TRASH = "trash", "Trash"
    MINE = "mine", "Mine"


class Order(models.TextChoices):
    """In which order a list stands; ``DUE`` is each list's own."""

    DUE = "due", "What is due first"
    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"


STATUS_OF = {
    View.HELD: Status.PENDING,
    View.APPROVED: Status.APPROVED,
    View.REJECTED: Status.REJECTED,
    View.SPAM: Status.SPAM,
    View.TRASH: Status.TRASH,
}
LAST_DECISION_FIRST = KeySet("decided_seq", descending=True, bounds=NUMBERS)
LAST_MOVED_FIRST = KeySet("standing_seq", descending=True, bounds=NUMBERS)
OWN = {
    View.HELD: KeySet("due_at"),
    View.REPORTED: KeySet("reported_due_at"),
    View.ESCALATED: KeySet("escalated_at"),
    View.DECIDED: LAST_DECISION_FIRST,
    View.MINE: LAST_DECISION_FIRST,
}
SENT = {Order.NEWEST: KeySet("submitted_at", descending=True), Order.OLDEST: KeySet("submitted_at")}
OF_DEEDS = frozenset({View.REPORTED, View.ESCALATED, View.DECIDED, View.MINE})
NUMBERED = frozenset({"standing_seq", "decided_seq"})  # fields that are no times
# Each order, forwards and backwards.
SAID = {
    "due_at": ("the earliest due first", ""),
    "reported_due_at": ("the first reported first", "the last reported first"),
    "escalated_at": ("the first handed on first", "the last handed on first"),
    "submitted_at": ("the oldest first", "the newest first"),
    "standing_seq": ("", "the last decision first"),
    "decided_seq": ("the first decision first", "the last decision first"),
}
HEADINGS = {
    View.HELD: "Held comments",
    View.REPORTED: "Reported comments",
    View.ESCALATED: "Escalated comments",
    View.DECIDED: "Recently decided comments",
    View.APPROVED: "Approved comments",
    View.REJECTED: "Rejected comments",
    View.SPAM: "Spam",
    View.TRASH: "Comments in the trash",
    View.MINE: "Comments that you decided on",
}


@dataclass(frozen=True)
class Place:
    """A list with its filters and order, and after which comment its page begins ("" for the first page)."""

    view: View = View.HELD
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.DUE
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read a place from an address or a form. Raises ``NoSuchPlace``, whose text says what is wrong."""
        view, order = given.get("view") or View.HELD, given.get("order") or Order.DUE
        after = given.get("after", "")
        if view not in View.values:
            raise NoSuchPlace("The desk has no such list.")
        if order not in Order.values:
            raise NoSuchPlace("There is no such order.")
        if after and not KEY.fullmatch(after):
            raise NoSuchPlace("There is no such page.")
        return cls(View(view), Filters.read(given), Order(order), after)

    def fields(self) -> list[tuple[str, str]]:
        """Return what a form or an address carries to lead here: names and values, without the page."""
        view = {"view": self.view.value} if self.view != View.HELD else {}
        order = {"order": self.order.value} if self.order != Order.DUE else {}
        return list({**view, **self.filters.fields(), **order}.items())

    def query(self, **more: str | int | None) -> str:
        """Return the query string that leads here, with what else it is to carry."""
        given = {**dict(self.fields()), "after": self.after, **more}
        query = urlencode({key: value for key, value in given.items() if value})
        return f"?{query}" if query else ""

    @property
    def first(self) -> "Place":
        """The first page of the same list."""
        return replace(self, after="")

    @property
    def unfiltered(self) -> "Place":
        """The first page of the list with nothing left out."""
        return Place(self.view, order=self.order)

    @property
    def is_plain_queue(self) -> bool:
        """Whether it is the queue as it opens, or a later page of it."""
        return self.first == Place()

    @property
    def order_said(self) -> str:
        """The order in words."""
        forwards, backwards = SAID[self.keyset.field]
        return backwards if self.keyset.descending else forwards

    @property
    def is_queue(self) -> bool:
        """Whether it is the list of what waits for a decision."""
        return self.view == View.HELD

    @property
    def keyset(self) -> KeySet:
        """The order of the rows. A story's decided comments stand in the order in which they were sent.

        What was reported or decided lately has only one order, forwards and backwards.
        """
        if self.view in OF_DEEDS and self.order in SENT:
            return replace(OWN[self.view], descending=self.order == Order.NEWEST)
        if self.order in SENT:
            return SENT[self.order]
        if self.filters.story and self.view in STATUS_OF and not self.is_queue:
            return SENT[Order.NEWEST]
        return OWN.get(self.view, LAST_MOVED_FIRST)

    def listed(self, user: User) -> CommentQuerySet:
        """Return the comments of the list, without filters, order and page, whoever may see them."""
        if self.view == View.MINE:
            return Comment.objects.decided_by(user.pk)
        if self.view == View.DECIDED:
            return Comment.objects.decided_on()
        if self.view == View.REPORTED:
            return Comment.objects.reported()
        if self.view == View.ESCALATED:
            return Comment.objects.escalated()
        return Comment.objects.in_status(STATUS_OF[self.view])

    def matching(self, user: User) -> CommentQuerySet:
        """Return all that the list and its filters leave for this moderator to see, in no order.

        Raises ``NoSuchPlace`` where the filters name a comment that is not there.
        """
        return self.filters.kept(self.listed(user), scope.of(user))

    def comments(self, user: User, until: tuple[Any, int] | None = None) -> CommentQuerySet:
        """Return the same in its order, from here on, ``until`` the row with that field and id.

        Raises ``NoSuchPlace``.
        """
        return self.keyset.page(self.matching(user), after=self.key, until=until)

    def driver(self, user: User) -> CommentQuerySet:
        """Return rows that an index has in the order of the list, from here on, of which it keeps some or all."""
        filters, keyset = self.filters, self.keyset
        is_by_time = keyset.field == "submitted_at"
        rows = Comment.objects.all() if filters.story and is_by_time else self.listed(user)
        if filters.story and (is_by_time or self.is_queue):
            rows = rows.for_article(int(filters.story))
        return keyset.page(filters.sent(rows) if is_by_time else rows, after=self.key)

    def is_sifted(self, user: User) -> bool:
        """Whether rows have to be looked at that are not shown: no index has just what is asked for."""
        filters, is_by_time = self.filters, self.keyset.field == "submitted_at"
        if filters.like:
            return False
        looked_into = filters.section or filters.rule or filters.language or filters.name or filters.q
        story = filters.story and not (self.is_queue and not is_by_time)
        sent = (filters.older or filters.newer) and not is_by_time
        return bool(looked_into or story or sent or scope.of(user).is_limited)

    def behind(self, row: Mapping[str, Any]) -> "Place":
        """Return the place that begins after a row."""
        value = row[self.keyset.field]
        first = value if self.keyset.field in NUMBERED else (value - EPOCH) // MICROSECOND
        return replace(self, after=f"{first},{row['pk']}")

    @property
    def key(self) -> tuple[Any, int] | None:
        """The row after which the page begins, by its field and id; None for the first page."""
        if not self.after:
            return None
        first, pk = map(int, self.after.split(","))
        return (first if self.keyset.field in NUMBERED else EPOCH + first * MICROSECOND), pk

    def names(self, user: User) -> Names:
        """Look up what the filters name. Raises ``NoSuchPlace``."""
        return self.filters.names(scope.of(user))

    def heading(self, names: Names) -> str:
        """Return the list and its filters in words."""
        return ", ".join([HEADINGS[self.view], *self.filters.said(names)])
