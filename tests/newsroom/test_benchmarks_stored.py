"""The stored run of the benchmarks: what is kept of which run, and what the documentation shows of it."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import paper, stored
from benchmarks.machine import Tools
from benchmarks.peers import Peer
from benchmarks.shapes import MILLISECONDS, RATE, Context, Figure, Told, figure
from benchmarks.stored import Record

PAGE = figure("story page", "not baked", RATE, [100.0], limit=[1_000])
POSTING = figure("posting", "SQLite, 32 writers, rows stored", RATE, [6.0], limit=[1_000])
KEYBOARD = figure("keyboard", "key to the next card, p95", MILLISECONDS, [90.0])
LOUD = "It was loud."


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path, Tools({}, cores=1))


def a_run(at: str, *figures: Figure, notes: Iterable[str] = (), only_begun: str = "") -> Record:
    """Return a run whose parts came to their end then, but for one."""
    context = Context(Path(), Tools({}, cores=1))
    names = {each.benchmark for each in figures}
    context.told = {name: Told("" if name == only_begun else at, [*notes]) for name in names}
    return stored.record(context, figures, [])


def test_a_part_that_is_measured_alone_takes_the_place_of_its_old_figures_and_of_no_others() -> None:
    slow = figure("story page", "not baked", RATE, [50.0], limit=[1_000])
    kept = stored.merged(a_run("then", PAGE, POSTING), a_run("now", KEYBOARD, slow))
    assert [each["benchmark"] for each in kept["figures"]] == ["story page", "posting", "keyboard"]
    assert kept["figures"][0]["median"] == 50
    assert kept["goals"] == [{"key": KEYBOARD.key, "says": "≤ 100", "verdict": "met"}]
    assert {name: told["at"] for name, told in kept["parts"].items()} == {
        "story page": "now",
        "posting": "then",
        "keyboard": "now",
    }


def test_what_there_was_to_note_of_a_part_goes_with_its_figures() -> None:
    kept = stored.merged(a_run("then", PAGE, POSTING, notes=[LOUD]), a_run("now", PAGE))
    assert (kept["parts"]["story page"]["notes"], kept["parts"]["posting"]["notes"]) == ([], [LOUD])


def test_a_part_that_broke_off_takes_nobodys_place() -> None:
    half = figure("posting", "SQLite, 1 writer, rows stored", RATE, [1.0])
    kept = stored.merged(a_run("then", PAGE, POSTING), a_run("now", half, KEYBOARD, only_begun="posting"))
    assert [each["what"] for each in kept["figures"]] == [PAGE.what, POSTING.what, KEYBOARD.what]
    assert kept["parts"]["posting"]["at"] == "then"


def test_a_part_that_there_is_no_more_is_not_kept() -> None:
    gone = figure("telegraph", "dots", RATE, [1.0])
    assert [
        each["benchmark"] for each in stored.merged(a_run("then", gone, PAGE), a_run("now"))["figures"]
    ] == ["story page"]


def part(name: str, measured: Figure, *, breaks: bool = False) -> Any:
    """Return a benchmark that gives one figure and then ends, or breaks off."""

    def run(_context: Context) -> Iterator[Figure]:
        yield measured
        if breaks:
            raise RuntimeError("The server went away.")

    return SimpleNamespace(NAME=name, NEEDS=(), SIZES=(), run=run)


def test_only_what_came_to_its_end_is_stored_and_the_rest_said(
    context: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published: list[Record] = []
    monkeypatch.setattr(command, "STORED", context.scratch / "stored.json")
    monkeypatch.setattr(paper, "publish", published.append)
    stored.write(command.STORED, a_run("then", PAGE, POSTING))
    faster = figure("story page", "not baked", RATE, [200.0], limit=[1_000])
    half = figure("posting", "SQLite, 32 writers, rows stored", RATE, [1.0])
    parts = [part("story page", faster), part("posting", half, breaks=True)]
    figures = [each for chosen in parts for each in command._run(context, chosen)]
    command._store(context, stored.record(context, figures, []))
    kept = stored.read(command.STORED)
    assert [each["median"] for each in kept["figures"]] == [200, 6]
    assert published == [kept]
    assert context.failed
    assert "Not stored: posting, which did not come to its end." in capsys.readouterr().err


@pytest.mark.parametrize(("figures", "is_whole"), [([PAGE, POSTING], True), ([PAGE], False), ([], False)])
def test_what_stands_beside_peers_is_whole_with_one_of_ours_beside_each(
    context: Context, figures: list[Figure], *, is_whole: bool
) -> None:
    context.part = "beside peers"
    found = [Peer("other", "1", "post", 50.0, 0.05), Peer("other", "1", "page", 19.0, 0.01)]
    command._beside(context, figures, found)
    run = stored.record(context, figures, found)
    assert bool(stored.merged(a_run("then", PAGE), run)["peers"]) is is_whole


def test_the_documentation_gets_the_figures_between_its_marks() -> None:
    run = a_run("2026-11-23T18:35:00+00:00", PAGE, notes=[LOUD])
    written = paper.with_figures(f"before {paper.BEGIN} old {paper.END} after", run)
    assert written.startswith("before ")
    assert written.endswith(" after")
    assert "| not baked | | 100 | | per second | 0.1 | | |" in written
    assert "### Story page\n\nMeasured on 2026-11-23 at 18:35 UTC. It was loud.\n\n| |" in written
    assert paper.with_figures(written, run) == written
    with pytest.raises(ValueError, match="no place"):
        paper.with_figures("nothing", run)


def test_the_documentation_names_the_parts_that_were_not_measured() -> None:
    everything = [figure(name, "something", RATE, [1.0]) for name in stored.parts()]
    some = [each for each in everything if each.benchmark not in {"desk", "bulk"}]
    document = f"{paper.BEGIN}{paper.END}"
    assert "There are no figures yet of: desk, bulk.\n" in paper.with_figures(document, a_run("now", *some))
    assert "no figures yet" not in paper.with_figures(document, a_run("now", *everything))


def test_where_nothing_came_to_its_end_the_stored_run_stays_as_it_is(
    context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "STORED", tmp_path / "stored.json")
    context.part = "posting"
    context.note("Stopped: posting.")
    command._store(context, stored.record(context, [], []))
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_ended_ends_in_good_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def be_ended(*_args: object, **_more: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(sys, "argv", ["benchmarks", "--scratch", str(tmp_path)])
    monkeypatch.setattr(command, "_measured", be_ended)
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(KeyboardInterrupt):
            command.main()
    finally:
        signal.signal(signal.SIGTERM, before)


def test_what_the_documentation_shows_is_what_is_stored() -> None:
    document = paper.DOCUMENT.read_text(encoding="utf-8")
    assert paper.with_figures(document, stored.read(command.STORED)) == document
