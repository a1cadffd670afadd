"""Turns: who waits to write to a file of SQLite's goes on as soon as it may, and in the order of coming.

SQLite keeps no queue: who finds the lock taken sleeps, looks again, and sleeps for longer and longer, while whoever
comes just in time goes first. Between processes it stays so.
"""

from collections import deque
from threading import Lock


class Turns:
    """The turns of the threads of a process; one has it at a time, and hands it to the next."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for the turn, for so long at most; return whether it was got."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # it was handed over at the very last
            self._waiting.remove(mine)
        return False

    def give(self) -> None:
        """Hand the turn to whoever has waited for the longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_of_files: dict[str, Turns] = {}


def of(file: str) -> Turns:
    """Return the turns of a database's file, the same for all threads of this process."""
    return _of_files.setdefault(file, Turns())
