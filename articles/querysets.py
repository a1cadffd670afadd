"""Querysets of stories: the only spelling of what a reader may see, and in which order."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Max, Q, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

    from articles.models import Article, Section
    from articles.prepared import Asked

# ASCII's own separators of records and of units: they stand in no name.
RECORD, UNIT = "\x1e", "\x1f"


def names_in_order(records: str | None) -> list[str]:
    """Return the names out of ``byline_records``, in the order in which they are printed."""
    units = [record.split(UNIT) for record in (records or "").split(RECORD) if record.strip(UNIT)]
    return [name for _, _, name in sorted((int(place), int(pk), name) for place, pk, name in units)]


class BylineRecords(Func):
    """A story's names, each in a record with its place and its number: SQLite orders an aggregate only since 3.44.

    Every page asks for it, and as a subquery of models it takes Django ten times as long to write as to run.
    """

    template = (
        "(SELECT %(function)s(b.position || %(character)s(31) || b.id || %(character)s(31) || c.name,"
        " %(character)s(30)) FROM articles_byline b JOIN articles_contributor c ON c.id = b.contributor_id"
        " WHERE b.article_id = %(expressions)s)"
    )
    function = "STRING_AGG"
    output_field = CharField()

    def as_sqlite(self, compiler: "SQLCompiler", connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Name the functions as SQLite does."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", character="CHAR", **extra)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories; each method is one sentence about them."""

    def published(self) -> Self:
        """Keep the stories that readers can see: those that are published and whose time has come.

        It leaves out instead of comparing downwards: SQLite would take such a comparison for the place to begin
        reading at, in the stead of ``older_than``'s, and read all that lies between.
        """
        return self.filter(status="published").exclude(published_at__gt=timezone.now())

    def scheduled(self) -> Self:
        """Keep the stories that readers will see by themselves when their time comes."""
        return self.filter(status="published", published_at__gt=timezone.now())

    def with_ids(self, ids: "Collection[int | Asked]") -> Self:
        """Keep the stories with these ids."""
        return self.filter(pk__in=ids)

    def past_drafts(self) -> Self:
        """Keep what readers see, have seen, or will see by itself: all but drafts."""
        return self.exclude(status="draft")

    def reachable(self, now: "Asked | None" = None) -> Self:
        """Keep what has a public address now: published stories, and withdrawn ones, which answer 410."""
        has_come = Q(published_at__lte=now or timezone.now())
        return self.filter(Q(status="withdrawn") | Q(status="published") & has_come)

    def next_publication(self) -> dt.datetime | None:
        """Return when the next of these stories appears by itself; None when none is scheduled.

        Whoever keeps what it shows until then asks this before it asks for ``published()``: a story whose
        time comes between the two is then shown and told of, and never missed by both.
        """
        soonest_first = self.scheduled().order_by("published_at", "id")
        return soonest_first.values_list("published_at", flat=True).first()

    def in_section(self, section: "Section") -> Self:
        """Keep the stories of one section."""
        return self.filter(section=section)

    def at_address(self, day: "dt.date | Asked", slug: "str | Asked") -> Self:
        """Keep the story of that day with that slug."""
        return self.filter(dated=day, slug=slug)

    def newest_first(self) -> Self:
        """Order by publication, the newest first; ties by id, so that the order is total."""
        return self.order_by("-published_at", "-id")

    def older_than(self, published_at: dt.datetime, pk: int) -> Self:
        """Keep what comes after that story in ``newest_first`` (key set by row values)."""
        return self.filter(TupleLessThan(Tuple(F("published_at"), F("id")), (published_at, pk)))

    def for_page(self) -> Self:
        """Bring along all that a page or a teaser shows of a story, in the same query."""
        return self.select_related("section", "lead_image").with_byline()

    def with_byline(self) -> Self:
        """Annotate ``byline_records``, which ``names_in_order`` reads; only for the rows that are returned."""
        return self.annotate(byline_records=BylineRecords("pk", character="CHR"))

    def last_change(self) -> dt.datetime | None:
        """Return when any page of these stories last changed; None when there is no story."""
        newest: dt.datetime | None = self.aggregate(newest=Max("changed_at"))["newest"]
        return newest
