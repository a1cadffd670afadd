"""Moments: at which time a page that is being baked stops being true by itself."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FOR_EVER = float("inf")
# None where nothing is being baked.
_noted: ContextVar[list[float] | None] = ContextVar("moments", default=None)


def until(moment: dt.datetime | None) -> None:
    """Say, while a page is rendered, that what it shows changes by itself at ``moment`` (aware; None: never).

    Of several the earliest counts. A page that is not being baked has no use for it.
    """
    noted = _noted.get()
    if moment is not None and noted is not None:
        noted.append(moment.timestamp())


@contextmanager
def noting() -> Iterator[list[float]]:
    """Collect what ``until`` is told meanwhile: seconds since the epoch."""
    noted: list[float] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
