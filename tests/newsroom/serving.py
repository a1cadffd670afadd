"""A newsroom that is really served, as a process of its own: what the tests of ``manage.py serve`` start."""

import html
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180.0
# The tests' own database, and the measuring of coverage, which would slow each start.
NOT_INHERITED = ("DATABASE_URL", "COVERAGE_")
# `manage.py serve` with the slow application in the newsroom's place.
SERVE_SLOW = """
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
django.setup()
from django.core.management import execute_from_command_line
from newsroom.management.commands import serve
serve.APPLICATION = "tests.newsroom.slow_app:application"
execute_from_command_line(["manage.py", "serve"])
"""
SLOW = [sys.executable, "-c", SERVE_SLOW]
REAL = [sys.executable, "manage.py", "serve"]


def free_port() -> int:
    """Return a port at which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until it is true; fail when that has taken far too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, and the page with its entities decoded."""

    status: int
    headers: HTTPMessage
    text: str


class Served:
    """One run of ``manage.py serve``; each of its processes carries its mark in the environment."""

    def __init__(self, var: Path, command: list[str], **more: str) -> None:
        self.var, self.mark, self.port = var, uuid.uuid4().hex, free_port()
        self.log = var.parent / f"{self.mark}.log"
        self._environ = self._environment(more)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, start_new_session=True
            )

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        own = {"NEWSROOM_VAR": str(self.var), "PORT": str(self.port), "NEWSROOM_DEMO": "0"}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(NOT_INHERITED)}
        return {**inherited, **own, "SLOW_APP_SIGNS": str(self.var), "TEST_MARK": self.mark, **more}

    @property
    def output(self) -> str:
        """What it has printed until now."""
        return self.log.read_text()

    @property
    def processes(self) -> list[psutil.Process]:
        """What is alive of it, whoever the parent is by now."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _is_ours(self, process: psutil.Process, *, running: str = "") -> bool:
        with suppress(psutil.Error):
            alive = process.status() != psutil.STATUS_ZOMBIE
            ours = alive and process.environ().get("TEST_MARK") == self.mark
            return bool(ours and (not running or running in process.cmdline()))
        return False

    def programs(self, name: str) -> list[psutil.Process]:
        """Return what is alive of a program that it runs."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if self._is_ours(child, running=name)]

    def wait_until_open(self) -> None:
        """Wait for the last line of the start."""
        wait_until(lambda: "Press Ctrl-C" in self.output or self.process.poll() is not None)
        assert self.process.poll() is None, self.output

    def get(self, path: str) -> bytes:
        """Return the bytes of a page."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return bytes(answer.read())

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page, or send a form from it; return whatever the answer is."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST" if form else "GET", path, urlencode(form or {}), headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, html.unescape(answer.read().decode()))

    def manage(self, *words: str) -> str:
        """Run another command of the same newsroom; return what it prints."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self._environ, check=True, capture_output=True, text=True
        ).stdout

    def send(self, text: str) -> socket.socket:
        """Send the beginning of a request, or all of it; keep the connection open."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.sendall(text.encode())
        return connection

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def clean_up(self) -> None:
        """Leave nothing behind, whatever the test found."""
        for process in self.processes:
            with suppress(psutil.Error):
                process.kill()
        self.process.wait()


@contextmanager
def served(var: Path, command: list[str], **more: str) -> Iterator[Served]:
    """Start a newsroom and wait until it is open; clean up afterwards."""
    run = Served(var, command, **more)
    try:
        run.wait_until_open()
        yield run
    finally:
        run.clean_up()
