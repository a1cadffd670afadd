"""Tidying: removing what nobody needs any more, and trusting the pages again where one could not be taken away."""

import os
import time
from collections.abc import Iterator
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


def removal() -> Iterator[Path]:
    """Remove the folders that were taken away whole, step by step: give each that is gone now.

    A newsroom's pages are so many files that all of it takes minutes.
    """
    for away in settings.NEWSROOM_PAGES.glob("away-*"):
        for place, _, names in os.walk(away, topdown=False):
            folder = Path(place)
            with suppress(OSError):  # another process removes it too; what nobody can remove is left
                for name in names:
                    (folder / name).unlink(missing_ok=True)
                folder.rmdir()
            yield folder
