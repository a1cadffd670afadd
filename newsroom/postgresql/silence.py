"""Silence: a host that says nothing, not even no, is asked by one thread at a time, and for a while by none."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from psycopg import OperationalError
from psycopg.errors import ConnectionTimeout

# How long nobody asks again; what is asked of the database meanwhile fails at once.
REST_SECONDS = 5.0
# While all is well a connection takes milliseconds, and who waits for others' gets one too.
PATIENCE_SECONDS = 1.0
SAID = "The database's host has said nothing for a while; it is asked again in a moment."


class Silence:
    """What the threads of a process know together about a host."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._is_silent = False
        self._rests_until = 0.0

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """Ask the host, alone in this process. Raises ``OperationalError`` when it is not to be asked now."""
        if not self._asking.acquire(timeout=0 if self._is_silent else PATIENCE_SECONDS):
            self._is_silent = True  # whoever comes now need not find that out too
            raise OperationalError(SAID)
        try:
            if time.monotonic() < self._rests_until:
                raise OperationalError(SAID)
            yield
            self._is_silent = False
        except ConnectionTimeout:
            self._is_silent, self._rests_until = True, time.monotonic() + REST_SECONDS
            raise
        finally:
            self._asking.release()


silence = Silence()
