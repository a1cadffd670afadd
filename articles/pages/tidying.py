"""Tidying: removing what nobody needs any more, and trusting the pages again where one could not be taken away."""

import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from articles.pages import due, store, trouble
from articles.pages.switch import switch

# A page is written aside within moments; what lies there longer belongs to nobody any more.
ASIDE_SECONDS = 3600.0


def tidy() -> None:
    """Remove what processes that died have left half-written, and try to trust the pages again."""
    if not switch().is_on:
        with suppress(OSError):
            store.drop_all()
            switch().turn_on()
            trouble.worked()
    for folder in settings.NEWSROOM_PAGES.glob("aside-*"):
        with suppress(FileNotFoundError):
            if folder.lstat().st_mtime < time.time() - ASIDE_SECONDS:
                store.discard(folder)
    due.tidy(older_than=time.time() - ASIDE_SECONDS)


def remove_some(*, seconds: float) -> bool:
    """Remove of the folders that were taken away whole what there is time for; return whether that was all.

    A newsroom's pages are so many files that to remove them takes minutes.
    """
    deadline = time.monotonic() + seconds
    return all(_is_removed(folder, deadline) for folder in settings.NEWSROOM_PAGES.glob("away-*"))


def _is_removed(folder: Path, deadline: float) -> bool:
    for place, _, names in os.walk(folder, topdown=False):
        with suppress(OSError):  # another process removes it too; what nobody can remove is left
            for name in names:
                Path(place, name).unlink(missing_ok=True)
            Path(place).rmdir()
        if time.monotonic() >= deadline:
            return False
    return True
