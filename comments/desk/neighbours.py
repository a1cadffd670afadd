"""Neighbours: what stands around a comment: above it, before it and in answer to it, with what may be done to each."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left
from django.urls import reverse
from django.utils.text import Truncator

from comments.capped import COUNT_CAP, CappedCount, capped
from comments.desk import severity, telling
from comments.desk.card import ERASED_NAME
from comments.models import Comment
from comments.querysets import CommentQuerySet
from comments.words import DECISIONS, Action, Status

MOST_SHOWN = 6
MOST_ABOVE = 2  # besides what is answered
SHOWN = 240  # characters of a text: two or three sentences
REFUSED = frozenset({Status.REJECTED, Status.SPAM, Status.TRASH})
STATES = {
    Status.PENDING: "held",
    Status.APPROVED: "published",
    Status.REJECTED: "rejected",
    Status.SPAM: "spam",
    Status.TRASH: "in the trash",
}
COLUMNS = ("pk", "parent_id", "seq", "name", "status", "submitted_at", "findings", "short")
Row = dict[str, Any]
# Where a comment stands, as seen from the one on the card.
ABOVE, BEFORE, ANSWER = "further up", "before it", "in answer to it"


@dataclass(frozen=True)
class Neighbour:
    """A comment beside the one on the card; ``cover`` says why its text is covered, "" where it is not."""

    pk: int
    seq: int
    name: str
    when: str
    state: str
    where: str
    text: str
    cover: str
    offers: frozenset[str]

    @property
    def url(self) -> str:
        """Where its own card is."""
        return reverse("desk:card", args=[self.pk])


@dataclass(frozen=True)
class Numbers:
    """How many comments a story has that readers see, and how many that wait; each as it is written."""

    published: str
    held: str


def around(comment: Comment, *, covers: bool, now: dt.datetime) -> list[Neighbour]:
    """Return up to ``MOST_SHOWN`` comments that stand nearest, besides what is answered, in the thread's order.

    ``covers`` tells whether abuse is covered. One query.
    """
    rows = list(near(comment).annotate(short=Left("text", SHOWN + 1)).values(*COLUMNS))
    return [_neighbour(row, where, covers=covers, now=now) for where, row in _nearest(rows, comment)]


def answered(comment: Comment, *, covers: bool, now: dt.datetime) -> Neighbour | None:
    """Return what a comment answers, from the row that was loaded with it; None for a comment that answers nothing."""
    if comment.parent is None:
        return None
    row = {name: getattr(comment.parent, name) for name in COLUMNS if name != "short"}
    return _neighbour({**row, "short": comment.parent.text}, "", covers=covers, now=now)


def numbers(article_id: int) -> Numbers:
    """Count a story's comments, up to a cap; one query."""
    counted = [Comment.objects.public(), Comment.objects.pending()]
    ids = [each.for_article(article_id).order_by().values("pk")[: COUNT_CAP + 1] for each in counted]
    found = Comment.objects.order_by("pk").values_list(*map(CappedCount, ids))[:1]
    return Numbers(*map(capped, next(iter(found), (0, 0))))


def near(comment: Comment) -> CommentQuerySet:
    """Return all that may be shown; each part of it is cut, so that no thread makes it slow."""
    answers = Comment.objects.filter(parent=comment.pk).order_by("pk")
    if comment.parent is None:
        # Of the topmost, those that readers see stand next to each other in an index.
        tops = Comment.objects.public().for_article(comment.article_id).filter(depth=1)
        return _any_of(tops.filter(position__lt=comment.position).order_by("-position", "-id"), answers)
    siblings = Comment.objects.filter(parent=comment.parent_id, pk__lt=comment.pk).order_by("-pk")
    above = comment.parent.parent_id
    if above is None:
        return _any_of(siblings, answers)
    return _any_of(siblings, answers, Comment.objects.filter(pk=above), Comment.objects.filter(answers=above))


def _any_of(*parts: CommentQuerySet) -> CommentQuerySet:
    """Join parts by their ids: an index finds each, where one condition with OR would read the table."""
    ids = [Comment.objects.filter(pk__in=part.values("pk")[:MOST_SHOWN]).values("pk") for part in parts]
    return Comment.objects.filter(pk__in=ids[0].union(*ids[1:], all=True)).order_by("position", "id")


def _nearest(rows: Sequence[Row], comment: Comment) -> Iterator[tuple[str, Row]]:
    """Choose the nearest of what was read: what is above first, then answers and what stands before, in turn."""
    parts: dict[str, list[Row]] = {ABOVE: [], BEFORE: [], ANSWER: []}
    for row in rows:
        parts[_where(row, comment)].append(row)
    above = parts[ABOVE][-MOST_ABOVE:]
    room = MOST_SHOWN - len(above)
    answers = parts[ANSWER][: max(room // 2, room - len(parts[BEFORE]))]
    before = parts[BEFORE][-(room - len(answers)) :]
    for where, chosen in ((ABOVE, above), (BEFORE, before), (ANSWER, answers)):
        yield from ((where, row) for row in chosen)


def _where(row: Row, comment: Comment) -> str:
    if row["parent_id"] == comment.pk:
        return ANSWER
    return BEFORE if row["parent_id"] == comment.parent_id else ABOVE


def _neighbour(row: Row, where: str, *, covers: bool, now: dt.datetime) -> Neighbour:
    status, text = row["status"], row["short"]
    return Neighbour(
        pk=row["pk"],
        seq=row["seq"],
        name=row["name"] or ERASED_NAME,
        when=telling.date(row["submitted_at"], now),
        state=STATES[status],
        where=where,
        text=Truncator(" ".join(text.split())).chars(SHOWN),
        cover=_cover(row) if covers else "",
        offers=frozenset(action for action, to in DECISIONS.items() if to != status and text) - {Action.KEEP},
    )


def _cover(row: Row) -> str:
    """Return why a comment's text is covered: what is severe about it, or that it was refused."""
    return severity.covered_for(row["findings"]) or (
        STATES[row["status"]] if row["status"] in REFUSED else ""
    )
