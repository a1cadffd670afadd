"""Workers: the test's hands on the processes of ``pages_at_work``."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from subprocess import PIPE
from typing import Any, Self
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from tests.articles.pages_at_work import READY

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
# Workers end by being killed and report nothing of what they covered; measuring it would only slow each of their steps.
NOT_INHERITED = "COVERAGE_"


class Died(Exception):
    """The process was killed before it had done what it was told to."""


class Worker:
    """One process. ``do`` waits until a deed is done; ``begin`` does not, and ``finish`` does."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.pid: int = self._told("pid")

    def do(self, deed: str, **given: Any) -> Any:
        """Let it do one of ``pages_deeds``; return what comes of it. Raises ``Died``."""
        self.begin(deed, **given)
        return self.finish()

    def begin(self, deed: str, **given: Any) -> Self:
        """Let it begin with something."""
        self._line.send((deed, given))
        return self

    def finish(self) -> Any:
        """Wait until it is done; return what comes of it."""
        return self._told("done")

    def refusal(self) -> str:
        """Wait until it has failed to do it; return the traceback."""
        return str(self._told("failed"))

    def until_it_pauses(self) -> None:
        """Wait until it stops where it was told to pause."""
        self._told("paused")

    def go_on(self) -> Self:
        """End a pause."""
        self._line.send(None)
        return self

    def is_busy(self, *, seconds: float) -> bool:
        """Whether it has still nothing to tell after so long."""
        return not self._line.poll(seconds)

    def stop(self) -> None:
        """Let it not go on for the time being, as when its machine is overloaded; only ``kill`` ends that."""
        os.kill(self.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """Kill it, as when the power goes, unless it is dead already."""
        with suppress(Died):
            while self._line.closed or self._line.poll():
                self._receive()
            os.kill(self.pid, signal.SIGKILL)
            while True:
                self._receive()

    def _told(self, kind: str) -> Any:
        assert self._line.poll(PATIENCE_SECONDS), "waited in vain"
        told, what = self._receive()
        assert told == kind, what
        return what

    def _receive(self) -> tuple[str, Any]:
        try:
            told: tuple[str, Any] = self._line.recv()
        except (EOFError, OSError) as error:
            self._line.close()
            raise Died from error
        return told


class Nursery:
    """Where workers come from: a process with Django loaded, which forks them."""

    def __init__(self, process: subprocess.Popen[str], listener: Listener, socket: str) -> None:
        self._process, self._listener, self._socket = process, listener, socket

    def worker(self, var: Path) -> Worker:
        """Return a new worker in the newsroom whose folder this is."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"socket": self._socket, "var": str(var)}) + "\n")
        self._process.stdin.flush()
        return Worker(self._listener.accept())


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Run a nursery over the test's database."""
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        socket = f"{folder}/line"
        Path(folder, "static").mkdir()
        command = [sys.executable, "-m", "tests.articles.pages_at_work"]
        inherited = {
            key: value for key, value in environment(folder).items() if not key.startswith(NOT_INHERITED)
        }
        with (
            Listener(socket, "AF_UNIX") as listener,
            subprocess.Popen(command, cwd=ROOT, env=inherited, stdin=PIPE, stdout=PIPE, text=True) as process,
        ):
            assert process.stdout
            assert process.stdout.readline().strip() == READY
            yield Nursery(process, listener, socket)
            assert process.stdin
            process.stdin.close()


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a further process over the test's database, with a folder of its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_VAR": folder,
        "DATABASE_URL": _database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "NEWSROOM_FIELD_KEYS": ",".join(settings.NEWSROOM_FIELD_KEYS),
        "NEWSROOM_LOG_KEY": settings.NEWSROOM_LOG_KEY,
    }


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = {"host": database["OPTIONS"].get("host") or database["HOST"]}
    account = ":".join(quote(part, safe="") for part in (database["USER"], database["PASSWORD"]) if part)
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{account}@{port}/{database['NAME']}?{urlencode(host)}"
