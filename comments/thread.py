"""Thread: the public comments under a story, cut into pages and set as a flat list that nests when drawn."""

from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.urls import reverse

from articles.models import Article
from articles.remembered import Remembered
from comments import fragments
from comments.models import Comment
from comments.models.comment import MAX_DEPTH
from comments.position import SEGMENT, ancestors
from comments.querysets import ThreadPlace

TOPS_A_PAGE = 50
COMMENTS_A_PAGE = 500
# Above a thread there is room for what everybody has to read, and for no second thread.
MOST_PINNED = 3
# Of threads that are remembered: some fifty stories with two hundred comments each, as text and as what is made of it.
MOST_BYTES = 16 * 1024 * 1024


@dataclass(slots=True)
class Row:
    """One place in the thread: a comment, or what is left of one that is not public any more.

    What is left has no ``fragment``, and an ``id`` only where an answer tells it. ``to`` is the name of whoever
    is answered. ``closes`` says how many lists of answers end after this row.
    """

    id: int | None
    depth: int
    fragment: str = ""
    to: str = ""
    has_replies: bool = False
    closes: range = range(0)


@dataclass(frozen=True)
class Thread:
    """One page of a thread; ``total`` counts all public comments of the story.

    ``pinned`` are those that editors have put above it; they stand in their places too, and on the first page alone.
    """

    rows: list[Row]
    total: int
    pinned: tuple[Row, ...] = ()
    number: int = 1
    previous_url: str = ""
    next_url: str = ""
    lists: dict[tuple[str, bool], bytes] = field(default_factory=dict, compare=False, repr=False)

    def joined(self, story_url: str, *, takes_replies: bool) -> bytes:
        """Return its comments as one piece of HTML, made once for each way to ask; nothing for none."""
        if not self.rows:
            return b""
        asked = story_url, takes_replies
        if asked not in self.lists:
            self.lists[asked] = fragments.join(self.rows, story_url, takes_replies=takes_replies).encode()
        return self.lists[asked]

    def joined_pinned(self, story_url: str, *, takes_replies: bool) -> str:
        """Return what is pinned above it as one piece of HTML; "" for nothing."""
        if not self.pinned:
            return ""
        return fragments.join_pinned(self.pinned, story_url, takes_replies=takes_replies)


first_pages = Remembered[Thread](MOST_BYTES)


class NoSuchPage(LookupError):
    """The thread has no page of that number."""


def load(article: Article, number: int = 1) -> Thread:
    """Return a page of a story's thread, counted from 1. Raises ``NoSuchPage``.

    The first page is one query; one more while fragments are stale, and one where something is pinned further on; none
    where this process has read it since the story last changed: whatever changes its thread moves ``changed_at`` in the
    same transaction (``pages.expire``).
    """
    if number != 1:
        return _read(article, number)
    key = article.pk, article.changed_at, fragments.version()
    return first_pages.get(key, partial(_read, article, number), _weight)


def _weight(thread: Thread) -> int:
    """Return what a thread takes in memory: its comments, and once more what they are joined to."""
    return 2 * sum(len(row.fragment) for row in thread.rows) + 1000


def _read(article: Article, number: int) -> Thread:
    start = _start_of(article, number) if number != 1 else ""
    window = Comment.objects.thread_from(article.pk, start, COMMENTS_A_PAGE + 1)
    length = _page_length([place.position for place in window])
    shown, is_last = window[:length], length == len(window)
    above = _above(article, shown) if start else []
    return Thread(
        rows=_rows([*above, *shown]),
        total=window[0].total if window else 0,
        pinned=_pinned(article, window) if number == 1 else (),
        number=number,
        previous_url=page_url(article, number - 1) if number > 1 else "",
        next_url="" if is_last else page_url(article, number + 1),
    )


def page_url(article: Article, number: int) -> str:
    """Return the address of a page of the thread; the first stands under the story."""
    if number == 1:
        return article.get_absolute_url()
    day = article.dated
    return reverse("comments:page", args=[day.year, day.month, day.day, article.slug, number])


def page_of(comment: Comment, article: Article) -> int:
    """Return the number of the page on which a public comment stands."""
    return bisect_right(_starts(article), comment.position)


def _start_of(article: Article, number: int) -> str:
    starts = _starts(article)
    if not 1 <= number <= len(starts):
        raise NoSuchPage(number)
    return starts[number - 1]


def _starts(article: Article) -> list[str]:
    """Return the place at which each page begins, from the places of all public comments."""
    public = Comment.objects.public().for_article(article.pk).in_thread_order()
    positions = list(public.values_list("position", flat=True))
    starts, at = [], 0
    while at < len(positions):
        starts.append(positions[at])
        at += _page_length(positions[at : at + COMMENTS_A_PAGE + 1])
    return starts


def _page_length(positions: Sequence[str]) -> int:
    """Return how many of these comments, in order, one page takes: whole threads, unless one alone is too long."""
    tops, whole = 0, 0
    for index, position in enumerate(positions):
        if index == 0 or position[:SEGMENT] != positions[index - 1][:SEGMENT]:
            tops += 1
            whole = index
        if tops > TOPS_A_PAGE:
            return whole
        if index == COMMENTS_A_PAGE:
            return whole or COMMENTS_A_PAGE
    return len(positions)


def _above(article: Article, shown: Sequence[ThreadPlace]) -> list[ThreadPlace]:
    """Load what the first comment answers, where a long thread goes on from the page before."""
    places = ancestors(shown[0].position) if shown else []
    if not places:
        return []
    public = Comment.objects.public().for_article(article.pk).with_total()
    return [ThreadPlace(*row) for row in public.filter(position__in=places).in_thread_order().for_thread()]


def _pinned(article: Article, window: Sequence[ThreadPlace]) -> tuple[Row, ...]:
    """Return the pinned comments of a story, without asking for them where all stand in what was read."""
    found = [place for place in window if place.pinned_at]
    if window and window[0].pinned > len(found):
        public = Comment.objects.public().for_article(article.pk).with_total().pinned()
        found = [ThreadPlace(*row) for row in public.for_thread()[:MOST_PINNED]]
    texts = _fragments(found) if found else {}
    places = sorted(found, key=lambda place: (place.pinned_at, place.id))
    return tuple(Row(place.id, place.depth, texts[place.id]) for place in places if texts[place.id])


def _rows(places: Sequence[ThreadPlace]) -> list[Row]:
    rows: list[Row] = []
    texts = _fragments(places)
    names: dict[int | None, str] = {place.id: place.name for place in places}
    drawn: set[str] = set()
    told: set[int | None] = set()
    for place in places:
        missing = place.depth > 1 and place.position[:-SEGMENT] not in drawn
        for above in ancestors(place.position) if missing else ():
            if above not in drawn:
                drawn.add(above)
                depth = len(above) // SEGMENT
                is_parent = depth == place.depth - 1
                rows.append(Row(place.parent_id if is_parent else None, depth))
                told.update({place.parent_id} if is_parent else ())
        if _answers_a_removed_neighbour(place, names, told):
            rows.append(Row(place.parent_id, MAX_DEPTH))
            told.add(place.parent_id)
        drawn.add(place.position)
        to = names.get(place.parent_id, "") if place.depth > 1 else ""
        rows.append(Row(place.id, place.depth, texts[place.id], to))
    return _nested(rows)


def _fragments(places: Sequence[ThreadPlace]) -> dict[int, str]:
    """Return each comment's fragment. A stale one is made anew; nothing is left of a comment that went meanwhile."""
    version = fragments.version()
    stale = [place.id for place in places if place.fragment_version != version]
    anew = fragments.made_anew(stale) if stale else {}
    return {place.id: place.fragment or "" for place in places} | {pk: anew.get(pk, "") for pk in stale}


def _answers_a_removed_neighbour(
    place: ThreadPlace, names: Container[int | None], told: Container[int | None]
) -> bool:
    """Whether a comment at the last depth answers one at the same depth that is not public any more."""
    return place.depth == MAX_DEPTH and place.parent_id not in names and place.parent_id not in told


def _nested(rows: list[Row]) -> list[Row]:
    depths = [row.depth for row in rows]
    for row, following in zip(rows, [*depths[1:], 1], strict=False):
        row.has_replies = following > row.depth
        row.closes = range(row.depth - following)
    return rows
