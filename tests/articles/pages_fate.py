"""Fate: where a process of ``pages_at_work`` stops for a while, or dies as if its machine had no more use for it."""

import fcntl
import io
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from articles import pages

BEFORE, AFTER = "before", "after"
# By these the rooms of pages, and the standard library in their name, touch what outlives a process.
TOUCHING = {
    os: "open close pwrite ftruncate truncate replace rename unlink rmdir mkdir symlink utime chmod fchmod fsync",
    fcntl: "flock",
    io: "open",
    BaseDatabaseWrapper: "_commit",
}
PAGES = str(Path(pages.__file__).parent)
LIBRARY = (str(Path(os.__file__).parent), "<frozen", __file__)


def pause(line: Connection, *, at: str, when: str) -> None:
    """Stop once before or after a function, such as ``articles.pages.store:write``, until the test says to go on."""
    place, _, name = at.rpartition("." if at.count(".") > at.partition(":")[0].count(".") else ":")
    owner = resolve_name(place)
    function = getattr(owner, name)

    def stop() -> None:
        setattr(owner, name, function)
        line.send(("paused", at))
        line.recv()

    def pausing(*args: Any, **given: Any) -> Any:
        if when == BEFORE:
            stop()
        result = function(*args, **given)
        if when == AFTER:
            stop()
        return result

    setattr(owner, name, pausing)


def die(*, step: int, when: str) -> None:
    """Die before or after the ``step``-th time, counted from 1, that pages touch a file or a COMMIT is sent."""
    fate = _Fate(step, when)
    for owner, names in TOUCHING.items():
        for name in names.split():
            setattr(owner, name, fate.over(getattr(owner, name), is_commit=owner is BaseDatabaseWrapper))


class _Fate:
    def __init__(self, step: int, when: str) -> None:
        self._steps_left = step
        self._when = when

    def over(self, function: Callable[..., Any], *, is_commit: bool) -> Callable[..., Any]:
        """Return a function that does the same, and dies at its time."""

        def fated(*args: Any, **given: Any) -> Any:
            if not (is_commit or _is_asked_by_pages()):
                return function(*args, **given)
            result = self.meet(partial(function, *args, **given))
            return _FatedFile(result, self) if isinstance(result, io.IOBase) else result

        return fated

    def meet(self, act: Callable[[], Any], almost: Callable[[], Any] = lambda: None) -> Any:
        """Act, unless this is the step to die before: then do what is left of it."""
        self._steps_left -= 1
        is_last = self._steps_left == 0  # what is done now may have steps of its own
        if is_last and self._when == BEFORE:
            almost()
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return act()
        finally:
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)


class _FatedFile:
    """A file; who dies while writing to it has written half."""

    def __init__(self, file: Any, fate: _Fate) -> None:
        self._file, self._fate = file, fate

    def __enter__(self) -> "_FatedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: Any) -> Any:
        return self._fate.meet(partial(self._file.write, content), partial(self._write_half, content))

    def _write_half(self, content: Any) -> None:
        self._file.write(content[: len(content) // 2])
        self._file.flush()


def _is_asked_by_pages() -> bool:
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_filename.startswith(LIBRARY):
        frame = frame.f_back
    return frame.f_code.co_filename.startswith(PAGES)
