"""Polish: kept pages that have stood for a while are compressed as far as brotli goes, while nobody waits for it."""

import os
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread, get_native_id

import brotli
from django.tasks import task
from django.tasks.base import TASK_MIN_PRIORITY

from articles.pages import slots, store, trouble
from articles.pages.kinds import Spot, find
from articles.pages.slots import EVERYTHING
from articles.pages.store import Damaged, Page

# A hundred times the work of what is done while somebody waits, for an eighth fewer bytes.
QUALITY = 11
ENCODING = "br"
# Whoever else wants the processor goes first (setpriority(2): Linux has a niceness for each thread).
LAST = 19
# What changes more often than that is not worth it: the page would be gone before the bytes were saved.
AFTER_SECONDS = 20.0
# More is not worth remembering; a page that is forgotten stays as it is.
MOST = 1000

# Some five seconds' work.
IN_ONE_GO = 10


class Rough:
    """Addresses of pages that are still as they were kept, each with the time from which on it is worth the work."""

    def __init__(self) -> None:
        self._ripe_at: dict[str, float] = {}
        self._lock = Lock()

    def add(self, address: str) -> None:
        """Remember a page that was just kept, in the place of the one before it."""
        with self._lock:
            self._ripe_at.pop(address, None)
            if len(self._ripe_at) < MOST:
                self._ripe_at[address] = time.monotonic() + AFTER_SECONDS

    def take(self) -> Spot | None:
        """Return the page that has stood longest, if it has stood long enough."""
        with self._lock:
            address = next(iter(self._ripe_at), None)
            if address is None or self._ripe_at[address] > time.monotonic():
                return None
            del self._ripe_at[address]
            return find(address)


rough = Rough()


def polish(spot: Spot) -> bool:
    """Put smaller bytes in the place of a kept page's brotli, and return whether that was possible.

    They say the same, so no reader waits and nothing expires; a page that changes meanwhile stays as it has become.
    """
    try:
        page = _kept(spot)
        is_smaller = page is not None and _exchanged(spot, page)
    except OSError as error:
        trouble.stayed_as_it_is(error)
        return False
    if is_smaller:
        trouble.polished()
    return is_smaller


@task(priority=TASK_MIN_PRIORITY)
def polish_all(addresses: list[str]) -> None:
    """Polish the pages of these addresses, a few in one go: what is more urgent comes in between."""
    for spot in filter(None, map(find, addresses[:IN_ONE_GO])):
        polish(spot)
    if rest := addresses[IN_ONE_GO:]:
        polish_all.enqueue(rest)


def _kept(spot: Spot) -> Page | None:
    with (
        slots.held(spot.subject, shared=True),
        suppress(Damaged),
    ):  # who asks for it finds that out, and mends it
        return store.read(spot)
    return None


def _exchanged(spot: Spot, page: Page) -> bool:
    smaller = _compressed(page.bodies[""])
    if len(smaller) >= len(page.bodies[ENCODING]):
        return False
    aside = store.write(replace(page, bodies={**page.bodies, ENCODING: smaller}))
    try:
        with slots.held(EVERYTHING, shared=True), slots.held(spot.subject):
            return store.exchange(spot, aside, ENCODING, of=page)
    finally:
        store.discard(aside)


def _compressed(body: bytes) -> bytes:
    """Compress in a thread of its own, for none of ours could ever step forward again. Nothing is locked meanwhile."""
    smaller: Future[bytes] = Future()
    Thread(target=_compress, args=(body, smaller), name="polish", daemon=True).start()
    return smaller.result()


def _compress(body: bytes, smaller: Future[bytes]) -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LAST)
    try:
        smaller.set_result(brotli.compress(body, quality=QUALITY))
    except BaseException as error:  # noqa: BLE001  (whoever waits for the bytes is told)
        smaller.set_exception(error)
