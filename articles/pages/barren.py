"""Barren: addresses at which there lately was no page, so that nobody waits for his turn to be told so."""

import time
from collections.abc import Collection
from threading import Lock
from typing import NamedTuple

from articles.pages.kinds import Spot
from articles.pages.slots import EVERYTHING

# So long, unless something changes; who finds a page there meanwhile, since its time has come, says so.
SECONDS = 10.0
MOST = 1000


class _Found(NamedTuple):
    """That there was no page of a subject, at a (monotonic) time."""

    subject: str
    at: float


class Barren:
    """Addresses, and when each was found to be barren."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}
        self._lock = Lock()

    def __contains__(self, spot: Spot) -> bool:
        found = self._found.get(spot.address)
        return found is not None and time.monotonic() - found.at < SECONDS

    def add(self, spot: Spot) -> None:
        """Remember an address for a while."""
        with self._lock:
            if len(self._found) >= MOST:
                self._found.clear()
            self._found[spot.address] = _Found(spot.subject, time.monotonic())

    def remove(self, spot: Spot) -> None:
        """Forget an address at which there is a page."""
        with self._lock:
            self._found.pop(spot.address, None)

    def forget(self, subjects: Collection[str]) -> None:
        """Forget the addresses of these subjects, since they have changed."""
        with self._lock:
            if EVERYTHING in subjects:
                self._found.clear()
            for address in [key for key, found in self._found.items() if found.subject in subjects]:
                del self._found[address]


barren = Barren()
