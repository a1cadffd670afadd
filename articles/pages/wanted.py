"""Wanted: the addresses that have changed and are to be baked before somebody asks, each once."""

import time
from collections.abc import Iterable
from threading import Condition

from articles.pages.kinds import address_of

# More is not worth remembering: who asks first for another page has it baked then.
MOST = 500
# What changes again within this time is baked when that is over, so that nobody who decides one reply after the other,
# and no reader, waits for pages that are gone by the next decision. Who asks for one has it baked at once.
CALM_SECONDS = 0.5


class Wishes:
    """Addresses in the order in which they were wished for, and from when on each may be baked."""

    def __init__(self) -> None:
        self._ripe_at: dict[str, float] = {}
        self._news = Condition()
        self._is_heard = False

    def hear(self) -> None:
        """Take wishes from now on: there is somebody in this process who bakes."""
        self._is_heard = True

    def ask(self, subjects: Iterable[str]) -> None:
        """Wish for the pages of these subjects; in a process in which nobody bakes it does nothing."""
        if not self._is_heard:
            return
        with self._news:
            for address in map(address_of, subjects):
                if address in self._ripe_at or len(self._ripe_at) < MOST:
                    self._ripe_at[address] = time.monotonic() + CALM_SECONDS
            self._news.notify()

    def take(self, *, seconds: float) -> str | None:
        """Return the address that has waited longest, or None when there was none within ``seconds``."""
        with self._news:
            if (address := self._ripe()) is None:
                ripe_in = min(self._ripe_at.values(), default=float("inf")) - time.monotonic()
                self._news.wait(max(0.0, min(seconds, ripe_in)))
                address = self._ripe()
            if address is not None:
                del self._ripe_at[address]
            return address

    def _ripe(self) -> str | None:
        now = time.monotonic()
        return next((address for address, at in self._ripe_at.items() if at <= now), None)


wishes = Wishes()
