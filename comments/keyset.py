"""Key set: reads a long list page by page, each from an index, at the row with which the last page ended."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleGreaterThanOrEqual,
    TupleLessThan,
    TupleLessThanOrEqual,
)

# Whatever a field can hold.
TIMES = (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC))
NUMBERS = (0, 2**63 - 1)


@dataclass(frozen=True)
class KeySet:
    """An order by one field and, where two rows share it, by id, so that it is total.

    ``bounds`` are those of the field, between which all rows lie.

    Rows are compared as wholes, ``(field, id) > (x, y)``: both databases go straight to the place in an index, which
    they do not for ``field > x OR (field = x AND id > y)``.
    """

    field: str
    descending: bool = False
    bounds: tuple[Any, Any] = TIMES

    def page[Rows: QuerySet[Any]](
        self, rows: Rows, *, after: tuple[Any, int] | None = None, until: tuple[Any, int] | None = None
    ) -> Rows:
        """Put rows into this order, beginning after the row with that field and id, and ending with the other.

        On SQLite the field's bound stands on a side without such a row. It leaves nothing out: it leads to the index,
        which is left aside for that of another column where the rows of one status are taken for few. On a side with
        a row there must be no bound: SQLite would begin there.
        """
        low, high = ("lte", "gte") if self.descending else ("gte", "lte")
        first, last = reversed(self.bounds) if self.descending else self.bounds
        is_led = connections[rows.db].vendor == "sqlite"
        bounds = {f"{self.field}__{low}": first} if is_led and not after else {}
        bounds |= {f"{self.field}__{high}": last} if is_led and not until else {}
        rows = self._after(rows, after) if after else rows
        rows = (self._until(rows, until) if until else rows).filter(**bounds)
        sign = "-" if self.descending else ""
        return rows.order_by(f"{sign}{self.field}", f"{sign}id")

    def _after[Rows: QuerySet[Any]](self, rows: Rows, row: tuple[Any, int]) -> Rows:
        beyond = TupleLessThan if self.descending else TupleGreaterThan
        return rows.filter(beyond(self._key(), row))

    def _until[Rows: QuerySet[Any]](self, rows: Rows, row: tuple[Any, int]) -> Rows:
        up_to = TupleGreaterThanOrEqual if self.descending else TupleLessThanOrEqual
        return rows.filter(up_to(self._key(), row))

    def _key(self) -> Tuple:
        return Tuple(F(self.field), F("id"))
