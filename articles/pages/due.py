"""Due: at which times subjects expire by themselves; on the disk, for all processes and for the next start."""

import time
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from articles.pages import slots
from articles.pages.moments import FOR_EVER

MILLISECONDS = 1000


def note_end(subject: str, until: float) -> None:
    """Note that a subject expires at a time (seconds since the epoch). Raises ``OSError``."""
    if until == FOR_EVER:
        return
    path = _folder() / f"{int(until * MILLISECONDS)}-{crc32(subject.encode()):08x}"
    if not path.exists():
        aside = path.with_name(f".{uuid4().hex}")
        aside.write_text(subject, encoding="utf-8")
        aside.replace(path)


def ended() -> dict[Path, str]:
    """Return the subjects whose time has come, each by the note that says so."""
    now = time.time() * MILLISECONDS
    notes = (path for path in _folder().glob("[0-9]*-*") if int(path.name.partition("-")[0]) <= now)
    return {path: subject for path in notes if (subject := _read(path))}


def seconds_to_next(*, at_most: float) -> float:
    """Return how long it is until the next one ends."""
    now = time.time()
    ends = (int(path.name.partition("-")[0]) / MILLISECONDS for path in _folder().glob("[0-9]*-*"))
    return max(0.0, min(min(ends, default=FOR_EVER) - now, at_most))


def _read(path: Path) -> str:
    """Return the subject; "" when another process was quicker to end it."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _folder() -> Path:
    folder = slots.folder() / "due"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
