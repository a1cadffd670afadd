"""Queue: what the desk asks of the database."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User
from django.db import router
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from articles.models import Article
from articles.prepared import Asked, Prepared
from comments.capped import COUNT_CAP, CappedCount
from comments.desk import scope, streak
from comments.desk.place import Place, View
from comments.desk.severity import is_severe
from comments.models import Campaign, Comment, LogEntry
from comments.models.campaign import CampaignQuerySet
from comments.models.log import UNDO_TIME
from comments.querysets import CommentQuerySet
from comments.words import LOOKING, Action

ROWS_A_PAGE = 25
ENTRIES_SHOWN = 20
OPENING = 120  # characters of a text that a row of the queue may need
CAMPAIGNS = "campaigns"
# Of all campaigns, so many that grew last are looked at for comments that wait.
NEWEST_CAMPAIGNS = 200
# Rows that a page or a count looks at where no index has just what is asked for.
MOST_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Window:
    """A page of a list: its rows as plain values, and where the list goes on (None: it ends here).

    ``is_cut`` when the page ends because enough was looked at, and not because it is full.
    """

    rows: list[dict[str, Any]]
    more: Place | None
    is_cut: bool = False

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
class Count:
    """How many comments a list has: at least ``number``, and more than that if ``is_more``."""

    number: int = 0
    is_more: bool = False

    @property
    def said(self) -> str:
        """The count as it is written: "1,000+" stands for any number from there on."""
        return f"{self.number:,}{'+' if self.is_more else ''}"


@dataclass(frozen=True)
class Trace:
    """An entry with its details, its comment's name and first words, if those are abuse, and if it is the last word."""

    entry: LogEntry
    name: str
    opening: str
    is_severe: bool
    is_last: bool


@dataclass(frozen=True)
class LastDeed:
    """The last entry that somebody made, and whether it is one of many at once, which are undone together."""

    seq: int
    is_one_of_many: bool


def window(place: Place, user: User) -> Window:
    """Load a page of a list, in one query; in two where rows have to be looked at that are not shown.

    Raises ``NoSuchPlace``.
    """
    key = place.keyset
    columns = {"pk", "name", "opening", "findings", "submitted_at", "due_at", "seq", "article_id", key.field}
    columns |= {"headline"}
    story = Article.objects.filter(pk=OuterRef("article_id")).order_by()
    looked_at, end = _looked_at(place, user)
    found = looked_at.annotate(opening=Left("text", OPENING), headline=Subquery(story.values("headline")))
    if not place.is_queue:
        # What a person decided; where nobody has, what the rules did.
        entry = LogEntry.objects.filter(seq=OuterRef("standing_seq")).order_by()
        found = found.annotate(
            moved_at=Subquery(entry.values("at")),
            moved_by=Subquery(entry.values("actor")),
            moved_for=Subquery(entry.values("reason")),
        )
        columns |= {"moved_at", "moved_by", "moved_for"}
    rows = list(found.values(*sorted(columns))[: ROWS_A_PAGE + 1])
    shown = rows[:ROWS_A_PAGE]
    parted = streak.broken(shown) if place.is_queue else shown
    if len(rows) > len(shown):
        return Window(parted, place.behind(shown[-1]))
    return Window(parted, place.behind(end) if end else None, is_cut=bool(end))


def matching(place: Place, user: User) -> tuple[CommentQuerySet, Count]:
    """Return what a list holds, in its order, and its number, as far as a page of it looks.

    The number is exact where it is not said to be more. Raises ``NoSuchPlace``.
    """
    found, end = _looked_at(place, user)
    return found, _capped(found[: COUNT_CAP + 1].count(), is_more=end is not None)


def _looked_at(place: Place, user: User) -> tuple[CommentQuerySet, dict[str, Any] | None]:
    """Return what a list holds of the rows that are looked at, and the last of these if there are more."""
    end = _horizon(place, user)
    return place.comments(user, (end[place.keyset.field], end["pk"]) if end else None), end


def _horizon(place: Place, user: User) -> dict[str, Any] | None:
    """Return the last row that a page looks at; None where there is no need for such, or the list ends before."""
    if not place.is_sifted(user):
        return None
    rows = place.driver(user).values("pk", place.keyset.field)
    return next(iter(rows[MOST_LOOKED_AT - 1 : MOST_LOOKED_AT]), None)


def counts(user: User) -> dict[str, Count]:
    """Return how many comments each list has for a moderator, and how many ``CAMPAIGNS`` wait, capped, in one query.

    For whoever is limited to some sections the first rows of each list are looked at, and no others.
    """
    within = scope.of(user)
    lists = [Place(view).driver(user).values("pk") for view in View]
    names, campaigns = [*View, CAMPAIGNS], waiting_campaigns(user).order_by().values("pk")
    if not within.is_limited:
        numbers = _counted([*(rows.order_by()[: COUNT_CAP + 1] for rows in lists), campaigns])
        return {name: _capped(number) for name, number in zip(names, numbers, strict=False)}
    own = [within.keep(Comment.objects.filter(pk__in=rows[:MOST_LOOKED_AT])) for rows in lists]
    numbers = _counted([*(rows.order_by().values("pk")[: COUNT_CAP + 1] for rows in own), campaigns])
    lengths = _counted([rows.order_by()[: MOST_LOOKED_AT + 1] for rows in lists])
    return {
        name: _capped(number, is_more=length > MOST_LOOKED_AT)
        for name, number, length in zip(names, numbers, [*lengths, 0], strict=False)
    }


def held(user: User, now: dt.datetime) -> tuple[Count, Count]:
    """Return how many comments wait for this moderator's decision, and how many of them past their time; capped."""
    pending = Comment.objects.pending().next_due()
    return _count(pending, user), _count(pending.filter(due_at__lt=now), user)


def _count(rows: CommentQuerySet, user: User) -> Count:
    """Count comments that stand in the order of an index; for whoever is limited, among the first of them."""
    within = scope.of(user)
    if not within.is_limited:
        return _capped(rows.capped_count())
    own = within.keep(Comment.objects.filter(pk__in=rows.values("pk")[:MOST_LOOKED_AT])).capped_count()
    return _capped(own, is_more=rows.order_by()[: MOST_LOOKED_AT + 1].count() > MOST_LOOKED_AT)


def waiting_campaigns(user: User) -> CampaignQuerySet:
    """Return those of the newest campaigns of which something waits that this moderator sees, the last grown first."""
    newest = Campaign.objects.order_by("-last_at", "-pk").values("pk")[:NEWEST_CAMPAIGNS]
    waiting = scope.of(user).keep(Comment.objects.pending().in_campaign(OuterRef("pk")))
    return Campaign.objects.filter(Exists(waiting), pk__in=newest).order_by("-last_at", "-pk")


def _counted(lists: list[QuerySet[Any, Any]]) -> tuple[int, ...]:
    """Count the rows of some lists, each of which has a limit, in one query; nothing when there is no comment."""
    found = Comment.objects.order_by("pk").values_list(*map(CappedCount, lists))[:1]
    return next(iter(found), ())


def _capped(number: int, *, is_more: bool = False) -> Count:
    return Count(min(number, COUNT_CAP), is_more or number > COUNT_CAP)


def card(pk: int, user: User) -> Comment | None:
    """Load what a card shows of a comment, in one query; None where this moderator has no such comment."""
    comment = Comment.objects.for_desk().filter(pk=pk).first()
    return comment if comment and scope.of(user).covers(comment.article.section_id) else None


def text_of(pk: int, user: User) -> str | None:
    """Return a comment's text, "" once it is erased; None where this moderator has no such comment."""
    for text, section in _text(router.db_for_read(Comment)).rows_as_stored(pk=pk):
        return str(text) if scope.of(user).covers(section) else None
    return None


@lru_cache
def _text(alias: str) -> Prepared:
    one = Comment.objects.using(alias).filter(pk=Asked("pk", BigIntegerField())).order_by()
    return Prepared(one.values_list("text", "article__section_id"))


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
            found=Subquery(about.values("findings")),
            last_seq=Subquery(about.values("seq")),
        )
        .order_by("-seq")[:ENTRIES_SHOWN]
    )
    return [
        Trace(entry, entry.name, entry.opening, is_severe(entry.found or ()), entry.last_seq == entry.seq)
        for entry in found
    ]


def last_deed(user: User, now: dt.datetime) -> LastDeed | None:
    """Return what this moderator did last, as long as it can be undone; in one query, from an index.

    What they took back since is passed over, and so is that they did: what they did before it may have its minute yet.
    """
    about = LogEntry.objects.filter(comment_id=OuterRef("comment_id"), seq__gt=OuterRef("seq"))
    taken_back = about.filter(action=Action.UNDO, actor_id=user.pk).order_by()
    lately = LogEntry.objects.filter(~Exists(taken_back), actor_id=user.pk, at__gte=now - UNDO_TIME)
    deeds = lately.exclude(action__in={*LOOKING, Action.UNDO}).order_by("-at", "-seq")
    last = list(deeds.values_list("seq", "at")[:2])
    if not last:
        return None
    return LastDeed(last[0][0], is_one_of_many=len({at for _, at in last}) < len(last))


def waits(pk: int) -> bool:
    """Tell whether a comment stands in a list of what somebody has to see to."""
    return Comment.objects.waiting().filter(pk=pk).exists()


def is_held(pk: int) -> bool:
    """Tell whether a comment still waits for a decision."""
    return Comment.objects.pending().filter(pk=pk).exists()
