"""Bulk: a thousand replies approved at once, until no reader gets an old page of fifty stories; 100,000 by a run."""

import statistics
import time
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.decision import Desk, Reader
from benchmarks.load import settle
from benchmarks.newsroom import Newsroom, Site, served
from benchmarks.posting import p99, postgresql
from benchmarks.shapes import COUNT, MILLISECONDS, RATE, Context, Figure, figure
from benchmarks.writers import send
from scripts import with_postgres

NAME = "bulk"
NEEDS: tuple[str, ...] = ("taskset",)
SIZES: tuple[int, ...] = (1_000, 100_000)
STORIES = 50
AT_ONCE, BY_A_RUN = SIZES
# Stories that nobody has commented on, enough for each run of the measurement to have fifty of its own.
SITE = Site(stories=250)
PARALLEL_SECONDS = 5.0
# Each look is a process of its own on the server's core, which takes it from the run.
LOOK_SECONDS = 2.0
MOST_SECONDS = 900.0


def run(context: Context) -> Iterable[Figure]:
    """Measure on SQLite and on PostgreSQL."""
    with served(context, SITE) as newsroom:
        yield from _figures(context, newsroom, "SQLite")
    try:
        with postgresql(context) as url, served(context, SITE, database=url) as newsroom:
            yield from _figures(context, newsroom, "PostgreSQL")
    except with_postgres.Unavailable as reason:
        context.note(f"Left out: bulk on PostgreSQL, for {reason}.")


def _figures(context: Context, newsroom: Newsroom, database: str) -> Iterator[Figure]:
    desk, taken, stale = Desk(newsroom), [], 0
    stories: list[dict[str, Any]] = []
    for number in range(context.runs):
        context.say(f"  {database}, {AT_ONCE} at once")
        stories = newsroom.inside("hold_many", number=AT_ONCE, stories=STORIES, skip=2 + number * STORIES)
        milliseconds, old = _approved(context, newsroom, desk, stories)
        taken.append(milliseconds)
        stale += old
    baked = newsroom.inside("bake", path=stories[0]["path"], seconds=context.seconds)
    yield figure(
        NAME,
        f"{database}, approved and logged until no reader gets an old page",
        MILLISECONDS,
        taken,
        size=AT_ONCE,
    )
    yield figure(NAME, f"{database}, old pages after the answer", COUNT, [stale], size=AT_ONCE)
    yield figure(NAME, f"{database}, one of these pages baked", MILLISECONDS, [baked], size=AT_ONCE)
    if context.sizes([BY_A_RUN]):
        yield from _by_a_run(context, newsroom, database)


def _approved(
    context: Context, newsroom: Newsroom, desk: Desk, stories: list[dict[str, Any]]
) -> tuple[float, int]:
    """Approve all of them by one form; return how long its answer took, and how many pages were old after it."""
    first = int(stories[0]["tickets"][0].partition(":")[0])
    form = desk.open(first) | {"confirmed": "1"}
    form["id"] = ",".join(ticket for story in stories for ticket in story["tickets"])
    readers = [_reader(newsroom, story) for story in stories]
    for reader in readers:
        reader.sees()
    settle(context)
    start = time.perf_counter()
    desk.send("/moderation/bulk/", form)
    taken = (time.perf_counter() - start) * 1_000
    return taken, sum(not reader.sees() for reader in readers)


def _reader(newsroom: Newsroom, story: dict[str, Any]) -> Reader:
    mark = f'id="comment-{story["tickets"][-1].partition(":")[0]}"'
    return Reader(newsroom, mark.encode(), story["path"])


def _by_a_run(context: Context, newsroom: Newsroom, database: str) -> Iterator[Figure]:
    """Have the task worker approve all that a list holds, while one reader goes on writing."""
    context.say(f"  {database}, {BY_A_RUN} by a run")
    newsroom.inside("hold_many", number=BY_A_RUN, stories=STORIES, skip=2 + context.runs * STORIES)
    # Over a connection of its own: the server has closed one that was idle for so long.
    desk, start = Desk(newsroom), time.perf_counter()
    run = desk.approve_all()
    sent = send(newsroom, writers=1, seconds=PARALLEL_SECONDS)
    while not (told := newsroom.inside("bulk_run", pk=run))["is_over"]:
        if time.perf_counter() - start > MOST_SECONDS:
            context.note(f"A run of {BY_A_RUN:,} was not over after {MOST_SECONDS:.0f} s.")
            break
        time.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - start
    name = f"{database}, by a run"
    if told["is_over"]:
        yield figure(NAME, f"{name}, decided and logged", RATE, [told["decided"] / seconds], size=BY_A_RUN)
    yield figure(
        NAME,
        f"{name}, a reply meanwhile, median",
        MILLISECONDS,
        [statistics.median(sent.taken)],
        size=BY_A_RUN,
    )
    yield figure(NAME, f"{name}, a reply meanwhile, p99", MILLISECONDS, [p99(sent.taken)], size=BY_A_RUN)
    missing = max(0, BY_A_RUN - told["decided"])
    yield figure(NAME, f"{name}, not decided", COUNT, [missing], size=BY_A_RUN)
