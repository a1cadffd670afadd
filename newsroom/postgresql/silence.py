"""Silence: a host that says nothing, not even no, is asked by one thread at a time, and for a while by none."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from psycopg import OperationalError
from psycopg.errors import ConnectionTimeout

# How long nobody asks again; what is asked of the database meanwhile fails at once.
REST_SECONDS = 5.0
# While all is well a connection takes less, a distant host's with TLS too, and who waits for others' gets one too.
PATIENCE_SECONDS = 1.0
SAID = "The database's host has said nothing for a while; it is asked again in a moment."


class Silence:
    """What the threads of a process know together about a host."""

    def __init__(self) -> None:
        self._turn = Condition()  # whoever reads or writes what follows has it
        self._asked_since: float | None = None
        self._is_silent = False
        self._rests_until = 0.0

    @contextmanager
    def breaking(self) -> Iterator[None]:
        """Ask the host, alone in this process. Raises ``OperationalError`` when it is not to be asked now.

        Others are waited for in their turns, as long as none of them waits for longer than ``PATIENCE_SECONDS``.
        """
        self._begin()
        answered: bool | None = None
        try:
            yield
            answered = True
        except ConnectionTimeout:
            answered = False
            raise
        except OperationalError:
            answered = True  # with no
            raise
        finally:
            self._end(answered=answered)

    def _begin(self) -> None:
        with self._turn:
            while self._asked_since is not None:
                left = self._asked_since + PATIENCE_SECONDS - time.monotonic()
                if self._is_silent or left <= 0:
                    self._is_silent = True  # whoever comes now need not find that out too
                    raise OperationalError(SAID)
                self._turn.wait(left)
            if time.monotonic() < self._rests_until:
                raise OperationalError(SAID)
            self._asked_since = time.monotonic()

    def _end(self, *, answered: bool | None) -> None:
        """Let the next one ask; where it is not known whether the host has answered, what was known of it stays."""
        with self._turn:
            self._asked_since = None
            if answered is not None:
                self._is_silent = not answered
            if answered is False:
                self._rests_until = time.monotonic() + REST_SECONDS
            self._turn.notify_all()


silence = Silence()
