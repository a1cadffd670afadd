"""Querysets of stories: the only spelling of what a reader may see, and in which order."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import CharField, F, Max, OuterRef, StringAgg, Subquery, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.db.models.functions import Cast, Concat

if TYPE_CHECKING:
    from articles.models import Article, Section

# ASCII's own separators of records and of units: they stand in no name.
RECORD, UNIT = "\x1e", "\x1f"


def names_in_order(records: str | None) -> list[str]:
    """Return the names out of ``byline_records``, in the order in which they are printed."""
    units = [record.split(UNIT) for record in (records or "").split(RECORD) if record.strip(UNIT)]
    return [name for _, _, name in sorted((int(place), int(pk), name) for place, pk, name in units)]


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories; each method is one sentence about them."""

    def published(self) -> Self:
        """Keep the stories that readers can see."""
        return self.filter(status="published")

    def reachable(self) -> Self:
        """Keep what has a public address: published stories, and withdrawn ones, which answer 410."""
        return self.filter(status__in=["published", "withdrawn"])

    def in_section(self, section: "Section") -> Self:
        """Keep the stories of one section."""
        return self.filter(section=section)

    def at_address(self, day: dt.date, slug: str) -> Self:
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
        """Annotate ``byline_records``, which ``names_in_order`` reads; only for the rows that are returned.

        Each record carries its place, for SQLite orders an aggregate only since 3.44.
        """
        bylines = self.model._meta.get_field("bylines").related_model._default_manager
        place, pk = Cast("position", CharField()), Cast("pk", CharField())
        record = Concat(place, Value(UNIT), pk, Value(UNIT), "contributor__name", output_field=CharField())
        joined = StringAgg(record, delimiter=Value(RECORD))
        of_this = bylines.filter(article=OuterRef("pk")).order_by().values("article").annotate(joined=joined)
        return self.annotate(byline_records=Subquery(of_this.values("joined")))

    def last_change(self) -> dt.datetime | None:
        """Return when any page of these stories last changed; None when there is no story."""
        newest: dt.datetime | None = self.aggregate(newest=Max("changed_at"))["newest"]
        return newest
