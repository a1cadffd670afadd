"""Django's backend for SQLite, whose threads take turns at writing, and which spells each statement once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from newsroom.sqlite import turns

SECONDS = 5.0  # as the driver waits where nothing is set
STATEMENTS = 256
SAID = "database is locked"  # as SQLite says it


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread."""

    _has_turn = False

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of ours."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        """Wait for the turn as long as one would for SQLite's own lock, if that is what is about to be taken."""
        if self.transaction_mode != "IMMEDIATE" or self.is_in_memory_db() or self._has_turn:
            return
        if not self._turns.take(float(self.settings_dict["OPTIONS"].get("timeout", SECONDS))):
            raise OperationalError(SAID)
        self._has_turn = True

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turns.give()

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
