"""Entries: the log of many comments at once, with its chain and its details, as fast as the databases take it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from comments import chain
from comments.models import LogDetail, LogEntry

# So many in memory at a time.
BATCH = 20_000
NAMES = [str(field.attname) for field in LogEntry._meta.concrete_fields]

type Row = tuple[Any, ...]


def repeat(source: LogEntry, about: Iterable[tuple[int, dt.datetime]]) -> None:
    """Append an entry like ``source`` about each of these comments, at a time of its own: (id, time).

    To be called inside a transaction, while nobody else appends. The log stays as sound as it was.
    """
    head = LogEntry.objects.head()
    for some in batched(about, BATCH):
        entries, details = [], []
        for entry, salt in _linked(source, some, head):
            entries.append(tuple(getattr(entry, name) for name in NAMES))
            details.append((entry.seq, salt, source.detail.body, None))
            head = entry.head
        _store(LogEntry, entries)
        _store(LogDetail, details)
    transaction.on_commit(partial(chain.append_head, head))


def _linked(
    source: LogEntry, about: Iterable[tuple[int, dt.datetime]], head: chain.Head
) -> Iterator[tuple[LogEntry, str]]:
    """Yield the same entry again and again, as it is about each comment, with the salt of its details."""
    entry = LogEntry(**{name: getattr(source, name) for name in NAMES})
    wait, body = source.notify_after - source.at, source.detail.body
    for comment, at in about:
        salt = chain.new_salt()
        entry.seq, entry.comment_id = head.seq + 1, comment
        entry.at, entry.notify_after = at, at + wait
        entry.details_digest = chain.digest(salt, body)
        entry.hash = chain.link(head.hash, entry.fields())
        yield entry, salt
        head = entry.head


def _store(model: type[Model], rows: list[Row]) -> None:
    table, columns = model._meta.db_table, [str(field.column) for field in model._meta.concrete_fields]
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copied:
                for row in rows:
                    copied.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(map(_as_stored, rows)))  # noqa: S608 (our own names)


def _as_stored(row: Row) -> Row:
    """Return a row as SQLite's driver takes it: a time as the database keeps it."""
    stored = connection.ops.adapt_datetimefield_value
    return tuple(stored(value) if isinstance(value, dt.datetime) else value for value in row)
