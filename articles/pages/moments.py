"""Moments: what is noted while a page is rendered to be kept: which version it shows, and until when it is true."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

FOR_EVER = float("inf")


@dataclass
class Notes:
    """``until`` in seconds since the epoch; ``version`` "" where nobody has said it."""

    until: float = FOR_EVER
    version: str = ""


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


def until(moment: dt.datetime | None) -> None:
    """Say, while a page is rendered, that what it shows changes by itself at ``moment`` (aware; None: never).

    Of several the earliest counts. A page that is not rendered to be kept has no use for it.
    """
    notes = _notes.get()
    if moment is not None and notes is not None:
        notes.until = min(notes.until, moment.timestamp())


def note_version(find: Callable[[], str]) -> None:
    """Note, before anything is read for a page, which version it will show at least; ``find`` may ask the database."""
    notes = _notes.get()
    if notes is not None:
        notes.version = find()


@contextmanager
def noting() -> Iterator[Notes]:
    """Collect what is noted meanwhile."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)
