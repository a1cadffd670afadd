"""Slots: what all processes of this machine know together about pages that are being changed.

A slot is a small file that some subjects share. It counts their expiries and holds the marks of transactions that
have expired one of them and have not ended: whoever has rendered a page stores it only if, since before it was
rendered, the count has not moved and no mark has stood there.
"""

import errno
import fcntl
import json
import os
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from django.conf import settings

SLOTS = 256
# A slot has this size from the start, so that it can be written when the disk is full.
SIZE = 4096
OPENED = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
# What concerns every page has a slot of its own. Whoever holds it and another one takes it first.
EVERYTHING = "*"
ALL = "all"
POLL_SECONDS = 0.001
# A slot is held for milliseconds; who cannot have it for so long waits for a process that hangs.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Mark:
    """That a transaction has expired a subject: its database's name for it, and one of our own."""

    subject: str
    transaction: str
    token: str


@dataclass
class Slot:
    """What stands in a slot."""

    count: int = 0
    marks: list[Mark] = field(default_factory=list)

    def of(self, subject: str) -> list[Mark]:
        """Return the marks on one subject."""
        return [mark for mark in self.marks if mark.subject == subject]


@contextmanager
def held(subject: str, *, shared: bool = False) -> Iterator[Slot]:
    """Hold a subject's slot for a moment, alone among all processes; what is changed in it is written.

    With ``shared`` others may hold it too, who only read it. Nothing that could wait for a database is done
    meanwhile. Raises ``OSError`` when it cannot be had, also when somebody else holds it for ``PATIENCE_SECONDS``.
    """
    with _locked(_path(subject), fcntl.LOCK_SH if shared else fcntl.LOCK_EX) as descriptor:
        before = os.pread(descriptor, os.fstat(descriptor).st_size, 0).rstrip()
        slot = _parsed(before)
        yield slot
        if not shared and (after := _as_bytes(slot)) != before:
            _write(descriptor, after)


def remove_marks(subject: str, tokens: Collection[str]) -> None:
    """Remove the marks with these tokens from a subject."""
    with held(subject) as slot:
        slot.marks = [mark for mark in slot.marks if mark.token not in tokens]


@contextmanager
def alone(subject: str, *, seconds: float) -> Iterator[bool]:
    """Be the only one who renders a subject's pages; give False when that was not possible within ``seconds``."""
    with _open(_path(subject).with_suffix(".bake")) as descriptor:
        yield _locked_within(descriptor, seconds)


def prepare() -> None:
    """Make all slots, so that a full disk finds them there, and mend those that cannot be read."""
    for path in paths():
        with _open(path.with_suffix(".bake")), _locked(path, fcntl.LOCK_EX) as descriptor:
            content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
            _write(descriptor, _as_bytes(_parsed(content.rstrip())))


def marks() -> set[Mark]:
    """Return the marks in all slots."""
    found = set()
    for path in filter(Path.exists, paths()):
        with _locked(path, fcntl.LOCK_SH) as descriptor:
            found.update(_parsed(os.pread(descriptor, os.fstat(descriptor).st_size, 0).rstrip()).marks)
    return found


def paths() -> list[Path]:
    """Return where the slots are."""
    return [folder() / name for name in (ALL, *(f"{number:02x}" for number in range(SLOTS)))]


def folder() -> Path:
    """Return the folder of the slots; it lies beside the pages, for it is no web server's business."""
    path = directory()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def directory() -> Path:
    """Return where their folder is, whether or not it has been made."""
    path: Path = settings.NEWSROOM_VAR / "baking"
    return path


def _path(subject: str) -> Path:
    return directory() / (ALL if subject == EVERYTHING else f"{crc32(subject.encode()) % SLOTS:02x}")


@contextmanager
def _open(path: Path) -> Iterator[int]:
    """Open a file of ours, and give back its lock in the end, as the end of the process would."""
    try:
        descriptor = os.open(path, OPENED, 0o600)
    except FileNotFoundError:
        folder()
        descriptor = os.open(path, OPENED, 0o600)
    try:
        yield descriptor
    finally:
        # A process forked meanwhile has the file open too: closing it here would not give the lock back.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


@contextmanager
def _locked(path: Path, way: int) -> Iterator[int]:
    with _open(path) as descriptor:
        if not _locked_within(descriptor, PATIENCE_SECONDS, way):
            raise TimeoutError(errno.ETIMEDOUT, "a process that holds it hangs")
        yield descriptor


def _locked_within(descriptor: int, seconds: float, way: int = fcntl.LOCK_EX) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, way | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        else:
            return True


def _parsed(content: bytes) -> Slot:
    if not content:
        return Slot()
    try:
        count, marks = json.loads(content)
        return Slot(int(count), [Mark(*mark) for mark in marks])
    except (ValueError, TypeError):
        return Slot(time.time_ns())  # whatever was counted here, it was not this


def _as_bytes(slot: Slot) -> bytes:
    marks = [(mark.subject, mark.transaction, mark.token) for mark in slot.marks]
    return json.dumps((slot.count, marks)).encode()


def _write(descriptor: int, content: bytes) -> None:
    """Write in one step, over all that stands there: who dies before he could cut it off would leave a ruin.

    The room for more is taken first, so that a full disk is noticed while the old content is whole.
    """
    present = os.fstat(descriptor).st_size
    size = max(SIZE, len(content), present)
    if size > present and sys.platform == "linux":
        os.posix_fallocate(descriptor, 0, size)
    os.pwrite(descriptor, content.ljust(size), 0)
