"""A database's host that takes connections and never answers: one thread waits for it, and kept pages go on."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from psycopg import OperationalError as Refused
from psycopg.errors import ConnectionTimeout

from newsroom.postgresql import base, silence
from newsroom.postgresql.silence import Silence
from tests.newsroom.serving import NOT_INHERITED

THREADS = 4
CONNECT_SECONDS = 3  # as settings have it


@pytest.fixture
def silent_host() -> Iterator[int]:
    """Listen at a port, take whoever comes, and say nothing."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=100)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def knowledge(monkeypatch: pytest.MonkeyPatch) -> Silence:
    """Let nobody know anything about the host yet."""
    fresh = Silence()
    monkeypatch.setattr(base, "silence", fresh)
    return fresh


def connection_to(port: int) -> base.DatabaseWrapper:
    """Return a connection that is not open yet."""
    given = {
        "ENGINE": "newsroom.postgresql",
        "NAME": "newsroom",
        "USER": "",
        "PASSWORD": "",
        "HOST": "127.0.0.1",
    }
    more = {"PORT": str(port), "OPTIONS": {"connect_timeout": 2, "sslmode": "disable"}, "TIME_ZONE": None}
    rest = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    return base.DatabaseWrapper({**given, **more, **rest}, "silent")


def seconds_to_fail(port: int) -> float:
    """Try to connect; return how long it took to be told that it is not possible."""
    began = time.monotonic()
    connection = connection_to(port)
    with pytest.raises(Refused):
        connection.get_new_connection(connection.get_connection_params())
    return time.monotonic() - began


def test_one_thread_waits_and_the_others_are_told_at_once(silent_host: int, knowledge: Silence) -> None:
    assert seconds_to_fail(silent_host) > 1
    with ThreadPoolExecutor(THREADS) as threads:
        taken = sorted(threads.map(lambda _: seconds_to_fail(silent_host), range(8)))
    assert taken[-1] < 1


def test_at_first_the_others_wait_for_a_moment_only(silent_host: int, knowledge: Silence) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        taken = sorted(threads.map(lambda _: seconds_to_fail(silent_host), range(THREADS)))
    # One waits until its connection is given up, the others for as long as nobody who is answered waits.
    assert taken[-2] < silence.PATIENCE_SECONDS + 0.7 < taken[-1]


def test_after_a_rest_one_asks_again_and_all_is_well_when_it_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = Silence()
    with pytest.raises(ConnectionTimeout), host.breaking():
        raise ConnectionTimeout
    with pytest.raises(Refused), host.breaking():
        pytest.fail("it is asked again too early")
    monkeypatch.setattr(host, "_rests_until", time.monotonic())
    with host.breaking(), pytest.raises(Refused), host.breaking():
        pytest.fail("two ask at the same time")
    with host.breaking():
        pass


def test_a_distant_host_is_waited_for_by_as_many_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "PATIENCE_SECONDS", 0.5)
    host = Silence()

    def connect(_thread: int) -> bool:
        with host.breaking():
            time.sleep(0.2)
        return True

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(connect, range(THREADS))) == [True] * THREADS


def test_a_host_that_says_no_is_asked_by_everybody() -> None:
    host = Silence()
    for _ in range(3):
        with pytest.raises(Refused, match="No"), host.breaking():
            raise Refused("No")


@pytest.mark.parametrize("answer", [None, Refused("No")])
def test_what_a_slow_host_answers_ends_its_silence(
    monkeypatch: pytest.MonkeyPatch, answer: Refused | None
) -> None:
    monkeypatch.setattr(silence, "PATIENCE_SECONDS", 0.1)
    host = Silence()
    with suppress(Refused), host.breaking():
        with ThreadPoolExecutor(1) as other:
            assert isinstance(other.submit(_told, host).exception(), Refused)
        if answer:
            raise answer
    # Whoever comes now waits again, for one who is answered in time.
    with ThreadPoolExecutor(1) as other:
        with host.breaking():
            waiting = other.submit(_told, host)
            time.sleep(0.05)
        assert waiting.result() is None


def _told(host: Silence) -> None:
    with host.breaking():
        pass


@pytest.fixture
def beside_it(silent_host: int, tmp_path: Path) -> Iterator[int]:
    """Serve a newsroom whose database is there; yield its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    url = f"postgres://nobody@127.0.0.1:{silent_host}/newsroom?sslmode=disable"
    ours = {
        "DATABASE_URL": url,
        "NEWSROOM_VAR": str(tmp_path),
        "PORT": str(port),
        "NEWSROOM_ENV_FILE": os.devnull,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    place: dict[str, Any] = {
        "cwd": django_settings.BASE_DIR,
        "env": {**inherited, **ours},
        "stdout": subprocess.DEVNULL,
    }
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput"], **place, check=True)
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    granian += ["--blocking-threads", str(THREADS), "newsroom.wsgi:application"]
    server = subprocess.Popen([sys.executable, "-m", *granian], **place, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        assert _ask(port, "/robots.txt")[0] == 200  # what comes first loads what all need
        yield port
    finally:
        server.terminate()
        server.wait()


def test_what_needs_no_database_is_answered_beside_it(beside_it: int) -> None:
    with ThreadPoolExecutor(2 * THREADS) as readers:
        waiting = [readers.submit(_ask, beside_it, f"/2026/11/{day:02}/a-story/") for day in range(1, 9)]
        status, seconds = _ask(beside_it, "/robots.txt")
        assert {each.result()[0] for each in waiting} == {503}
    assert status == 200
    # With four threads that each waited for the host, for as long as a connection may take.
    assert seconds < CONNECT_SECONDS


def _ask(port: int, path: str) -> tuple[int, float]:
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status, time.monotonic() - began


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("The server does not listen.")
