"""Switch: whether kept pages may be served at all, for all processes at once and at the price of a glance."""

import mmap
import os
import sys
from functools import cache
from pathlib import Path

from articles.pages import slots

NAME = "switch"
ON, OFF = 0, 1


class Switch:
    """A byte that the processes share."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take_room(descriptor)
            self._shared = mmap.mmap(descriptor, 1)
        finally:
            os.close(descriptor)

    @property
    def is_on(self) -> bool:
        """Whether kept pages may be served."""
        return self._shared[0] == ON

    def turn_off(self) -> None:
        """Serve no kept page."""
        self._shared[0] = OFF

    def turn_on(self) -> None:
        """Serve kept pages again."""
        self._shared[0] = ON


def _take_room(descriptor: int) -> None:
    """Let the byte stand on the disk, whatever it says: to look at a hole in a file is fatal when the disk is full."""
    if sys.platform == "linux":
        os.posix_fallocate(descriptor, 0, 1)
    else:
        os.truncate(descriptor, 1)


def switch() -> Switch:
    """Return the switch of this newsroom. Raises ``OSError`` when it cannot be had."""
    return _switch(slots.folder() / NAME)


@cache
def _switch(path: Path) -> Switch:
    return Switch(path)
