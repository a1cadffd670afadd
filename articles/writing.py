"""Writing: rows that are stored and changed by statements which are written once in a process."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    TimeField,
)
from django.db.models.sql import UpdateQuery

from articles.prepared import filled

# What both drivers take as it stands in a row; of everything else its field knows how it is stored.
PLAIN = (CharField, TextField, IntegerField)
# Of these a value is stored as it stands in the row, but for that of a moment which Django sets.
AS_IT_STANDS = {each.pre_save for each in (Field, DateField, DateTimeField, TimeField)}
SET_BY_DJANGO = ("auto_now", "auto_now_add")

# From so many rows on PostgreSQL is sent them as a file, in a third of the time.
MANY = 20

type Stored = Callable[[Any, BaseDatabaseWrapper], Any]


class Change:
    """The statement of an update of a queryset's rows, in which ``Asked`` stands for what differs each time."""

    def __init__(self, rows: QuerySet[Any, Any], **sets: object) -> None:
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(sets)
        self.alias = rows.db
        self.statement, self.parameters = query.get_compiler(rows.db).as_sql()

    def run(self, **asked: object) -> int:
        """Run it, with a value for each name that is asked for; return how many rows there were."""
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.statement, filled(self.parameters, asked, connection))
            return int(cursor.rowcount)


def insert(row: Model) -> None:
    """Store a new row and give it its number; no signal is sent.

    All its values are stored as they stand in the row, and none is an expression. Raises ``TypeError`` for a model of
    which Django or the database would put more there: that is for ``save`` to do.
    """
    _insertion(type(row), router.db_for_write(type(row))).run(row)


def insert_all(model: type[Model], rows: Iterable[object]) -> None:
    """Store new rows as ``insert`` does; those that the database numbers do not learn their numbers.

    A row is whatever has an attribute for each column: what is only stored need not be made into a model.
    """
    _insertion(model, router.db_for_write(model)).run_for(rows)


class _Insertion:
    """The statement that stores a row of a model whole."""

    def __init__(self, model: type[Model], alias: str) -> None:
        self.alias, self.numbered = alias, model._meta.auto_field
        fields = [field for field in model._meta.concrete_fields if field is not self.numbered]
        more = [*model._meta.parents, *(field for field in fields if _takes_more(field))]
        if more:
            raise TypeError(f"{model.__name__} takes more than its values: {more}.")
        self.fields = [(field.attname, _stored(field)) for field in fields]
        quote = connections[alias].ops.quote_name
        columns, marks = (
            ", ".join(quote(str(field.column)) for field in fields),
            ", ".join(["%s"] * len(fields)),
        )
        self.statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 (our own names)
        self.copy_statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
        returning = f" RETURNING {quote(str(self.numbered.column))}" if self.numbered else ""
        self.returning_statement = self.statement + returning

    def run(self, row: Model) -> None:
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.returning_statement, self._values(row, connection))
            if self.numbered:
                row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, self.alias

    def run_for(self, rows: Iterable[object]) -> None:
        connection = connections[self.alias]
        values = [self._values(row, connection) for row in rows]
        if not values:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and len(values) >= MANY:
                with connection.wrap_database_errors, cursor.copy(self.copy_statement) as copy:
                    for each in values:
                        copy.write_row(each)
            else:
                cursor.executemany(self.statement, values)

    def _values(self, row: object, connection: BaseDatabaseWrapper) -> Sequence[Any]:
        return [stored(getattr(row, name), connection) for name, stored in self.fields]


@lru_cache
def _insertion(model: type[Model], alias: str) -> _Insertion:
    return _Insertion(model, alias)


def _takes_more(field: "Field[Any, Any]") -> bool:
    """Whether more is stored of a field than its value: what Django sets, a file, what the database puts there."""
    is_set = any(getattr(field, name, False) for name in SET_BY_DJANGO)
    by_the_database = field.generated or (field.has_db_default() and not field.has_default())
    return is_set or by_the_database or type(field).pre_save not in AS_IT_STANDS


def _stored(field: "Field[Any, Any]") -> Stored:
    named = field
    while isinstance(named, ForeignKey):
        named = named.target_field
    return _plain if isinstance(named, PLAIN) else field.get_db_prep_save


def _plain(value: Any, _connection: BaseDatabaseWrapper) -> Any:
    """Return a value as it is; a choice, or a text that is called safe, as the text that it is."""
    return str(value) if isinstance(value, str) else value
