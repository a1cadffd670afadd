"""Benchmarks: what they make of their figures; no test says how fast anything is."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import goals, million, peers, plot, stored, table, texts
from benchmarks.__main__ import STORED
from benchmarks.catalogue import BENCHMARKS
from benchmarks.machine import Tools
from benchmarks.shapes import BYTES, FASTER, MILLISECONDS, RATE, TIMES, Context, Figure, figure
from benchmarks.stored import Record
from comments import thread, verification
from comments.models import Comment, LogEntry
from tests.factories import make_article, make_comment


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path, Tools({}, cores=1))


def a_run(context: Context, *figures: Figure) -> Record:
    """Return a run as it is after having been written and read."""
    path = context.scratch / "run.json"
    stored.write(path, stored.record(context, figures, []))
    return stored.read(path)


def page(rate: float, limit: float = 1_000) -> Figure:
    return figure("story page", "not baked", RATE, [rate], limit=[limit])


def test_a_figure_is_the_median_with_its_spread_and_its_ratio_to_the_limit() -> None:
    found = figure("story page", "not baked", RATE, [30, 10, 20], size=200, limit=[100, 300, 200])
    assert (found.median, found.low, found.high, found.ratio) == (20, 10, 30, 0.1)
    assert found.key == "story page: not baked at 200"


def test_the_ratio_of_a_time_is_that_of_the_rate_it_allows() -> None:
    assert figure("one page", "baked", MILLISECONDS, [10], limit=[1_000]).ratio == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("before", "after", "is_slower"),
    [
        (page(100), page(70), True),
        (page(100), page(90), False),
        (page(100), page(200), False),
        # A machine half as fast, nginx included, has not made us slower.
        (page(100), page(50, limit=500), False),
        (figure("weight", "page", BYTES, [10]), figure("weight", "page", BYTES, [13]), True),
        (figure("weight", "page", BYTES, [0]), figure("weight", "page", BYTES, [1]), True),
        (figure("weight", "page", BYTES, [0]), figure("weight", "page", BYTES, [0]), False),
        (figure("front page", "growth", TIMES, [1]), figure("front page", "growth", TIMES, [2]), True),
        (figure("beside peers", "a", FASTER, [30]), figure("beside peers", "a", FASTER, [20]), True),
        # Milliseconds without a limit beside them say more of the machine than of us.
        (figure("decision", "a", MILLISECONDS, [1]), figure("decision", "a", MILLISECONDS, [9]), False),
        (page(100), figure("story page", "another", RATE, [1], limit=[1_000]), False),
    ],
)
def test_what_got_slower_is_named(context: Context, before: Figure, after: Figure, is_slower: bool) -> None:
    found = stored.slower(a_run(context, before), a_run(context, after))
    assert [each.key for each in found] == ([after.key] if is_slower else [])
    assert (after.key in table.comparison(found)) is is_slower


@pytest.mark.django_db(transaction=True)
def test_the_log_is_sound_with_the_held_copies_that_the_desk_is_measured_with() -> None:
    make_comment(make_article())
    million.hold(first=1, last=20)
    million.hold(first=21, last=30)
    assert Comment.objects.pending().count() == 31
    assert LogEntry.objects.head().seq == 31
    assert verification.verify().is_sound


def test_what_is_slower_once_only_was_noise(context: Context) -> None:
    before, slow = a_run(context, page(100)), a_run(context, page(50))
    found = stored.slower(before, slow)
    assert stored.still_slower(before, found, slow) == found
    assert stored.still_slower(before, found, a_run(context, page(99))) == []
    assert stored.still_slower(before, found, a_run(context)) == found


@pytest.mark.parametrize(("ratio", "verdict"), [(0.5, "met"), (0.27, "floor"), (0.1, "missed")])
def test_a_goal_is_met_or_only_its_floor_or_missed(context: Context, ratio: float, verdict: str) -> None:
    found = figure("story page", "baked, embedded", RATE, [ratio * 100], size=200, limit=[100])
    run = a_run(context, found)
    assert [goal["verdict"] for goal in run["goals"]] == [verdict]
    assert verdict in table.text(run)


def test_each_goal_is_of_a_benchmark_that_there_is() -> None:
    every = (*goals.GOALS, *goals.QUICK)
    assert {goal.key.partition(": ")[0] for goal in every} <= set(stored.parts())
    assert len({goal.key for goal in every}) == len(every)


def test_each_goal_of_a_part_that_was_measured_is_judged() -> None:
    run = stored.read(STORED)
    measured = {figure["benchmark"] for figure in run["figures"]}
    asked = {goal.key for goal in goals.GOALS if goal.key.partition(": ")[0] in measured}
    assert asked == {goal["key"] for goal in run["goals"]}
    assert asked <= {figure["key"] for figure in run["figures"]}


def test_a_run_says_what_it_was_measured_on_and_with(context: Context) -> None:
    context.part = "story page"
    context.note("The machine was not quiet.")
    run = a_run(context, page(100))
    assert {"processor", "cores", "memory_mb", "kernel"} == run["machine"].keys()
    assert {"python", "django", "granian", "sqlite"} <= run["versions"].keys()
    assert "story page: The machine was not quiet." in table.text(run)


def test_a_benchmark_says_what_it_lacks() -> None:
    assert Tools({"wrk": "/usr/bin/wrk"}, cores=1).lacking(("wrk", "taskset")) == ["taskset"]
    assert len({benchmark.NAME for benchmark in BENCHMARKS}) == len(BENCHMARKS)


@pytest.mark.parametrize(("limit", "ratio"), [([], None), ([0.0, 0.0], None), ([4.0, 2.0, 3.0], 2.0)])
def test_a_limit_that_served_nothing_gives_no_ratio(limit: list[float], ratio: float | None) -> None:
    assert figure("posting", "rows stored", RATE, [6.0], limit=limit).ratio == ratio


def test_a_peer_is_read_from_the_last_line_it_prints() -> None:
    told: dict[str, Any] = {
        "name": "other",
        "version": "1",
        "page": {"rps": 19.0, "ratio": 0.01},
        "weight": {"a": 1},
    }
    assert peers.read(f"noise\n{json.dumps(told)}\n") == [peers.Peer("other", "1", "page", 19.0, 0.01)]
    assert [peers.read(printed) for printed in ("", "no JSON", "[1]", "{}")] == [[]] * 4
    beside = list(peers.beside([page(250)], peers.read(json.dumps(told))))
    assert [(each.what, each.median) for each in beside] == [("story not baked, beside other page", 25)]


def test_posts_stand_beside_posts() -> None:
    ours = figure("posting", "SQLite, 32 writers, rows stored", RATE, [200], size=200, limit=[1_000])
    theirs = [peers.Peer("other", "1", "post", 50.0, 0.05), peers.Peer("other", "1", "page", 19.0, 0.01)]
    beside = list(peers.beside([ours, page(250)], theirs))
    assert [(each.what, each.median) for each in beside] == [
        ("reply posted, beside other post", 4),
        ("story not baked, beside other page", 25),
    ]


def test_a_peer_that_cannot_be_run_is_told_of_and_stops_nothing(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "peer.sh"
    script.write_text("no program")
    script.chmod(0o755)
    monkeypatch.setenv(peers.FOLDER, str(tmp_path))
    assert peers.measure(context) == []
    assert context.told[""].notes[0].startswith("The peer peer could not be run: ")


def test_the_discussion_is_the_same_each_time_and_fits_on_one_page() -> None:
    said = texts.discussion()
    assert said == texts.discussion()
    assert len(said) == texts.COMMENTS
    assert sum(written.answers is None for written in said) == texts.THREADS <= thread.TOPS_A_PAGE
    assert all(written.answers is None or written.answers < place for place, written in enumerate(said))


def test_each_reply_that_is_sent_is_another_text() -> None:
    sent = [texts.reply(f"{number}.1") for number in range(100)]
    assert len(set(sent)) == len(sent)
    assert sent == [texts.reply(f"{number}.1") for number in range(100)]


def test_the_plot_shows_ours_and_theirs(context: Context) -> None:
    run = a_run(context, page(100))
    run["peers"] = [{"name": "other", "version": "", "what": "a_page", "rate": 1.0, "ratio": 0.001}]
    drawn = plot.svg(run)
    assert "Newsroom, not baked" in drawn
    assert "other, a page" in drawn
