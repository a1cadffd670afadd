"""Prepared: statements that Django writes once in a process, for it takes longer to write them than to run them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import FETCH_RAISE, Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Asked(Expression):
    """What stands in a queryset for something that is asked for each time, by its name."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Leave the place open: the parameter is this itself."""
        return "%s", (self,)

    def given(self, value: object, connection: BaseDatabaseWrapper) -> object:
        """Return a value as the database is given it."""
        return self.output_field.get_db_prep_value(value, connection)


def each_of(name: str, number: int, field: "Field[Any, Any]") -> list[Asked]:
    """Return what stands in a queryset for so many values, which ``each_value`` gives each time."""
    return [Asked(f"{name}_{place}", field) for place in range(number)]


def each_value(name: str, values: Iterable[object]) -> dict[str, object]:
    """Return these values by the names under which ``each_of`` asks for them."""
    return {f"{name}_{place}": value for place, value in enumerate(values)}


def filled(
    parameters: Iterable[Any], asked: Mapping[str, object], connection: BaseDatabaseWrapper
) -> list[Any]:
    """Return a statement's parameters with a value for each that is asked for; a name stands for one value."""
    values: dict[str, object] = {}
    filled_in = []
    for each in parameters:
        if not isinstance(each, Asked):
            filled_in.append(each)
            continue
        if each.name not in values:
            values[each.name] = each.given(asked[each.name], connection)
        filled_in.append(values[each.name])
    return filled_in


class Prepared:
    """The statement of a ``values_list`` queryset in which ``Asked`` stands for what differs from time to time."""

    def __init__(self, rows: QuerySet[Any, tuple[Any, ...]]) -> None:
        compiler = rows.query.get_compiler(rows.db)
        self.alias = rows.db
        self.statement, self.parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        self.converters = compiler.get_converters(columns).items()

    def rows(self, **asked: object) -> list[list[Any]]:
        """Run it, with a value for each name that is asked for."""
        return [self.converted(row) for row in self.rows_as_stored(**asked)]

    def rows_as_stored(self, **asked: object) -> list[tuple[Any, ...]]:
        """Run it for rows as the database gives them: texts and integers are the same in Python, the rest is not."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.statement, filled(self.parameters, asked, connection))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def converted(self, row: Iterable[Any]) -> list[Any]:
        """Return a row's values as Python has them."""
        values, connection = list(row), connections[self.alias]
        for place, (converters, column) in self.converters:
            for converter in converters:
                values[place] = converter(values[place], column, connection)
        return values


class PreparedCounts:
    """How many rows some ``values_list`` querysets have, told by one statement; ``Asked`` stands in them as above."""

    def __init__(self, *counted: QuerySet[Any, tuple[Any, ...]]) -> None:
        self.alias = counted[0].db
        parts = [rows.query.get_compiler(self.alias).as_sql() for rows in counted]
        numbers = (
            f"(SELECT COUNT(*) FROM ({sql}) AS counted_{place})"  # noqa: S608 (Django's own statements)
            for place, (sql, _) in enumerate(parts)
        )
        self.statement = f"SELECT {', '.join(numbers)}"
        self.parameters = [each for _, given in parts for each in given]

    def numbers(self, **asked: object) -> tuple[int, ...]:
        """Count, with a value for each name that is asked for."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.statement, filled(self.parameters, asked, connection))
            found: tuple[int, ...] = cursor.fetchone()
        return found


def names(model: type[Model], through: str = "") -> list[str]:
    """Return what ``values_list`` has to read for ``made``, of a model that is reached ``through`` another."""
    return [f"{through}{field.attname}" for field in model._meta.concrete_fields]


def made[M: Model](model: type[M], alias: str, values: Sequence[Any]) -> M:
    """Make a model of its values, in the order of ``names``; what was not read with it raises when asked for."""
    return model.from_db(alias, names(model), values, fetch_mode=FETCH_RAISE)


class Rows[M: Model](Sequence[M]):
    """Rows of one table: equal to those that say the same, and made into models only when somebody looks at them."""

    def __init__(self, model: type[M], statement: Prepared, **asked: object) -> None:
        self._model, self._statement = model, statement
        self._stored = tuple(statement.rows_as_stored(**asked))

    def __iter__(self) -> Iterator[M]:
        alias, converted = self._statement.alias, self._statement.converted
        return (made(self._model, alias, converted(row)) for row in self._stored)

    @overload
    def __getitem__(self, place: int) -> M: ...
    @overload
    def __getitem__(self, place: slice) -> list[M]: ...
    def __getitem__(self, place: int | slice) -> M | list[M]:
        return list(self)[place]

    def __len__(self) -> int:
        return len(self._stored)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self._model, self._stored) == (other._model, other._stored)

    def __hash__(self) -> int:
        return hash(self._stored)
