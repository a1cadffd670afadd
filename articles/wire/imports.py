"""Imports: a ``WireStory`` becomes a draft, once, however often the same copy arrives."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto
from itertools import count
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify

from articles import pages, publishing
from articles.markup import clean
from articles.models import Article, Byline, Contributor, Section
from articles.wire.plain import WireStory

_LONGEST_SLUG = 120
# What another import took at the same moment (story, slug, name, section) the next attempt finds.
_LOST_RACES = 4


class Outcome(Enum):
    """What an import did."""

    DRAFTED = auto()
    DRAFTED_AND_PUBLISHED = auto()
    DRAFT_PUBLISHED = auto()
    STILL_DRAFT = auto()
    ALREADY_PUBLISHED = auto()
    WITHDRAWN = auto()


class Imported(NamedTuple):
    """The story that the copy is, and what the import did."""

    article: Article
    outcome: Outcome


class UnknownSection(Exception):
    """There is no section with that slug; the text lists those there are."""


def import_story(
    story: WireStory, *, section: str | None = None, source_url: str = "", publish: bool = False
) -> Imported:
    """Make a draft of the story in the section of that slug, by default the first one; publish it if asked.

    Copy with a key that an article has changes nothing, except that a draft is published if asked; a withdrawn
    story stays withdrawn. Raises ``UnknownSection`` and ``publishing.NotPossible``, and then has left no rows.
    """
    for _ in range(_LOST_RACES):
        with suppress(IntegrityError):
            return _import(story, section, source_url, publish)
    return _import(story, section, source_url, publish)


@transaction.atomic
def _import(story: WireStory, section: str | None, source_url: str, publish: bool) -> Imported:
    place = _section(section)
    known = Article.objects.select_for_update().filter(wire_key=story.key).first()
    if known:
        return Imported(known, _again(known, publish))
    article = _draft(story, place, source_url)
    if not publish:
        return Imported(article, Outcome.DRAFTED)
    publishing.publish(article)
    return Imported(article, Outcome.DRAFTED_AND_PUBLISHED)


def _again(article: Article, publish: bool) -> Outcome:
    """Do with a story that was imported before what is still to be done."""
    if article.status == Article.Status.WITHDRAWN:
        return Outcome.WITHDRAWN
    if article.status == Article.Status.PUBLISHED:
        return Outcome.ALREADY_PUBLISHED
    if not publish:
        return Outcome.STILL_DRAFT
    _make_room_today(article)
    publishing.publish(article)
    return Outcome.DRAFT_PUBLISHED


def _draft(story: WireStory, section: Section, source_url: str) -> Article:
    article = Article.objects.create(
        headline=story.headline,
        slug=_free_slug(slugify(story.headline) or f"story-{story.key[:8]}", timezone.localdate()),
        dateline=story.dateline,
        section=section,
        body=clean("\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)),
        source_credit=story.source_credit,
        source_url=source_url or story.source_url,
        wire_key=story.key,
    )
    contributors = dict.fromkeys(map(_contributor, story.names))
    _set_bylines(article, contributors)
    return article


def _set_bylines(article: Article, contributors: Iterable[Contributor]) -> None:
    Byline.objects.bulk_create(
        Byline(article=article, contributor=contributor, position=position)
        for position, contributor in enumerate(contributors)
    )


def _section(slug: str | None) -> Section:
    if slug is None:
        return Section.objects.first() or _first_section()
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        slugs = ", ".join(Section.objects.values_list("slug", flat=True))
        there_are = (
            f"There are: {slugs}." if slugs else "There is none yet: leave --section out and one is made."
        )
        raise UnknownSection(f"There is no section “{slug}”. {there_are}")
    return section


def _first_section() -> Section:
    pages.expire_everything()  # the navigation is on each
    return Section.objects.create(slug="news", name="News")


def _contributor(name: str) -> Contributor:
    """Find the contributor of that name, or of a name that makes the same slug, or make one."""
    slug = slugify(name)[:_LONGEST_SLUG] or f"contributor-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    known = Contributor.objects.filter(Q(slug=slug) | Q(name__iexact=name)).first()
    return known or Contributor.objects.create(name=name, slug=slug)


def _make_room_today(draft: Article) -> None:
    """Give a draft a slug that is free on its day and today, which will be its day once it is published."""
    slug = _free_slug(draft.slug, draft.dated, timezone.localdate(), besides=draft.pk)
    if slug != draft.slug:
        draft.slug = slug
        draft.save(update_fields=["slug"])


def _free_slug(wanted: str, *days: dt.date, besides: int = 0) -> str:
    """Return the slug, cut at a word's end and numbered where another story of these days has it already."""
    others = Article.objects.filter(dated__in=days).exclude(pk=besides)
    slugs = (_numbered(wanted, number) for number in count(1))
    return next(slug for slug in slugs if not others.filter(slug=slug).exists())


def _numbered(slug: str, number: int) -> str:
    suffix = f"-{number}" if number > 1 else ""
    length = _LONGEST_SLUG - len(suffix)
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug + suffix
