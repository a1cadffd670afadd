"""Transactions: how the database calls the one that is running, and whether one that ran has ended."""

import sqlite3
from contextlib import closing

from django.db import DataError, InterfaceError, OperationalError, close_old_connections, transaction

# How long to wait for SQLite's writers: longer is not worth it, the page is then rendered once more.
PATIENCE_SECONDS = 0.02


def current() -> str:
    """Return the name of the running transaction; SQLite has one writer at a time, and no names."""
    connection = transaction.get_connection()
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        return str(cursor.fetchone()[0])


def has_ended(name: str) -> bool:
    """Whether a transaction that was running is over, whatever has become of it and of its process.

    The database is asked, since a killed process says nothing, and the server may still work on its COMMIT. False
    when that cannot be told now.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        return False
    if connection.vendor == "postgresql":
        return _has_ended_on_postgres(name)
    return _nobody_writes(str(connection.settings_dict["NAME"]))


def _has_ended_on_postgres(name: str) -> bool:
    try:
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SELECT pg_xact_status(%s::xid8) IS DISTINCT FROM 'in progress'", [name])
            return bool(cursor.fetchone()[0])
    except DataError:
        return True  # it lies in this database's future: it was another database's
    except (OperationalError, InterfaceError):
        close_old_connections()  # a broken one would stay so: no request has begun that would look at it
        return False


def _nobody_writes(path: str) -> bool:
    """Whether the write lock is free: every transaction that has marked a page holds it until it ends."""
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        return False
    return True
