"""Listed: many whole numbers as one parameter of a statement, for Django takes long to check a thousand."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression
from django.db.models.sql.compiler import SQLCompiler


class Listed(Expression):
    """These numbers as the rows of a table, behind ``__in``; the databases look each up in an index, as of a list."""

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.numbers = list(numbers)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the table as PostgreSQL makes one out of an array."""
        return "(SELECT unnest(%s::bigint[]))", (self.numbers,)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the table as SQLite makes one out of JSON."""
        return "(SELECT value FROM json_each(%s))", (json.dumps(self.numbers),)
