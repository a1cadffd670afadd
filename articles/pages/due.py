"""Due: at which times subjects expire by themselves; on the disk, for all processes and for the next start."""

import os
import re
import time
from contextlib import suppress
from itertools import takewhile
from math import ceil
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from articles.pages import slots
from articles.pages.moments import FOR_EVER

MILLISECONDS = 1000
NOTE = re.compile(r"[0-9]+-[0-9a-f]{8}")
ASIDE = ".aside-"
# How late a note is found that was made a moment ago, or a time that the clock was set to; a time that comes in good
# order is seen at once. So a page that ends sooner than that is not kept.
NOTICE_SECONDS = 1.0
# No disk's clock moves in longer steps (FAT).
STEP_SECONDS = 2.0
# A folder on another machine may keep its changes from us for a while.
TRUSTED_SECONDS = 60.0


def note_end(subject: str, until: float) -> None:
    """Note that a subject expires at a time (seconds since the epoch). Raises ``OSError``."""
    if until == FOR_EVER:
        return
    path = _folder() / f"{ceil(until * MILLISECONDS)}-{crc32(subject.encode()):08x}"
    if not path.exists():
        aside = path.with_name(f"{ASIDE}{uuid4().hex}")
        with aside.open("x", encoding="utf-8") as file:
            file.write(subject)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)


def ended() -> dict[Path, str]:
    """Return the subjects whose time has come, each by the note that says so."""
    now = time.time()
    paths = [_folder() / name for name in takewhile(lambda name: _end_of(name) <= now, _notes.names())]
    return {path: _read(path) for path in paths}


def seconds_to_next(*, at_most: float) -> float:
    """Return how long it is until the next one ends."""
    ends = map(_end_of, _notes.names()[:1])
    return max(0.0, min(next(ends, FOR_EVER) - time.time(), at_most))


def tidy(*, older_than: float) -> None:
    """Remove what processes that died have left half-written, when it was before that time."""
    folder = _folder()
    for name in _names_in(folder):
        with suppress(FileNotFoundError):
            if name.startswith(ASIDE) and (folder / name).stat().st_mtime < older_than:
                (folder / name).unlink()


class _Notes:
    """The names of all notes, listed anew only when the folder may have changed: on most sites there are many.

    A disk's clock moves in steps, and what comes in the same step as a listing does not move the folder's time any
    more. So a list is good when it was made a while after that time was first seen; which does not ask our own clock
    for the time, since anybody may set it.
    """

    def __init__(self) -> None:
        self._seen: tuple[Path, int] | None = None
        self._seen_at = self._listed_at = 0.0
        self._names: list[str] = []

    def names(self) -> list[str]:
        """Return the names as they are now, the next to end first."""
        folder, now = _folder(), time.monotonic()
        seen = folder, folder.stat().st_mtime_ns
        if seen != self._seen:
            self._seen, self._seen_at, self._listed_at = seen, now, 0.0
        if self._listed_at < self._seen_at + STEP_SECONDS or now > self._listed_at + TRUSTED_SECONDS:
            self._names = sorted(filter(NOTE.fullmatch, _names_in(folder)), key=_end_of)
            self._listed_at = now
        return self._names


_notes = _Notes()


def _names_in(folder: Path) -> list[str]:
    return os.listdir(folder)  # noqa: PTH208  (of many, and nothing but the names)


def _end_of(name: str) -> float:
    return int(name.partition("-")[0]) / MILLISECONDS


def _read(path: Path) -> str:
    """Return the subject; "" when another process was quicker to end it, or when nothing is left to read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _folder() -> Path:
    folder = slots.folder() / "due"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
