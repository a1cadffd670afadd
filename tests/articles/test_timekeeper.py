"""Timekeeper: times that pass are noticed, and it costs nothing to look for them while nothing has changed."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from articles.pages import due, expiry, slots, timekeeper
from articles.pages.moments import FOR_EVER

SOON = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that stands until it is set, of those that nobody else can set."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return what notes how often the folder of the notes is listed."""
    found: list[Path] = []
    listdir = os.listdir

    def noted(folder: Path) -> list[str]:
        found.append(folder)
        return listdir(folder)

    monkeypatch.setattr(os, "listdir", noted)
    return found


def folder() -> Path:
    """Return the folder of the notes."""
    return slots.folder() / "due"


def next_end() -> float:
    """Return when the next one ends."""
    return time.time() + due.seconds_to_next(at_most=FOR_EVER)


def settle(clock: list[float]) -> None:
    """Let the folder stand for as long as it takes to be sure that nothing more has come into it."""
    long_ago = time.time() - SOON
    os.utime(folder(), (long_ago, long_ago))
    due.ended()
    clock[0] += due.STEP_SECONDS
    due.ended()


def test_the_folder_is_not_listed_again_while_it_stands(clock: list[float], listings: list[Path]) -> None:
    due.note_end("front", time.time() + SOON)
    settle(clock)
    listings.clear()
    for _ in range(10):
        clock[0] += due.NOTICE_SECONDS
        assert due.ended() == {}
        assert due.seconds_to_next(at_most=due.NOTICE_SECONDS) == due.NOTICE_SECONDS
    assert listings == []
    clock[0] += due.TRUSTED_SECONDS
    due.ended()
    assert len(listings) == 1


def test_a_note_of_another_process_is_found(clock: list[float]) -> None:
    due.note_end("front", time.time() + SOON)
    settle(clock)
    before = next_end()
    (folder() / f"{int((time.time() - 1) * 1000)}-00000000").write_text("sections/harbour")
    assert list(due.ended().values()) == ["sections/harbour"]
    timekeeper.end_what_is_due()
    assert next_end() == pytest.approx(before)


def test_a_note_that_comes_within_the_same_step_of_the_disks_clock_is_found(clock: list[float]) -> None:
    due.note_end("front", time.time() + SOON)
    assert due.ended() == {}
    was = folder().stat()
    (folder() / f"{int((time.time() - 1) * 1000)}-00000000").write_text("sections/harbour")
    os.utime(folder(), ns=(was.st_atime_ns, was.st_mtime_ns))
    assert list(due.ended().values()) == ["sections/harbour"]


def test_the_first_to_end_counts_whatever_else_lies_there() -> None:
    now = time.time()
    for subject, seconds in (("front", 200), ("sections/harbour", 100), ("2026/11/23/a", 300)):
        due.note_end(subject, now + seconds)
    (folder() / ".nfs0001-2").write_text("")
    (folder() / "notes-of-somebody").write_text("")
    assert next_end() == pytest.approx(now + 100, abs=1.0)


def test_what_cannot_be_ended_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []

    def end(subject: str) -> None:
        if subject == "sections/harbour":
            raise TimeoutError("a process that holds it hangs")
        ended.append(subject)

    monkeypatch.setattr(expiry, "expire_now", end)
    for number, subject in enumerate(("front", "sections/harbour", "sections/schools")):
        due.note_end(subject, time.time() - 10 + number)
    with pytest.raises(TimeoutError, match="hangs"):
        timekeeper.end_what_is_due()
    assert sorted(ended) == ["front", "sections/schools"]
    assert list(due.ended().values()) == ["sections/harbour"]


def test_it_sleeps_until_the_next_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    sleep: Callable[[float], Any] = slept.append
    due.note_end("front", time.time() + due.NOTICE_SECONDS / 2)
    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", sleep)
        timekeeper.Timekeeper().turn()
    assert 0 < slept[0] <= due.NOTICE_SECONDS / 2
