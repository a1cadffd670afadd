"""Slots and wishes: what the processes know together about pages, also when a file of it is a ruin."""

import errno
import os
import subprocess
import time
from pathlib import Path

import pytest

from articles.pages import slots
from articles.pages.slots import Mark
from articles.pages.wanted import CALM_SECONDS, MOST, Wishes
from tests.articles.asking import Site
from tests.articles.keeping import kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that stands still: its only element is the time."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_wishes_are_remembered_once_in_their_order_and_within_bounds(clock: list[float]) -> None:
    wishes = Wishes()
    wishes.ask(["front"])
    wishes.hear()
    wishes.ask(["front", "sections/harbour", "front"])
    clock[0] += CALM_SECONDS
    assert [wishes.take(seconds=0) for _ in range(3)] == ["/", "/sections/harbour/", None]
    wishes.ask(str(number) for number in range(MOST + 10))
    clock[0] += CALM_SECONDS
    assert len([wishes.take(seconds=0) for _ in range(MOST)]) == MOST
    assert wishes.take(seconds=0) is None


def test_what_changes_again_and_again_is_not_baked_ahead_each_time(clock: list[float]) -> None:
    wishes = Wishes()
    wishes.hear()
    for _ in range(3):
        wishes.ask(["front"])
        clock[0] += CALM_SECONDS / 2
        assert wishes.take(seconds=0) is None
    clock[0] += CALM_SECONDS / 2
    assert [wishes.take(seconds=0) for _ in range(2)] == ["/", None]


def test_a_slot_that_was_garbled_trusts_no_rendering_under_way() -> None:
    subject = "2026/11/22/story"
    with slots.held(subject) as slot:
        slot.count = 7
    next(path for path in slots.folder().iterdir() if path.stat().st_size == slots.SIZE).write_bytes(b"{]")
    with slots.held(subject) as slot:
        assert slot.count > 7
        assert not slot.marks


@pytest.mark.parametrize("content", [b"", b"\0" * slots.SIZE, b"[1", b"{}", b"[1, [[1]]]"])
def test_a_slot_that_cannot_be_read_is_mended_by_the_next_reader(content: bytes) -> None:
    make_article()
    site = Site()
    site.get("/sections/harbour/")
    for path in (slots.folder() / slots.ALL, *slots.paths()):
        if path.exists():
            path.write_bytes(content)
    site.get("/")
    assert "/" in kept()


def test_a_slot_grows_only_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [Mark("front", str(number), "x" * 32) for number in range(100)]

    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with slots.held("front") as slot:
        slot.marks += marks[:1]
    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OSError, match="full"), slots.held("front") as slot:
        slot.marks += marks[1:]
    with slots.held("front") as slot:
        assert slot.marks == marks[:1]


def test_a_child_does_not_keep_a_lock_that_its_parent_gave_back() -> None:
    with slots.held("front"):
        child = subprocess.Popen(["sleep", "30"], pass_fds=_open_files())
    try:
        with slots.held("front") as slot:
            slot.count += 1
        assert child.poll() is None  # it had the file open all the while
    finally:
        child.kill()
        child.wait()


def _open_files() -> list[int]:
    """Return all descriptors of this process."""
    return [int(path.name) for path in Path("/proc/self/fd").iterdir() if path.exists()]
