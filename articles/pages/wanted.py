"""Wanted: the addresses that have changed and are to be baked before somebody asks, each once."""

from collections.abc import Iterable
from threading import Condition

from articles.pages.kinds import address_of

# More is not worth remembering: who asks first for another page has it baked then.
MOST = 500


class Wishes:
    """Addresses in the order in which they were wished for."""

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
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
            for subject in subjects:
                if len(self._waiting) < MOST:
                    self._waiting.setdefault(address_of(subject))
            self._news.notify()

    def take(self, *, seconds: float) -> str | None:
        """Return the address that has waited longest, or None when there was none within ``seconds``."""
        with self._news:
            if not self._waiting:
                self._news.wait(seconds)
            address = next(iter(self._waiting), None)
            self._waiting.pop(address or "", None)
            return address


wishes = Wishes()
