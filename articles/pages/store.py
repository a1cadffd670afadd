"""Store: the files of the kept pages, and how they come and go.

``current`` leads to the folder of the present generation; in it each page has a folder with its bytes in three
encodings, and with ``index.json``, which says what else belongs to them. A web server is given ``current`` alone.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from uuid import uuid4

from django.conf import settings

from articles.pages.generation import generation
from articles.pages.kinds import Spot
from articles.pages.moments import FOR_EVER

CURRENT = "current"
NAME = "index.html"
# Its time is the page's, and it stays when the page is taken away, so that the next one is younger.
FACTS = "index.json"
# Its time is one that pages had before they were taken away so that nothing is left of them.
FLOOR = "floor"
ENCODINGS = {"": NAME, "gzip": f"{NAME}.gz", "br": f"{NAME}.br"}
# A validator made from the time of a file has whole seconds.
TICK = 1
TAG_LENGTH = 32  # half a SHA-256: 128 bits
# Seconds by which a clock may be set back without a page being distrusted for it.
LEEWAY = 5.0


class Damaged(Exception):
    """What stands at a page's place is not what was put there; the text is the place."""


@dataclass(frozen=True)
class Page:
    """A page: its bytes by encoding (all when it is kept), the headers that Django gave it, and how long it is true.

    ``baked_at`` and ``until`` are seconds since the epoch, ``version`` is that of its subject when it was rendered.
    """

    bodies: dict[str, bytes]
    headers: list[tuple[str, str]]
    baked_at: float
    until: float = FOR_EVER
    version: str = ""
    squeezing: Lock = field(default_factory=Lock, compare=False, repr=False)  # held to add bytes

    def is_true_at(self, now: float) -> bool:
        """Whether it may be shown now; not when its time is over, nor when the clock was ahead when it was baked."""
        return self.baked_at - LEEWAY <= now < self.until


@dataclass(frozen=True)
class Facts:
    """What stands in ``index.json``."""

    headers: list[tuple[str, str]]
    digests: dict[str, str]
    baked_at: float
    until: float
    version: str


def digest(body: bytes) -> str:
    """Return what a page's bytes are known by."""
    return hashlib.sha256(body).hexdigest()[:TAG_LENGTH]


def root() -> Path:
    """Return the folder of the present generation."""
    folder: Path = settings.NEWSROOM_PAGES / generation()
    return folder


def path_of(spot: Spot, encoding: str = "") -> Path:
    """Return where a page's bytes stand."""
    return root() / spot.place / ENCODINGS[encoding]


def facts_of(folder: Path) -> Facts | None:
    """Read what is known of the page in a folder; None when there is nothing, or nothing sound."""
    try:
        known = json.loads((folder / FACTS).read_bytes())
        if known.pop("seal") != digest(json.dumps(known).encode()):
            return None
        headers = [(name, value) for name, value in known["headers"]]
        times = float(known["baked_at"]), float(known["until"] or FOR_EVER)
        return Facts(headers, dict(known["digests"]), *times, str(known["version"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def read(spot: Spot) -> Page | None:
    """Read a page in all encodings; None when it is not there. Raises ``Damaged``; its slot is held meanwhile."""
    folder = root() / spot.place
    if not (folder / NAME).exists():
        return None
    facts = facts_of(folder)
    try:
        bodies = {encoding: (folder / name).read_bytes() for encoding, name in ENCODINGS.items()}
    except OSError as error:
        raise Damaged(spot.place) from error
    if facts is None or {encoding: digest(body) for encoding, body in bodies.items()} != facts.digests:
        raise Damaged(spot.place)
    return Page(bodies, facts.headers, facts.baked_at, facts.until, facts.version)


def write(page: Page) -> Path:
    """Write a page aside, safely on the disk, and return its folder, for ``put``. Raises ``OSError``.

    What a web server may serve is waited for; without its facts, should the power fail now, nobody believes a page.
    """
    aside: Path = settings.NEWSROOM_PAGES / f"aside-{uuid4().hex}"
    _make(aside)
    try:
        _write(aside / FACTS, _described(page))
        for encoding, body in page.bodies.items():
            _write(aside / ENCODINGS[encoding], body)
        # Not before all are written: the first takes along most of what the others wait for.
        for encoding in page.bodies:
            _write_through(aside / ENCODINGS[encoding])
    except OSError:
        discard(aside)
        raise
    return aside


def put(spot: Spot, aside: Path) -> None:
    """Put a page that was written aside in its place; its slot is held meanwhile.

    The file that a web server looks for comes last. Its time is at least a second after that of the page before
    it, also when both come within one second, so that no validator made from it names two pages.
    """
    folder = root() / spot.place
    _make(folder)
    take_away(folder)
    _bring(aside, folder, FACTS, *reversed(ENCODINGS.values()))
    aside.rmdir()


def exchange(spot: Spot, aside: Path, encoding: str, *, of: Page) -> bool:
    """Put a page's bytes in one encoding in the place of others that say the same; its slot is held meanwhile.

    ``aside`` has the page ``of`` with the new bytes. Return False when it is not the page that stands there. The time
    of the bytes is younger, as a new page's would be; those in other encodings stay as they are.
    """
    folder = root() / spot.place
    facts = facts_of(folder)
    if facts is None or facts.digests != _digests(of) or not (folder / NAME).exists():
        return False
    _bring(aside, folder, FACTS, ENCODINGS[encoding])
    return True


def drop(subject: str) -> None:
    """Take away all pages of a subject, in every generation. Raises ``OSError`` when one cannot be taken away."""
    for folder in generations():
        for place, _, names in os.walk(folder / subject, onerror=_unless_missing):
            if not set(ENCODINGS.values()).isdisjoint(names):
                take_away(Path(place))


def drop_all() -> None:
    """Take away every page at once, by taking away their folders; the disk knows before anything is committed."""
    _raise_floor()
    for folder in generations():
        put_aside(folder)
    _write_through(settings.NEWSROOM_PAGES)


def put_aside(folder: Path) -> None:
    """Take away a generation; the caretaker has the time to remove it."""
    with suppress(FileNotFoundError):
        folder.rename(folder.with_name(f"away-{uuid4().hex}"))


def take_away(folder: Path) -> None:
    """Take away one page, whole or not; what is left says when it was, and nothing of what it said."""
    for name in ENCODINGS.values():
        (folder / name).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove a folder that nobody needs any more."""
    if folder.is_symlink():
        folder.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def generations() -> Iterator[Path]:
    """Go through the folders of all generations, for an older version of us may still be running."""
    with suppress(FileNotFoundError):
        yield from [path for path in settings.NEWSROOM_PAGES.iterdir() if path.name.startswith("g-")]


def _unless_missing(error: OSError) -> None:
    """Let nobody believe that a folder is empty that could only not be looked into."""
    if not isinstance(error, FileNotFoundError):
        raise error


def is_pointed() -> bool:
    """Whether ``current`` leads anywhere."""
    return bool((settings.NEWSROOM_PAGES / CURRENT).is_symlink())


def point() -> None:
    """Let ``current`` lead to the present generation."""
    link = settings.NEWSROOM_PAGES / CURRENT
    if link.is_symlink() and link.readlink() == Path(generation()):
        return
    _make(root())
    _raise_floor()
    aside = link.with_name(f"aside-{uuid4().hex}")
    aside.symlink_to(generation())
    aside.replace(link)


def _bring(aside: Path, folder: Path, *names: str) -> None:
    stamp = _next_stamp(folder)
    for name in names:
        os.utime(aside / name, (stamp, stamp))
        (aside / name).replace(folder / name)


def _digests(page: Page) -> dict[str, str]:
    return {encoding: digest(body) for encoding, body in page.bodies.items()}


def _described(page: Page) -> bytes:
    facts = {
        "headers": page.headers,
        "digests": _digests(page),
        "baked_at": page.baked_at,
        "until": None if page.until == FOR_EVER else page.until,
        "version": page.version,
    }
    return json.dumps({**facts, "seal": digest(json.dumps(facts).encode())}).encode()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        os.fchmod(file.fileno(), 0o644)


def _write_through(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _next_stamp(folder: Path) -> int:
    now, was, floor = int(time.time()), _time_of(folder / FACTS), _time_of(settings.NEWSROOM_PAGES / FLOOR)
    if was is None:
        return max(now, (floor or 0) + TICK)
    stamp = max(now, was + TICK)
    if stamp > now:
        _raise_floor(stamp)
    return stamp


def _raise_floor(to: int = 0) -> None:
    """Remember a time that pages have had, for those whose own last time will not be known any more.

    That of a page without one was at most a tick above the floor, or it was that of the clock.
    """
    path = settings.NEWSROOM_PAGES / FLOOR
    _make(path.parent)
    stamp = max(to, int(time.time()), (_time_of(path) or 0) + TICK)
    path.touch()
    os.utime(path, (stamp, stamp))


def _time_of(path: Path) -> int | None:
    try:
        return int(path.stat().st_mtime)
    except FileNotFoundError:
        return None


def _make(folder: Path) -> None:
    """Make a folder that a web server can enter, whatever the umask."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
