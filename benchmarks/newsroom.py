"""Newsroom: one that is seeded once, kept, and served from a copy for each benchmark, as `make run` serves it."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.load import MOST_LOOKS, settle
from benchmarks.machine import SERVER_CORE
from benchmarks.ports import free_port
from benchmarks.shapes import ROOT, Context

START_SECONDS = 120.0
STOP_SECONDS = 30.0
# Nothing takes longer, on the slowest of machines.
DEED_SECONDS = 1_200.0
# What a seed depends on: other code, other rows.
SOURCES = (
    "articles/**/*.py",
    "comments/**/*.py",
    "templates/comments/*",
    "newsroom/settings.py",
    "static/**/*",
)
SEEDERS = ("seed.py", "copies.py", "texts.py")
TELLS, MADE_BY = "seed.json", "made-by"


@dataclass(frozen=True)
class Site:
    """What a newsroom holds: one story with 200 comments, and beside it ``stories`` short ones.

    ``threads`` of 200 comments each are spread over the newest of them; ``lengths`` are those of further stories.
    """

    stories: int = 24
    threads: int = 0
    lengths: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The folder's name."""
        return "-".join(map(str, ("site", self.stories, self.threads, *self.lengths)))


def of_comments(number: int) -> Site:
    """Return the site with so many comments altogether (200, or a multiple of it)."""
    threads = number // 200 - 1
    return Site(stories=max(24, threads), threads=threads)


@dataclass
class Newsroom:
    """A newsroom that is being served; ``facts`` is what its seed told of it."""

    context: Context
    var: Path
    port: int
    facts: dict[str, Any]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return self.origin + path

    @property
    def story(self) -> str:
        """The address of the story with 200 comments."""
        return self.url(self.facts["story"])

    def get(self, path: str, **headers: str) -> bytes:
        """Return a page's bytes."""
        with urlopen(Request(self.url(path), headers=headers), timeout=60) as answer:
            return bytes(answer.read())

    def inside(self, deed: str, **given: Any) -> Any:
        """Do something in a process of the newsroom's own, on the server's core."""
        return inside(self.context, self.environment, deed, **given)


@contextmanager
def served(context: Context, site: Site, *, database: str = "", **more: str) -> Iterator[Newsroom]:
    """Serve a newsroom of that kind from a copy, with its database and its task worker on the servers' core.

    ``database`` is the URL of an empty PostgreSQL database; by default it is SQLite. Replies are not throttled.
    """
    var, port = context.scratch / "run", free_port()
    shutil.rmtree(var, ignore_errors=True)
    environment = _environment(var, port, database) | more
    if database:
        facts = _filled(context, environment, site, inside(context, environment, "seed"))
    else:
        shutil.copytree(_seeded(context, site), var)
        facts = _facts(var)
    try:
        with _running(context, environment) as process:
            # A new generation of pages is baked by a task, which begins after a moment and rests between its pages.
            settle(context, looks=MOST_LOOKS)
            yield Newsroom(context, var, port, facts, environment, process)
    finally:
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def unserved(context: Context, site: Site, *, database: str = "") -> Iterator[dict[str, str]]:
    """Yield the environment of a newsroom of that kind that nobody serves, a copy; ``database`` as for ``served``."""
    var = context.scratch / "run"
    shutil.rmtree(var, ignore_errors=True)
    environment = _environment(var, free_port(), database)
    if database:
        _filled(context, environment, site, inside(context, environment, "seed"))
    else:
        shutil.copytree(_seeded(context, site), var)
    try:
        yield environment
    finally:
        shutil.rmtree(var, ignore_errors=True)


def inside(context: Context, environment: Mapping[str, str], deed: str, **given: Any) -> Any:
    """Run a deed of ``benchmarks.inside`` and return what it printed."""
    command = [*context.tools.on(SERVER_CORE), sys.executable, "-m", "benchmarks.inside", deed]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            input=json.dumps(given),
            text=True,
            stdout=subprocess.PIPE,
            check=False,
            timeout=DEED_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"{deed} took longer than {DEED_SECONDS:.0f} s") from error
    if done.returncode:
        raise RuntimeError(f"{deed} ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def _filled(
    context: Context, environment: Mapping[str, str], site: Site, facts: dict[str, Any]
) -> dict[str, Any]:
    asked = {"stories": site.stories, "threads": site.threads, "lengths": site.lengths}
    found: dict[str, Any] = inside(context, environment, "extend", facts=facts, **asked)
    return found


def _seeded(context: Context, site: Site | None) -> Path:
    """Return the folder of that site, or of what all sites have; made anew when other code made it."""
    folder, digest = context.scratch / "seeds" / (site.name if site else "first"), _digest()
    mark = folder / MADE_BY
    if mark.exists() and mark.read_text(encoding="ascii") == digest:
        return folder
    context.say(f"  seeding {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)
    environment = _environment(folder, 0, "")
    if site is None:
        folder.mkdir(parents=True)
        facts = inside(context, environment, "seed")
    else:
        first = _seeded(context, None)
        shutil.copytree(first, folder, ignore=shutil.ignore_patterns(MADE_BY))
        facts = _filled(context, environment, site, _facts(first))
    (folder / TELLS).write_text(json.dumps(facts), encoding="utf-8")
    mark.write_text(digest, encoding="ascii")
    return folder


def _facts(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / TELLS).read_text(encoding="utf-8"))
    return found


def _digest() -> str:
    found = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()})
    found += [ROOT / "benchmarks" / name for name in SEEDERS]
    digest = hashlib.sha256()
    for path in found:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _environment(var: Path, port: int, database: str) -> dict[str, str]:
    """Return the environment of a newsroom of its own; what is set for this shell's newsroom has no say."""
    ours = {"DATABASE_URL", "DEBUG", "HOST", "PORT", "SECRET_KEY"}
    kept = {
        key: value for key, value in os.environ.items() if key not in ours and not key.startswith("NEWSROOM_")
    }
    kept |= {"NEWSROOM_ENV_FILE": os.devnull, "NEWSROOM_VAR": str(var), "PORT": str(port)}
    kept |= {"NEWSROOM_DEMO": "0", "NEWSROOM_FLOOD_SECONDS": "0"}
    return kept | ({"DATABASE_URL": database} if database else {})


@contextmanager
def _running(context: Context, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [*context.tools.on(SERVER_CORE), sys.executable, "manage.py", "serve"]
    log = context.scratch / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            _wait_until_open(process, log)
            yield process
        finally:
            _stop(process)


def _wait_until_open(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Press Ctrl-C" not in (said := log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The newsroom did not open: {said}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
