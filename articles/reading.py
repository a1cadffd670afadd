"""Reading: what each page asks the database for, in statements that are written once."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import router
from django.db.models import FETCH_RAISE, BigIntegerField, CharField, DateField, DateTimeField
from django.utils import timezone

from articles.models import Article, Correction, Image, Section
from articles.prepared import Asked, Prepared, Rows, each_of, each_value, made, names
from articles.querysets import ArticleQuerySet

ARTICLE, SECTION, IMAGE = names(Article), names(Section, "section__"), names(Image, "lead_image__")
# Where the values of each end in a story's row; its byline's are the last.
ARTICLE_ENDS = len(ARTICLE)
SECTION_ENDS = ARTICLE_ENDS + len(SECTION)
IMAGE_ENDS = SECTION_ENDS + len(IMAGE)
CHANGED_AT = ARTICLE.index("changed_at")
# What an address is made of, in the order of the models' fields.
ADDRESS = [name for name in ARTICLE if name in {"id", "dated", "slug", "section_id"}]
SECTION_ADDRESS = [name for name in names(Section) if name in {"id", "slug"}]


def story(day: dt.date, slug: str) -> Article | None:
    """Return the story that readers reach at an address, with all that ``for_page()`` brings; None for no story."""
    alias = router.db_for_read(Article)
    statement = _story(alias)
    for stored in statement.rows_as_stored(now=timezone.now(), day=day, slug=slug):
        row = statement.converted(stored)
        article = made(Article, alias, row[:ARTICLE_ENDS])
        article.section = made(Section, alias, row[ARTICLE_ENDS:SECTION_ENDS])
        if article.lead_image_id is not None:
            article.lead_image = made(Image, alias, row[SECTION_ENDS:IMAGE_ENDS])
        article.byline_records = row[IMAGE_ENDS]
        article.read_as = stored[:CHANGED_AT] + stored[CHANGED_AT + 1 :]
        return article
    return None


def number(day: dt.date, slug: str) -> int | None:
    """Return the number of the story that readers reach at an address, and nothing else of it; None for no story."""
    rows = _number(router.db_for_read(Article)).rows_as_stored(now=timezone.now(), day=day, slug=slug)
    return rows[0][0] if rows else None


def numbered(pk: int) -> Article | None:
    """Return the story with that number as it is now, with nothing around it; None for no story."""
    alias = router.db_for_read(Article)
    rows = _numbered(alias).rows(pk=pk)
    return made(Article, alias, rows[0]) if rows else None


def last_change() -> dt.datetime | None:
    """Return when any page of any story last changed; None when there is no story."""
    rows = _last_change(router.db_for_write(Article)).rows()
    return rows[0][0] if rows else None


def addressed(ids: Collection[int]) -> list[Article]:
    """Return which of these stories are no drafts, with what their addresses and their sections' are made of."""
    alias = router.db_for_write(Article)
    return [_addressed_by(alias, row) for row in _addresses(alias, len(ids)).rows(**each_value("story", ids))]


def corrections(article: Article) -> Rows[Correction]:
    """Return a story's corrections, the oldest first."""
    return Rows(Correction, _corrections(router.db_for_read(Correction)), article=article.pk)


def sections() -> Rows[Section]:
    """Return the sections in the order of the navigation."""
    return Rows(Section, _sections(router.db_for_read(Section)))


@lru_cache
def _story(alias: str) -> Prepared:
    stories = _at_address(alias).with_byline()
    return Prepared(stories.values_list(*ARTICLE, *SECTION, *IMAGE, "byline_records"))


@lru_cache
def _number(alias: str) -> Prepared:
    return Prepared(_at_address(alias).values_list("pk"))


def _at_address(alias: str) -> ArticleQuerySet:
    now, day, slug = Asked("now", DateTimeField()), Asked("day", DateField()), Asked("slug", CharField())
    return Article.objects.using(alias).reachable(now).at_address(day, slug).order_by()


@lru_cache
def _numbered(alias: str) -> Prepared:
    one = Article.objects.using(alias).filter(pk=Asked("pk", BigIntegerField())).order_by()
    return Prepared(one.values_list(*ARTICLE))


@lru_cache
def _last_change(alias: str) -> Prepared:
    newest_first = Article.objects.using(alias).order_by("-changed_at", "-id")
    return Prepared(newest_first.values_list("changed_at")[:1])


@lru_cache
def _addresses(alias: str, stories: int) -> Prepared:
    ids = each_of("story", stories, BigIntegerField())
    found = Article.objects.using(alias).with_ids(ids).past_drafts().order_by()
    return Prepared(found.values_list(*ADDRESS, *(f"section__{name}" for name in SECTION_ADDRESS)))


def _addressed_by(alias: str, row: Sequence[Any]) -> Article:
    own, sections = row[: len(ADDRESS)], row[len(ADDRESS) :]
    article = Article.from_db(alias, ADDRESS, own, fetch_mode=FETCH_RAISE)
    article.section = Section.from_db(alias, SECTION_ADDRESS, sections, fetch_mode=FETCH_RAISE)
    return article


@lru_cache
def _corrections(alias: str) -> Prepared:
    under = Correction.objects.using(alias).filter(article_id=Asked("article", BigIntegerField()))
    return Prepared(under.order_by("corrected_at", "id").values_list(*names(Correction)))


@lru_cache
def _sections(alias: str) -> Prepared:
    in_order = Section.objects.using(alias).order_by("position", "name", "id")
    return Prepared(in_order.values_list(*names(Section)))
