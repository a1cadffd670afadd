"""Openness: how a story takes comments at a moment, out of what the site, its section and the story itself say."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import router
from django.db.models import BigIntegerField, Field, QuerySet, Subquery
from django.utils import timezone

from articles.models import Article
from articles.prepared import Asked, Prepared
from comments.hours import Hours
from comments.models import SitePolicy
from comments.words import TAKING_NONE, Mode, Risk

ALWAYS = Hours()


class Notice(NamedTuple):
    """What readers are told where nobody can comment."""

    title: str
    text: str


PAUSED = "Replies are paused"
PAUSED_TEXT = "Nobody can reply to any story just now. What was said stays here."
NOTICES = {
    Mode.CLOSED: Notice("This thread is closed", "Nobody can add to it any more. What was said stays here."),
    Mode.LEGAL_HOLD: Notice(
        "This thread is closed", "Nobody can add to it, for legal reasons. What was said stays here."
    ),
}


class Said(NamedTuple):
    """What editors have set: None where nobody has."""

    mode: str | None = None
    risk: str | None = None
    risk_until: dt.datetime | None = None
    days: int | None = None
    section_mode: str | None = None
    section_hours: str | None = None
    section_days: int | None = None
    stopped: bool | None = None
    message: str | None = None
    site_days: int | None = None


@dataclass(frozen=True)
class Openness:
    """How a story takes comments; ``until`` is when that changes by itself, None when it does not."""

    mode: Mode = Mode.PREMODERATED
    risk: Risk = Risk.ORDINARY
    hours: Hours = ALWAYS
    is_published: bool = True
    is_stopped: bool = False
    message: str = ""
    until: dt.datetime | None = None

    @property
    def takes_comments(self) -> bool:
        """Whether a reader may leave a comment."""
        return self.is_published and not self.is_stopped and self.mode not in TAKING_NONE

    @property
    def reads_first(self) -> bool:
        """Whether every comment is read before it appears."""
        return self.mode is Mode.PREMODERATED or self.risk is Risk.HIGH

    @property
    def notice(self) -> Notice:
        """What readers are told where ``takes_comments`` is not so."""
        if self.is_stopped:
            return Notice(PAUSED, self.message or PAUSED_TEXT)
        return NOTICES.get(self.mode, NOTICES[Mode.CLOSED])

    @property
    def zone(self) -> str:
        """The time zone that the hours are in."""
        return settings.TIME_ZONE


def of(article: Article, at: dt.datetime | None = None) -> Openness:
    """Return how a story takes comments at a moment, by default now; one query."""
    return effective(article, said(article), at or timezone.now())


def said(article: Article) -> Said:
    """Return what editors have set for a story, its section and the site; one query."""
    rows = _said_of_one(router.db_for_read(Article)).rows(article=article.pk)
    return Said(*rows[0]) if rows else Said()


def of_each(articles: Collection[Article]) -> dict[int, Openness]:
    """Return how each of these stories takes comments now, in one query."""
    now = timezone.now()
    found = _said(Article.objects.filter(pk__in=[article.pk for article in articles]), "pk")
    said = {pk: Said(*row) for pk, *row in found}
    return {article.pk: effective(article, said.get(article.pk, Said()), now) for article in articles}


def effective(article: Article, said: Said, at: dt.datetime) -> Openness:
    """Return what counts of all that was said.

    A stop of the whole site comes before a legal hold, that before the story's own mode, then the story's
    ``comments_policy`` where it is not the default, then the section's mode. Last come the days after which a story
    closes: the story's own number, or its section's, or the site's.
    """
    mode, closes_at = _mode(article.comments_policy, said), _closes_at(article, said)
    closed = closes_at is not None and closes_at <= at and mode not in TAKING_NONE
    risk_is_over = said.risk_until is not None and said.risk_until <= at
    ends = (closes_at, said.risk_until if said.risk else None)
    return Openness(
        mode=Mode.CLOSED if closed else mode,
        risk=Risk.ORDINARY if risk_is_over else Risk(said.risk or ""),
        hours=_read(said.section_hours) if said.section_hours else ALWAYS,
        is_published=article.is_published,
        is_stopped=bool(said.stopped),
        message=said.message or "",
        until=min((end for end in ends if end is not None and end > at), default=None),
    )


@lru_cache
def _read(hours: str) -> Hours:
    return Hours.read(hours)


def _mode(policy: str, said: Said) -> Mode:
    if Mode.LEGAL_HOLD in (said.mode, said.section_mode):
        return Mode.LEGAL_HOLD
    own = policy if policy != Article.CommentsPolicy.PREMODERATED else ""
    return Mode(said.mode or own or said.section_mode or Mode.PREMODERATED)


def _closes_at(article: Article, said: Said) -> dt.datetime | None:
    numbers = (said.days, said.section_days, said.site_days)
    days = next((number for number in numbers if number is not None), 0)
    return article.published_at + dt.timedelta(days) if days and article.published_at else None


def _said(stories: QuerySet[Article], *further: str) -> QuerySet[Article, tuple[Any, ...]]:
    """Read ``Said`` of stories; the site's one row is read by subqueries, which need no row to be there."""
    site = {
        name: Subquery(SitePolicy.objects.values(name)[:1])
        for name in ("stopped", "message", "closes_after_days")
    }
    story = [f"comment_policy__{name}" for name in ("mode", "risk", "risk_until", "closes_after_days")]
    section = [f"section__comment_policy__{name}" for name in ("mode", "hours", "closes_after_days")]
    columns = {f"site_{name}": value for name, value in site.items()}
    return stories.order_by().annotate(**columns).values_list(*further, *story, *section, *columns)


@lru_cache
def _said_of_one(alias: str) -> Prepared:
    asked: Field[Any, Any] = BigIntegerField()
    return Prepared(_said(Article.objects.using(alias).filter(pk=Asked("article", asked))))
