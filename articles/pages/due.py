"""Due: at which times subjects expire by themselves; on the disk, for all processes and for the next start."""

import os
import time
from contextlib import suppress
from math import ceil
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from articles.pages import slots
from articles.pages.moments import FOR_EVER

MILLISECONDS = 1000
ASIDE = ".aside-"


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
    now = time.time() * MILLISECONDS
    notes = (path for path in _folder().glob("[0-9]*-*") if int(path.name.partition("-")[0]) <= now)
    return {path: _read(path) for path in notes}


def seconds_to_next(*, at_most: float) -> float:
    """Return how long it is until the next one ends."""
    now = time.time()
    ends = (int(path.name.partition("-")[0]) / MILLISECONDS for path in _folder().glob("[0-9]*-*"))
    return max(0.0, min(min(ends, default=FOR_EVER) - now, at_most))


def tidy(*, older_than: float) -> None:
    """Remove what processes that died have left half-written, when it was before that time."""
    for path in _folder().glob(f"{ASIDE}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than:
                path.unlink()


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
