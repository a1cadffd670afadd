"""Outage: tells a database that does not answer from a mistake of our own."""

import sqlite3

from django.db.utils import InterfaceError, OperationalError


def is_outage(error: BaseException | None) -> bool:
    """Tell whether a request failed because the database could not be reached, was locked, or broke off.

    SQLite calls a mistake in our SQL operational too, such as a missing table: that is none.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
