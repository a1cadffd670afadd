"""Posting: replies sent by one reader and by 32 at once; what counts is the rows that are there afterwards."""

import statistics
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from unittest import mock

import psycopg

from benchmarks.load import beside_the_limit
from benchmarks.machine import SERVER_CORE, staying_on
from benchmarks.newsroom import Newsroom, of_comments, served
from benchmarks.shapes import COUNT, MILLISECONDS, RATE, TIMES, Context, Figure, figure
from benchmarks.writers import Sent, send
from scripts import with_postgres

NAME = "posting"
NEEDS: tuple[str, ...] = ("taskset",)
SIZES: tuple[int, ...] = (200, 10_000, 1_000_000)
SIZE_ON_POSTGRESQL = 10_000
WRITERS = (1, 32)
PAGE = "story"
REPLIES = 300
# As a server that is not for tests keeps what it has acknowledged.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def run(context: Context) -> Iterable[Figure]:
    """Measure on SQLite with more and more comments on the site, and on PostgreSQL."""
    for size in context.sizes(SIZES):
        with served(context, of_comments(size)) as newsroom:
            yield from _figures(context, newsroom, "SQLite", size)
            yield from _parts(newsroom, "SQLite", size)
    try:
        with (
            postgresql(context) as url,
            served(context, of_comments(SIZE_ON_POSTGRESQL), database=url) as newsroom,
        ):
            yield from _figures(context, newsroom, "PostgreSQL", SIZE_ON_POSTGRESQL)
            yield from _parts(newsroom, "PostgreSQL", SIZE_ON_POSTGRESQL)
    except with_postgres.Unavailable as reason:
        context.note(f"Left out: posting on PostgreSQL, for {reason}.")


def _figures(context: Context, newsroom: Newsroom, database: str, size: int) -> Iterator[Figure]:
    if context.limit is not None:
        context.limit.add(PAGE, newsroom.get(newsroom.facts["story"]))
    for writers in WRITERS:
        context.say(f"  {database}, {writers} writing, {size} comments on the site")
        name = f"{database}, {writers} writer{'s' if writers > 1 else ''}"
        runs: list[Sent] = []
        before = newsroom.inside("stored")
        beside = beside_the_limit(context, PAGE, partial(_rate, context, newsroom, writers, runs))
        medians = [statistics.median(sent.taken) for sent in runs]
        nineties = [p99(sent.taken) for sent in runs]
        yield figure(NAME, f"{name}, rows stored", RATE, beside.values, size=size, limit=beside.limit)
        yield figure(NAME, f"{name}, median", MILLISECONDS, medians, size=size)
        yield figure(NAME, f"{name}, p99", MILLISECONDS, nineties, size=size)
        over = [ninety / median for ninety, median in zip(nineties, medians, strict=True)]
        yield figure(NAME, f"{name}, p99 over median", TIMES, over, size=size)
        wrong = [_wrong(context, newsroom, runs, before)]
        yield figure(NAME, f"{name}, answers without a row, and errors", COUNT, wrong, size=size)


def _parts(newsroom: Newsroom, database: str, size: int) -> Iterator[Figure]:
    """Tell where the time of one reply goes, the web server and the form left aside."""
    for part, taken in newsroom.inside("parts", replies=REPLIES).items():
        yield figure(NAME, f"{database}, one reply: {part}", MILLISECONDS, [taken], size=size)


def _rate(context: Context, newsroom: Newsroom, writers: int, runs: list[Sent]) -> float:
    before = newsroom.inside("stored")["comments"]
    sent = send(newsroom, writers=writers, seconds=context.seconds)
    runs.append(sent)
    return float(newsroom.inside("stored")["comments"] - before) / sent.seconds


def _wrong(context: Context, newsroom: Newsroom, runs: list[Sent], before: dict[str, int]) -> int:
    """Count answers that were no receipt, receipts without a comment, and comments without a log entry."""
    tokens = [token for sent in runs for token in sent.tokens]
    errors = [error for sent in runs for error in sent.errors]
    missing: int = newsroom.inside("missing", tokens=tokens)
    after: dict[str, int] = newsroom.inside("stored")
    unlogged = (after["comments"] - before["comments"]) - (after["submitted"] - before["submitted"])
    if errors or missing or unlogged:
        kinds = ", ".join(sorted(set(errors))) or "none"
        context.note(
            f"Posting: {len(errors)} errors ({kinds}), {missing} receipts without a comment, "
            f"{unlogged} comments without an entry, among {len(tokens)} replies."
        )
    return len(errors) + missing + abs(unlogged)


def p99(values: list[float]) -> float:
    """Return what 99 of 100 stay below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


@contextmanager
def postgresql(context: Context) -> Iterator[str]:
    """Run a PostgreSQL on the servers' core that keeps what it acknowledges; yield its URL."""
    with mock.patch.dict(with_postgres.OPTIONS, DURABLE), ExitStack() as stack:
        with staying_on(context.tools, SERVER_CORE):
            own = stack.enter_context(with_postgres.server())
        with psycopg.connect(own.url.replace("postgres://", "postgresql://", 1)) as connection:
            context.versions["postgresql"] = connection.info.parameter_status("server_version") or ""
        yield own.url
