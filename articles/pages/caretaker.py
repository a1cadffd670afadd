"""Caretaker: a thread of each web process that bakes what has changed, tidies, and polishes, all of it slowly."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from articles.pages import baking, kinds, rounds, tidying
from articles.pages.inspection import Inspection
from articles.pages.polish import polish, rough
from articles.pages.rendering import Application
from articles.pages.timekeeper import Timekeeper
from articles.pages.wanted import wishes

TICK_SECONDS = 1.0
# Readers come first: after each page it rests this many times as long as that took.
REST = 4
TIDY_SECONDS = 30.0
# For so long it removes pages that were taken away, before it looks whether others are wished for.
SLICE_SECONDS = 0.1


def start(application: Application) -> None:
    """Start the threads in this process, and in every process that is forked from it."""
    wishes.hear()
    timekeeper, caretaker = Timekeeper(), Caretaker(application)

    def begin() -> None:
        baking.keep_aside()
        timekeeper.start()
        caretaker.start()

    begin()
    os.register_at_fork(after_in_child=begin)


class Caretaker:
    """What the thread does, a turn at a time."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._inspection = Inspection()
        self._tidy_at = time.monotonic()
        self._removal: Iterator[Path] | None = None

    def start(self) -> None:
        """Start the thread."""
        rounds.start(self.turn, name="pages")

    def turn(self) -> None:
        """Do what is to be done now, and wait for a moment when there is nothing."""
        self._tidy()
        self._inspection.go_on()
        address = wishes.take(seconds=0.0 if self._removal else TICK_SECONDS)
        spot = kinds.find(address) if address else None
        if spot:
            self._rest_after(partial(baking.fetch, self._application, spot))
        elif (spot := rough.take()) is not None:
            self._rest_after(partial(polish, spot))

    def _tidy(self) -> None:
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + TIDY_SECONDS
            self._removal = self._removal or tidying.removal()
            tidying.tidy()
        if self._removal:
            self._rest_after(partial(self._go_on, self._removal))

    def _go_on(self, removal: Iterator[Path]) -> None:
        deadline = time.monotonic() + SLICE_SECONDS
        for _ in removal:
            if time.monotonic() >= deadline:
                return
        self._removal = None

    def _rest_after(self, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        time.sleep(min(TICK_SECONDS, REST * (time.monotonic() - began)))
