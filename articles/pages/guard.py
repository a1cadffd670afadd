"""Guard: whether what was rendered may be kept."""

import time
from typing import NamedTuple

from articles.pages import slots, transactions
from articles.pages.slots import EVERYTHING
from articles.pages.switch import switch

POLL_SECONDS = 0.001


class Counts(NamedTuple):
    """How often all pages, and those of one subject, had expired before a page was rendered."""

    of_all: int
    of_subject: int


def counts_before(subject: str) -> Counts | None:
    """Return what ``is_unchanged`` compares, or None when nothing of this subject may be kept.

    That is while a transaction is under way that has expired it, and while no kept page is trusted. To be called
    before the page is rendered. Marks whose transactions have ended are removed.
    """
    of_all, of_subject = _count(EVERYTHING), _count(subject)
    if of_all is None or of_subject is None or not switch().is_on:
        return None
    return Counts(of_all, of_subject)


def wait_for_commits(subject: str, *, seconds: float) -> None:
    """Wait until no transaction that has expired a subject is under way, for so long at most. Raises ``OSError``."""
    deadline = time.monotonic() + seconds
    while _is_marked(subject) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def is_unchanged(subject: str, everything: slots.Slot, slot: slots.Slot, before: Counts) -> bool:
    """Whether nothing has expired a subject since ``before``, and nothing is about to. Both slots are held."""
    unmarked = not everything.of(EVERYTHING) and not slot.of(subject)
    return unmarked and before == Counts(everything.count, slot.count)


def _is_marked(subject: str) -> bool:
    with slots.held(EVERYTHING, shared=True) as everything, slots.held(subject, shared=True) as slot:
        return bool(everything.of(EVERYTHING) or slot.of(subject))


def _count(name: str) -> int | None:
    with slots.held(name) as slot:  # not shared, so that a slot that cannot be read is mended
        count, marks = slot.count, slot.of(name)
    if not all(transactions.has_ended(mark.transaction) for mark in marks):
        return None
    if marks:
        slots.remove_marks(name, {mark.token for mark in marks})
    return count
