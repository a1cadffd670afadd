"""The desk: what its pages, a decision, an undo and the counts take while more and more comments wait."""

import statistics
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from benchmarks.load import settle
from benchmarks.newsroom import Site, inside, unserved
from benchmarks.posting import postgresql
from benchmarks.shapes import MILLISECONDS, TIMES, Context, Figure, figure
from scripts import with_postgres

NAME = "desk"
NEEDS: tuple[str, ...] = ("taskset",)
# How many comments wait.
SIZES: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS, QUICK_ROUNDS = 12, 5


def run(context: Context) -> Iterable[Figure]:
    """Measure on SQLite and on PostgreSQL."""
    yield from _figures(context, "SQLite", "")
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql(context))
        except with_postgres.Unavailable as reason:
            context.note(f"Left out: the desk on PostgreSQL, for {reason}.")
            return
        yield from _figures(context, "PostgreSQL", url)


def _figures(context: Context, database: str, url: str) -> Iterator[Figure]:
    medians: dict[str, list[float]] = {}
    sizes = context.sizes(SIZES)
    with unserved(context, Site(), database=url) as environment:
        for before, size in zip([0, *sizes], sizes, strict=False):
            seconds = inside(context, environment, "hold_copies", first=before + 1, last=size)
            context.say(f"  {database}, {size} held (made in {seconds:.0f} s)")
            settle(context)
            rounds = QUICK_ROUNDS if context.quick else ROUNDS
            runs = [inside(context, environment, "moderate", rounds=rounds) for _ in range(context.runs)]
            for deed in runs[0]:
                values = [statistics.median(each[deed]) for each in runs]
                medians.setdefault(deed, []).append(statistics.median(values))
                yield figure(NAME, f"{database}, {deed}", MILLISECONDS, values, size=size)
    for deed, values in medians.items():
        growth = f"{database}, {deed}, growth, {sizes[0]} to {sizes[-1]} held"
        yield figure(NAME, growth, TIMES, [values[-1] / values[0]])
