"""Barren: addresses that lately gave nothing to keep, so that nobody waits for his turn to be told so."""

import time
from threading import Lock

# A story that is published meanwhile is rendered for each reader for as long.
SECONDS = 10.0
MOST = 1000


class Barren:
    """Addresses, each with the (monotonic) time at which it was found to be barren."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._lock = Lock()

    def __contains__(self, address: str) -> bool:
        since = self._since.get(address)
        return since is not None and time.monotonic() - since < SECONDS

    def add(self, address: str) -> None:
        """Remember an address for a while."""
        with self._lock:
            if len(self._since) >= MOST:
                self._since.clear()
            self._since[address] = time.monotonic()
