"""Key set: reads a long list page by page, each from an index, at the row with which the last page ended."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleGreaterThanOrEqual,
    TupleLessThan,
    TupleLessThanOrEqual,
)


@dataclass(frozen=True)
class KeySet:
    """An order by one field and, where two rows share it, by id, so that it is total.

    Rows are compared as wholes, ``(field, id) > (x, y)``: both databases go straight to the place in an index, which
    they do not for ``field > x OR (field = x AND id > y)``.
    """

    field: str
    descending: bool = False

    def order[Rows: QuerySet[Any]](self, rows: Rows) -> Rows:
        """Put rows into this order."""
        sign = "-" if self.descending else ""
        return rows.order_by(f"{sign}{self.field}", f"{sign}id")

    def after[Rows: QuerySet[Any]](self, rows: Rows, row: tuple[Any, int]) -> Rows:
        """Keep what comes after the row with that field and id."""
        beyond = TupleLessThan if self.descending else TupleGreaterThan
        return rows.filter(beyond(self._key(), row))

    def until[Rows: QuerySet[Any]](self, rows: Rows, row: tuple[Any, int]) -> Rows:
        """Keep what comes up to the row with that field and id, and the row itself."""
        up_to = TupleGreaterThanOrEqual if self.descending else TupleLessThanOrEqual
        return rows.filter(up_to(self._key(), row))

    def _key(self) -> Tuple:
        return Tuple(F(self.field), F("id"))
