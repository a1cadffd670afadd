"""Timekeeper: a thread of each web process that ends pages whose time has come.

Until it has done so a web server goes on sending them. So nothing slow belongs here: nothing is rendered or compressed,
no database is asked, no folder is emptied. What takes its time is the caretaker's.
"""

import time
from contextlib import ExitStack
from pathlib import Path

from articles.pages import due, expiry, incidents, rounds
from articles.pages.slots import EVERYTHING
from articles.pages.wanted import wishes

# Where the clock is set back by more, pages may show what is yet to come.
JUMP_SECONDS = 2.0


class Timekeeper:
    """What the thread does, a turn at a time."""

    def __init__(self) -> None:
        self._lead = _lead()

    def start(self) -> None:
        """Start the thread."""
        rounds.start(self.turn, name="times")

    def turn(self) -> None:
        """End what is due now, and wait until something is, or might be."""
        self._look_at_the_clock()
        end_what_is_due()
        time.sleep(due.seconds_to_next(at_most=due.NOTICE_SECONDS))

    def _look_at_the_clock(self) -> None:
        lead = _lead()
        if lead < self._lead - JUMP_SECONDS:
            incidents.found_clock_set_back()
            expiry.expire_now(EVERYTHING)
        self._lead = lead


def end_what_is_due() -> None:
    """Expire the subjects whose time has come; each, whatever becomes of the others. Raises ``OSError``."""
    with ExitStack() as ends:
        for note, subject in due.ended().items():
            ends.callback(_end, note, subject)


def _end(note: Path, subject: str) -> None:
    if subject:
        expiry.expire_now(subject)
        wishes.ask([subject])
    note.unlink(missing_ok=True)


def _lead() -> float:
    """Return by how much the clock is ahead of one that nobody can set."""
    return time.time() - time.monotonic()
