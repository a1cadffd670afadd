"""Flights: readers who ask for a page at the same time get one rendering, which began after all of them had come."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from articles.pages.store import Page


class Flight:
    """One rendering of a page, for all who come until it begins; ``is_over`` when they have it, or get none."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.is_over = Event()

    def wait(self, seconds: float) -> Page | None:
        """Return the page; None where it is nobody's to share, or is not there within ``seconds``."""
        self.is_over.wait(seconds)
        return self.page


class Flights:
    """The renderings of this process that have not begun, by their addresses."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin anew, in a process whose parent may have been about to render."""
        self._waiting: dict[str, Flight] = {}
        self._lock = Lock()

    @contextmanager
    def board(self, address: str) -> Iterator[tuple[Flight, bool]]:
        """Give the next rendering of a page, and whether whoever asked is the first, who sees to it."""
        with self._lock:
            is_first = address not in self._waiting
            flight = self._waiting.setdefault(address, Flight())
        try:
            yield flight, is_first
        finally:
            if is_first:
                self.begin(address, flight)
                flight.is_over.set()

    def begin(self, address: str, flight: Flight) -> None:
        """Let nobody join any more: what is looked at from now on is true for those who have."""
        with self._lock:
            if self._waiting.get(address) is flight:
                del self._waiting[address]
