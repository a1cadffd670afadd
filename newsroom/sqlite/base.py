"""Django's backend for SQLite, whose threads take turns at writing, and which spells each statement once.

A transaction is on the disk before ``commit`` returns, as with ``synchronous=FULL``; but the turn is handed on before
the disk has answered, so that the next transaction is worked on meanwhile. See
``docs/decisions/0023-turns-on-sqlite.md``.
"""

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from newsroom.sqlite import turns

SECONDS = 5.0  # as the driver waits where nothing is set
STATEMENTS = 256
# As SQLite says it.
LOCKED, DISK_FAILED = "database is locked", "disk I/O error"
# What PRAGMA synchronous tells for FULL: SQLite waits for the disk itself.
FULL = 2


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread. What is ignored below is Django's own, and not in the stubs."""

    _has_turn = False
    _is_ours_to_sync = False
    _is_in_wal_mode = False
    _journal: int | None = None

    def init_connection_state(self) -> None:
        """Look how a new connection keeps what it is given."""
        super().init_connection_state()
        self._is_in_wal_mode = self._pragma("journal_mode") == "wal"

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of ours."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            self._take_over_syncing()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        is_ours_to_sync = self._is_ours_to_sync
        self._end()
        if is_ours_to_sync:
            self._sync()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._is_ours_to_sync = False  # nothing is written through it any more
            self._end()
            if self._journal is not None:
                os.close(self._journal)
                self._journal = None

    def _take_turn(self) -> None:
        """Wait for the turn as long as one would for SQLite's own lock, if that is what is about to be taken."""
        mode: str | None = self.transaction_mode  # type: ignore[attr-defined]
        if mode != "IMMEDIATE" or self.is_in_memory_db() or self._has_turn:
            return
        if not self._turns.take(float(self.settings_dict["OPTIONS"].get("timeout", SECONDS))):
            raise OperationalError(LOCKED)
        self._has_turn = True

    def _take_over_syncing(self) -> None:
        """Let SQLite not wait for the disk in this transaction, if it is to be waited for at all."""
        if self._has_turn and self._is_in_wal_mode and self._pragma("synchronous") == FULL:
            self.connection.execute("PRAGMA synchronous=NORMAL")
            self._is_ours_to_sync = True

    def _end(self) -> None:
        """Hand on the turn, and leave what is written without a transaction to SQLite's own care again."""
        try:
            if self._is_ours_to_sync:
                self._is_ours_to_sync = False
                self.connection.execute("PRAGMA synchronous=FULL")
        finally:
            if self._has_turn:
                self._has_turn = False
                self._turns.give()

    def _sync(self) -> None:
        """Wait until what was committed is on the disk. While the connection is open its journal is the same file."""
        try:
            if self._journal is None:
                self._journal = _opened(f"{self.settings_dict['NAME']}-wal")
            _wait_for_the_disk(self._journal)
        except OSError as error:
            raise OperationalError(DISK_FAILED) from error

    def _pragma(self, name: str) -> Any:
        return self.connection.execute(f"PRAGMA {name}").fetchone()[0]

    @property
    def _turns(self) -> turns.Turns:
        return turns.of(str(self.settings_dict["NAME"]))


class Cursor(base.SQLiteCursorWrapper):
    """Django's cursor, which knows a statement again that it has turned into SQLite's spelling."""

    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        """Return a statement as SQLite spells it."""
        return (
            _converted(query)
            if param_names is None
            else super().convert_query(query, param_names=param_names)
        )


@lru_cache(maxsize=STATEMENTS)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _opened(path: str) -> int:
    """Open a file, and see to it that its folder knows it whatever happens."""
    folder = os.open(Path(path).parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return os.open(path, os.O_RDONLY)


def _wait_for_the_disk(descriptor: int) -> None:
    getattr(os, "fdatasync", os.fsync)(descriptor)  # macOS has no fdatasync
