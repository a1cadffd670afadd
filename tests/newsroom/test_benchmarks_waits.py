"""How benchmarks wait: what is broken off gives no rate, and a machine that is quiet again is known for it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest

from benchmarks import bulk, keyboard, load, weight
from benchmarks.machine import Tools
from benchmarks.shapes import Context
from benchmarks.writers import Sent


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path, Tools({}, cores=1))


class Told:
    """A newsroom that answers what it was told to answer."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    def inside(self, deed: str, **_given: Any) -> Any:
        """Answer a deed."""
        return self.answers.get(deed)


class Page:
    """A page of the desk on which everything was sent, and nobody came late."""

    def wait_for_function(self, _asked: str, *, timeout: int) -> None:
        """Wait for nothing."""

    def locator(self, _selector: str) -> Any:
        """Find none."""
        return SimpleNamespace(count=lambda: 0)


@pytest.mark.parametrize("is_over", [True, False])
def test_a_run_that_is_not_over_in_time_has_no_rate(
    context: Context, monkeypatch: pytest.MonkeyPatch, *, is_over: bool
) -> None:
    monkeypatch.setattr(bulk, "MOST_SECONDS", 0.0)
    monkeypatch.setattr(bulk, "Desk", lambda _newsroom: SimpleNamespace(approve_all=lambda: 1))
    monkeypatch.setattr(bulk, "send", lambda _newsroom, **_given: Sent(taken=[1.0]))
    newsroom: Any = Told(bulk_run={"is_over": is_over, "decided": 400})
    figures = {each.what: each.median for each in bulk._by_a_run(context, newsroom, "SQLite")}
    assert ("SQLite, by a run, decided and logged" in figures) is is_over
    assert figures["SQLite, by a run, not decided"] == bulk.BY_A_RUN - 400


@pytest.mark.parametrize("is_over", [True, False])
def test_a_race_that_is_broken_off_has_no_time_for_a_decision(
    context: Context, monkeypatch: pytest.MonkeyPatch, *, is_over: bool
) -> None:
    monkeypatch.setattr(keyboard, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(keyboard, "press_on", lambda _page, _key: not is_over)
    monkeypatch.setattr(keyboard, "sits_down", lambda *_who: Page())
    newsroom: Any = Told(decided={"entries": 4, "comments": 4, "held": 6})
    browser: Any = None
    figures = {each.what: each.median for each in keyboard._race(context, newsroom, browser)}
    assert ("two at once: a decision" in figures) is is_over
    assert figures["two at once: still held"] == 6


def test_a_machine_that_is_quiet_again_is_found_to_be_so(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, busy = [0.0], [1.0]

    def look() -> float:
        now[0] += load.LOOK_SECONDS
        return busy[0]

    monkeypatch.setattr(load, "_busy_share", look)
    monkeypatch.setattr(load, "time", SimpleNamespace(monotonic=lambda: now[0]))
    load.settle(context, looks=load.MOST_LOOKS)
    assert (len(context.told[""].notes), context.patience) == (1, load.IMPATIENCE_SECONDS)
    context.told.clear()
    busy[0] = 0.0
    load.settle(context, looks=load.MOST_LOOKS)
    assert not context.told


@pytest.mark.parametrize(("polished_after", "is_polished"), [(0, True), (3, True), (99, False)])
def test_a_page_is_compressed_once_to_know_how_small_it_can_be(
    monkeypatch: pytest.MonkeyPatch, polished_after: int, *, is_polished: bool
) -> None:
    text, now, compressed = "It rained. " * 100, [0.0], []
    compress = brotli.compress
    least = len(compress(text.encode(), quality=weight.BEST))

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def compressing(content: bytes, quality: int) -> bytes:
        compressed.append(quality)
        return bytes(compress(content, quality=quality))

    monkeypatch.setattr(weight, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    monkeypatch.setattr(weight, "_fetch", lambda _url: (least + 9 * (now[0] < polished_after), text))
    monkeypatch.setattr(brotli, "compress", compressing)
    assert weight._is_polished("http://127.0.0.1/") is is_polished
    assert compressed == [weight.BEST]
