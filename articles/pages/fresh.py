"""Fresh: pages that this process has rendered and is about to keep; whoever asks meanwhile has them at once.

To compress a page and to bring it to the disk takes several times as long as to render it. A page is handed out from
here by the same rule by which it is kept: nothing has expired it since before it was rendered, and nothing is about to.
"""

import logging
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from articles.pages import guard, slots
from articles.pages.guard import Counts
from articles.pages.kinds import Spot
from articles.pages.slots import EVERYTHING
from articles.pages.store import Page

logger = logging.getLogger(__name__)
# Each has its page in memory, and holds the turn of those that are rendered by turns with it.
MOST_WAITING = 16
# Those who wait for a page are answered first: to compress it takes the processor for longer than all of them.
PAUSE_SECONDS = 0.005


class Rendered(NamedTuple):
    """A page, and the counts from before it was rendered."""

    page: Page
    before: Counts


class Fresh:
    """Rendered pages by their addresses."""

    def __init__(self) -> None:
        self._rendered: dict[str, Rendered] = {}

    def get(self, spot: Spot) -> Page | None:
        """Return a page that could be kept now; None for another one. Raises ``OSError``."""
        rendered = self._rendered.get(spot.address)
        if rendered is None or not rendered.page.is_true_at(time.time()):
            return None
        with (
            slots.held(EVERYTHING, shared=True) as everything,
            slots.held(spot.subject, shared=True) as slot,
        ):
            unchanged = guard.is_unchanged(spot.subject, everything, slot, rendered.before)
        return rendered.page if unchanged else None

    def add(self, spot: Spot, rendered: Rendered) -> None:
        """Hand out a page from now on."""
        self._rendered[spot.address] = rendered

    def remove(self, spot: Spot, rendered: Rendered) -> None:
        """Hand it out no more: it is kept, or nobody may have it."""
        if self._rendered.get(spot.address) is rendered:
            self._rendered.pop(spot.address, None)


class Keeper:
    """A thread that brings pages to the disk while their readers have them already; without it everybody waits."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], None]] | None = None

    def start(self) -> None:
        """Start the thread; it ends with the process, and what it has not kept by then is rendered again."""
        self._waiting = SimpleQueue()
        Thread(target=self._work, args=(self._waiting,), name="keeper", daemon=True).start()

    def do(self, work: Callable[[], None]) -> None:
        """Have it done soon, or do it now."""
        if self._waiting is None or self._waiting.qsize() >= MOST_WAITING:
            work()
        else:
            self._waiting.put(work)

    def _work(self, waiting: SimpleQueue[Callable[[], None]]) -> None:
        while True:
            try:
                work = waiting.get()
                time.sleep(PAUSE_SECONDS)
                work()
            except Exception:
                logger.exception("Keeping a page failed. It goes on.")
