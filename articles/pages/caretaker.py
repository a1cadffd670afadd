"""Caretaker: a thread of each web process that ends pages whose time has come, bakes what has changed, and polishes."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread

from django.conf import settings

from articles.pages import baking, due, expiry, kinds, store, trouble
from articles.pages.polish import polish, rough
from articles.pages.rendering import Application
from articles.pages.slots import EVERYTHING
from articles.pages.switch import switch
from articles.pages.wanted import wishes

logger = logging.getLogger(__name__)
# How late a time is noticed that the clock was set to; one that passes in good order is noticed at once.
TICK_SECONDS = 1.0
# Readers come first: after each page it rests this many times as long as that took.
REST = 4
# Where the clock is set back by more, pages may show what is yet to come.
JUMP_SECONDS = 2.0
TIDY_SECONDS = 30.0
# A page is written aside within moments; what lies there longer belongs to nobody any more.
ASIDE_SECONDS = 3600.0


def start(application: Application) -> None:
    """Start the threads in this process, and in every process that is forked from it."""
    wishes.hear()
    caretaker = Caretaker(application)

    def begin() -> None:
        baking.keep_aside()
        caretaker.start()

    begin()
    os.register_at_fork(after_in_child=begin)


class Caretaker:
    """What the thread does, a turn at a time."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._lead = _lead()
        self._tidy_at = time.monotonic()

    def start(self) -> None:
        """Start the thread; it ends with the process."""
        Thread(target=self._work, name="pages", daemon=True).start()

    def turn(self) -> None:
        """Do what is to be done now, and wait for a moment when there is nothing."""
        self._look_at_the_clock()
        end_what_is_due()
        self._tidy()
        address = wishes.take(seconds=due.seconds_to_next(at_most=TICK_SECONDS))
        spot = kinds.find(address) if address else None
        if spot:
            self._rest_after(partial(baking.fetch, self._application, spot))
        elif (spot := rough.take()) is not None:
            self._rest_after(partial(polish, spot))

    def _work(self) -> None:
        while True:
            try:
                self.turn()
            except Exception:
                logger.exception("Looking after the pages failed. It goes on.")
                time.sleep(TICK_SECONDS)

    def _look_at_the_clock(self) -> None:
        lead = _lead()
        if lead < self._lead - JUMP_SECONDS:
            logger.warning("The clock was set back. All pages are baked anew.")
            expiry.expire_now(EVERYTHING)
        self._lead = lead

    def _tidy(self) -> None:
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + TIDY_SECONDS
            tidy()

    def _rest_after(self, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        time.sleep(min(TICK_SECONDS, REST * (time.monotonic() - began)))


def end_what_is_due() -> None:
    """Expire the subjects whose time has come."""
    for note, subject in due.ended().items():
        if subject:
            expiry.expire_now(subject)
            wishes.ask([subject])
        note.unlink(missing_ok=True)


def tidy() -> None:
    """Remove what nobody needs any more, and try to trust the pages again where one could not be taken away."""
    if not switch().is_on:
        with suppress(OSError):
            store.drop_all()
            switch().turn_on()
            trouble.worked()
    for folder in settings.NEWSROOM_PAGES.glob("away-*"):
        store.discard(folder)
    for folder in settings.NEWSROOM_PAGES.glob("aside-*"):
        with suppress(FileNotFoundError):
            if folder.lstat().st_mtime < time.time() - ASIDE_SECONDS:
                store.discard(folder)
    due.tidy(older_than=time.time() - ASIDE_SECONDS)


def _lead() -> float:
    """Return by how much the clock is ahead of one that nobody can set."""
    return time.time() - time.monotonic()
