"""The threads of a process write to SQLite one after the other, in the order of their coming."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from newsroom.sqlite import base, turns
from newsroom.sqlite.base import FULL, DatabaseWrapper
from newsroom.sqlite.turns import Turns

FOREVER = 30.0
AT_ONCE = 0.05


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A database with one table."""
    path = tmp_path / "paper.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE said (word TEXT)")
    with django_db_blocker.unblock():
        yield path


@contextmanager
def connected(file: Path, timeout: float = FOREVER, **more: str) -> Iterator[DatabaseWrapper]:
    """Give a connection of one's own, as the newsroom's are."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout, **more}
    own: Any = {"ENGINE": "newsroom.sqlite", "NAME": str(file), "OPTIONS": options}
    connection = ConnectionHandler({"default": own})["default"]
    assert isinstance(connection, DatabaseWrapper)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(connection: DatabaseWrapper) -> Iterator[None]:
    """Hold a transaction for as long as this lasts, and commit it."""
    begin(connection)
    yield
    connection.commit()
    connection.set_autocommit(True)


def begin(connection: DatabaseWrapper) -> None:
    """Begin a transaction as ``atomic`` does."""
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def waiting(taken: Turns) -> int:
    return len(taken._waiting)


def test_whoever_came_first_goes_first_whoever_has_the_turn_and_comes_back_goes_last() -> None:
    taken, went = Turns(), []

    def go(name: str) -> None:
        assert taken.take(FOREVER)
        went.append(name)
        taken.give()

    assert taken.take(FOREVER)
    threads = [threading.Thread(target=go, args=(name,)) for name in "abc"]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while waiting(taken) < number:
            time.sleep(0.001)
    taken.give()
    go("again")
    for thread in threads:
        thread.join()

    assert went == ["a", "b", "c", "again"]
    assert taken.take(AT_ONCE)


def test_whoever_has_waited_for_too_long_leaves_the_queue_and_is_handed_nothing() -> None:
    taken = Turns()
    assert taken.take(AT_ONCE)
    assert not taken.take(AT_ONCE)
    taken.give()
    assert taken.take(AT_ONCE)


def test_a_thread_waits_for_another_ones_transaction_and_sees_what_it_has_written(file: Path) -> None:
    seen: list[int] = []

    def write() -> None:
        with connected(file) as own, writing(own), own.cursor() as cursor:
            seen.extend(cursor.execute("SELECT COUNT(*) FROM said").fetchone())

    with connected(file) as connection:
        thread = threading.Thread(target=write)
        with writing(connection), connection.cursor() as cursor:
            thread.start()
            while not waiting(turns.of(str(file))):
                time.sleep(0.001)
            cursor.execute("INSERT INTO said VALUES (%s)", ["100 %"])
        thread.join()
    assert seen == [1]


def test_what_another_process_locks_is_waited_for_and_the_turn_comes_back(file: Path) -> None:
    with connected(file, timeout=AT_ONCE) as connection, closing(sqlite3.connect(file)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"), writing(connection):
            pytest.fail("two write at once")
        other.execute("ROLLBACK")
        with writing(connection):
            pass


def test_who_waits_in_the_queue_for_too_long_is_told_what_sqlite_tells(file: Path) -> None:
    with (
        connected(file) as first,
        connected(file, timeout=AT_ONCE) as second,
        writing(first),
        pytest.raises(OperationalError, match="database is locked"),
        writing(second),
    ):
        pytest.fail("two write at once")


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_a_transaction_that_is_not_committed_gives_its_turn_back_too(file: Path, end: str) -> None:
    with connected(file) as first, connected(file, timeout=AT_ONCE) as second:
        begin(first)
        getattr(first, end)()
        with writing(second):
            assert not second.get_autocommit()


def test_a_statement_is_spelled_for_sqlite_with_its_percent_signs(file: Path) -> None:
    with connected(file) as connection, connection.cursor() as cursor:
        for _ in range(2):
            assert cursor.execute("SELECT %s || '%%'", ["100 "]).fetchone() == ("100 %",)
        assert cursor.execute("SELECT %(number)s", {"number": 7}).fetchone() == (7,)


def synchronous(connection: DatabaseWrapper) -> int:
    connection.ensure_connection()
    return int(connection.connection.execute("PRAGMA synchronous").fetchone()[0])


def test_a_transaction_is_on_the_disk_before_it_is_committed_and_the_next_one_need_not_wait(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []

    def wait(descriptor: int) -> None:
        with connected(file, timeout=AT_ONCE) as other, writing(other), other.cursor() as cursor:
            synced.append(
                (os.fstat(descriptor).st_ino, cursor.execute("SELECT COUNT(*) FROM said").fetchone()[0])
            )
            monkeypatch.setattr(base, "_wait_for_the_disk", lambda _descriptor: None)

    with connected(file) as connection:
        monkeypatch.setattr(base, "_wait_for_the_disk", wait)
        with writing(connection), connection.cursor() as cursor:
            cursor.execute("INSERT INTO said VALUES ('now')")
            assert (synced, synchronous(connection)) == ([], 1)
        assert synced == [(Path(f"{file}-wal").stat().st_ino, 1)]


def test_what_is_written_without_a_transaction_is_left_to_sqlite(file: Path) -> None:
    with connected(file) as connection:
        assert synchronous(connection) == FULL
        with writing(connection):
            pass
        assert synchronous(connection) == FULL
        begin(connection)
        connection.rollback()
        assert synchronous(connection) == FULL


@pytest.mark.parametrize("setting", ["synchronous=OFF", "journal_mode=DELETE"])
def test_where_sqlite_keeps_what_it_is_given_otherwise_nothing_is_changed(
    file: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_wait_for_the_disk", pytest.fail)
    with connected(file, init_command=f"PRAGMA {setting}") as connection:
        before = synchronous(connection)
        with writing(connection), connection.cursor() as cursor:
            cursor.execute("INSERT INTO said VALUES ('now')")
            assert synchronous(connection) == before


def test_what_the_disk_refuses_is_not_committed_for_anybody_who_asked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(base, "_wait_for_the_disk", fail)
    with connected(file) as connection:
        begin(connection)
        with pytest.raises(OperationalError, match="disk I/O error"):
            connection.commit()
        assert not turns.of(str(file))._is_taken


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_newsroom_takes_turns() -> None:
    assert isinstance(connections["default"], DatabaseWrapper)
