"""Turns: within a process only one renders a page, and whoever waits for it sleeps until that is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from zlib import crc32

from articles.pages.slots import SLOTS


class Turns:
    """Locks that some addresses share, as they share slots."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew, in a process whose parent may have held some of them."""
        self._locks = [Lock() for _ in range(SLOTS)]

    @contextmanager
    def of(self, address: str, *, seconds: float) -> Iterator[bool]:
        """Be the only one in this process; give False when that was not possible within ``seconds``."""
        lock = self._locks[crc32(address.encode()) % SLOTS]
        is_ours = lock.acquire(timeout=seconds)
        try:
            yield is_ours
        finally:
            if is_ours:
                lock.release()
