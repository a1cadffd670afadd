"""``manage.py serve``: opens once, tells once, stops always, and leaves no process behind."""

import itertools
import os
import re
import signal
import socket
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from newsroom.supervisor import HASTE_SECONDS
from tests.newsroom.serving import REAL, SLOW, Served, served, wait_until

pytestmark = pytest.mark.sqlite  # about processes; what PostgreSQL adds is in test_serve_on_postgres.py

SECOND_START_SECONDS = 5.0
REQUEST = "GET /{name} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HALF_A_POST = "POST /{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A newsroom at its first start."""
    with served(tmp_path_factory.mktemp("newsroom") / "var", REAL) as run:
        yield run


@pytest.fixture
def slow(first: Served) -> Iterator[Served]:
    """A newsroom that was started before, with a request under way that it will not answer soon."""
    with served(first.var, SLOW) as run, under_way(run, REQUEST):
        yield run


def under_way(run: Served, request: str) -> socket.socket:
    """Send a request and wait until the application has it."""
    connection = run.send(request.format(name=run.mark))
    wait_until((run.var / run.mark).exists)
    return connection


def interrupt(run: Served) -> None:
    """Do what Ctrl-C in a terminal does: every process of the foreground group gets SIGINT."""
    os.killpg(run.process.pid, signal.SIGINT)


def terminate(run: Served) -> None:
    """Do what a service manager does."""
    run.process.terminate()


def test_the_first_start_makes_a_closed_folder_with_closed_keys(first: Served) -> None:
    keys = list((first.var / "keys").iterdir())

    assert stat.S_IMODE(first.var.stat().st_mode) == 0o700
    assert keys
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}


def test_the_first_start_tells_the_addresses_and_last_of_all_the_password(first: Served) -> None:
    origin = f"http://127.0.0.1:{first.port}"
    *_, told = first.output.split(" is open.\n")
    told, _, _ = told.partition("Press Ctrl-C to stop.\n")  # what follows is the log of what happens then

    assert re.fullmatch(
        rf"\n  Front page       {origin}/\n  Moderation desk  {origin}/moderation/\n"
        r"\n  Sign in as       editor\n  Password         \S{16}\n.*\n\n",
        told,
    )


def test_the_open_newsroom_serves_its_pages_and_hashed_static_files(first: Served) -> None:
    page = first.get("/").decode()
    stylesheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)

    assert stylesheet
    assert first.get(stylesheet[1])


def test_a_later_start_is_quick_repeats_nothing_and_tells_no_password(first: Served) -> None:
    began = time.monotonic()
    with served(first.var, REAL) as later:
        seconds = time.monotonic() - began

    assert "Password" not in later.output
    assert "Collecting" not in later.output
    assert seconds < SECOND_START_SECONDS


@pytest.mark.parametrize("stop", [interrupt, terminate])
def test_five_of_five_stops_with_a_request_under_way_end_everything(
    first: Served, stop: Callable[[Served], None]
) -> None:
    with ExitStack() as stack:
        runs = [stack.enter_context(served(first.var, SLOW)) for _ in range(5)]
        for run, request in zip(runs, itertools.cycle([REQUEST, HALF_A_POST]), strict=False):
            stack.enter_context(under_way(run, request))
        for run in runs:
            stop(run)

        assert [run.ended() for run in runs] == [0] * 5
        assert [run.processes for run in runs] == [[]] * 5


@pytest.mark.parametrize("stop", [interrupt, terminate])
def test_a_stop_without_a_request_is_quick(first: Served, stop: Callable[[Served], None]) -> None:
    with served(first.var, REAL) as run:
        began = time.monotonic()
        stop(run)

        assert run.ended() == 0
        assert time.monotonic() - began < 3
        assert run.processes == []
        assert run.output.endswith("Stopping.\nStopped.\n")


def test_a_second_signal_kills_what_does_not_stop(slow: Served) -> None:
    interrupt(slow)
    wait_until(lambda: "Stopping." in slow.output)
    time.sleep(HASTE_SECONDS + 0.2)
    began = time.monotonic()
    interrupt(slow)

    assert slow.ended() == 1
    assert time.monotonic() - began < 3
    assert slow.processes == []
    assert "was killed" in slow.output


def test_a_signal_that_arrives_twice_at_once_is_one_request_to_stop(slow: Served) -> None:
    terminate(slow)
    terminate(slow)

    assert slow.ended() == 0
    assert slow.processes == []


def test_when_the_web_server_dies_everything_stops_and_says_so(first: Served) -> None:
    with served(first.var, REAL) as run:
        run.programs("granian")[0].kill()

        assert run.ended() == 1
        assert "The web server has stopped by itself" in run.output
        assert run.processes == []


def test_a_worker_that_dies_comes_back_and_a_stop_need_not_wait_for_it(first: Served) -> None:
    with served(first.var, REAL) as run:
        (first_worker,) = run.programs("task_worker")
        first_worker.kill()
        wait_until(lambda: run.programs("task_worker") not in ([], [first_worker]))
        run.programs("task_worker")[0].kill()
        wait_until(lambda: run.programs("task_worker") == [])
        run.process.terminate()

        assert run.ended() == 0
        assert run.processes == []
    assert run.output.count("The task worker has stopped by itself (SIGKILL)") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_when_the_supervisor_is_killed_its_programs_end_too(first: Served) -> None:
    with served(first.var, REAL) as run:
        run.process.kill()
        run.ended()

        wait_until(lambda: run.processes == [])
        assert run.process.returncode == -signal.SIGKILL


def test_a_port_in_use_is_told_before_anything_is_made(first: Served, tmp_path: Path) -> None:
    run = Served(tmp_path / "var", REAL, PORT=str(first.port))

    assert run.ended() == 1
    assert f"127.0.0.1 port {first.port} is already in use" in run.output
    assert f"PORT={first.port + 1} make run" in run.output
    assert not list(run.var.glob("*.sqlite3"))


def test_a_newsroom_whose_log_can_be_altered_is_not_opened(first: Served, tmp_path: Path) -> None:
    with closing(sqlite3.connect(first.var / "newsroom.sqlite3")) as source:
        (tmp_path / "var").mkdir()
        with closing(sqlite3.connect(tmp_path / "var" / "newsroom.sqlite3")) as copy:
            source.backup(copy)
            copy.execute("DROP TRIGGER comments_logentry_refuse_delete")
            copy.commit()
    run = Served(tmp_path / "var", REAL)

    assert run.ended() == 1
    assert "The log can be altered: no comments_logentry_refuse_delete." in run.output
    assert "verify_log --install-triggers" in run.output
    assert " is open." not in run.output


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    run = Served(tmp_path / "var", REAL, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")

    assert run.ended() == 1
    assert "The database does not answer" in run.output
    assert "Traceback" not in run.output
