"""Listed: many whole numbers as one parameter of a statement, for Django takes long to check a thousand."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression
from django.db.models.sql.compiler import SQLCompiler

from articles.prepared import Asked

ON_POSTGRESQL = "(SELECT unnest(%s::bigint[]))"
ON_SQLITE = "(SELECT value FROM json_each(%s))"


class Listed(Expression):
    """These numbers as the rows of a table, behind ``__in``; the databases look each up in an index, as of a list."""

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.numbers = list(numbers)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the table as PostgreSQL makes one out of an array."""
        return ON_POSTGRESQL, (self.numbers,)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the table as SQLite makes one out of JSON."""
        return ON_SQLITE, (json.dumps(self.numbers),)


class AskedNumbers(Asked):
    """The same of numbers that are asked for each time, by their name."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BigIntegerField())

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the table with its place left open."""
        return (ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE), (self,)

    def given(self, value: object, connection: BaseDatabaseWrapper) -> object:
        """Return numbers as the database makes a table out of them."""
        numbers = list(cast(Iterable[int], value))
        return numbers if connection.vendor == "postgresql" else json.dumps(numbers)
