"""Everywhere: tables whose rows may stand on any page, told by one digest, which is part of each page's version.

Whoever changes a row of theirs expires every page (``pages.expire_everything``). By the digest a start finds what has
changed in any other way: by hand, or because an older copy of the database was restored.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from django.apps import apps

from articles.pages import slots
from articles.pages.slots import EVERYTHING

LENGTH = 16
_labels: set[str] = set()


class _State(NamedTuple):
    """How often all pages of a newsroom have expired."""

    folder: Path
    expiries: int


class _Last:
    """What this process read last, and when that was."""

    digest = ""
    state: _State | None = None


def register(*labels: str) -> None:
    """Let the rows of these models ("app.Model") be part of every page's version; called when their app is ready."""
    _labels.update(labels)


def read() -> str:
    """Return the digest of what stands in the tables now, in one query for each."""
    seen = hashlib.sha256()
    for label in sorted(_labels):
        rows = apps.get_model(label)._base_manager.order_by("pk").values_list()
        seen.update(label.encode())
        for row in rows.iterator():
            seen.update(repr(row).encode())
    return seen.hexdigest()[:LENGTH]


def known() -> str:
    """Return the digest as this process has read it since all pages expired last: a page needs no query for it."""
    state = _state()
    if state is None:
        return read()
    if _Last.state != state:
        # The count is from before: should somebody change a row now, it is read again for the next page.
        _Last.digest, _Last.state = read(), state
    return _Last.digest


def _state() -> _State | None:
    """Return None when it cannot be told, and while a transaction is under way that may be changing the tables."""
    try:
        with slots.held(EVERYTHING, shared=True) as slot:
            return None if slot.of(EVERYTHING) else _State(slots.folder(), slot.count)
    except OSError:
        return None
