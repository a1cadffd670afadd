"""Inspection: kept pages are compared with their digests, slowly and all the time, for a web server cannot do it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from articles.pages import incidents, kinds, slots, store, trouble
from articles.pages.kinds import FRONT, Spot
from articles.pages.slots import EVERYTHING
from articles.pages.store import Damaged

# Of each second so much goes into it, in each process: some ten pages.
TURN_SECONDS = 1.0
SPAN_SECONDS = 0.003
# The next round begins no sooner after the last has begun: a small newsroom is not to be busy with it.
ROUND_SECONDS = 60.0


class Inspection:
    """A round through all kept pages, and then the next."""

    def __init__(self) -> None:
        self._left: Iterator[tuple[Path, Spot | None]] = iter(())
        self._next_at = self._next_round_at = time.monotonic()

    def go_on(self) -> None:
        """Look at the next few pages, when it is time."""
        began = time.monotonic()
        if began < self._next_at:
            return
        self._next_at = began + TURN_SECONDS
        for folder, spot in self._left:
            inspect(folder, spot)
            if time.monotonic() - began > SPAN_SECONDS:
                return
        if began >= self._next_round_at:
            self._left, self._next_round_at = kept(), began + ROUND_SECONDS


def inspect(folder: Path, spot: Spot | None) -> None:
    """Take a page away when it is not what was put there, and tell of it."""
    subject = spot.subject if spot else FRONT
    try:
        with slots.held(EVERYTHING, shared=True), slots.held(subject, shared=True):
            if _is_whole(folder, spot):
                return
        with slots.held(EVERYTHING, shared=True), slots.held(subject):
            if not _is_whole(folder, spot):
                store.take_away(folder)
                incidents.found_damage(folder)
    except OSError as error:
        trouble.failed("looking for damaged pages", error)


def kept() -> Iterator[tuple[Path, Spot | None]]:
    """Go through the folders that have a page's bytes, each with its page; None where there can be none."""
    root = store.root()
    for place, _, names in os.walk(root):
        if not set(store.ENCODINGS.values()).isdisjoint(names):
            folder = Path(place)
            yield folder, kinds.find(kinds.address_of(folder.relative_to(root).as_posix()))


def _is_whole(folder: Path, spot: Spot | None) -> bool:
    """Whether a page is as it was put there, or was taken away altogether."""
    try:
        if spot and store.read(spot):
            return True
    except Damaged:
        return False
    return not any((folder / name).exists() for name in store.ENCODINGS.values())
