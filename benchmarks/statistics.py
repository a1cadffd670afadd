"""Statistics: what counting the log takes, and the page of what was counted, with a longer and longer year of it."""

from collections.abc import Iterable

from benchmarks.newsroom import Site, served
from benchmarks.shapes import MILLISECONDS, RATE, TIMES, Context, Figure, figure

NAME = "statistics"
NEEDS: tuple[str, ...] = ()
# Entries in the log, all of one year.
SIZES: tuple[int, ...] = (10_000, 100_000, 1_000_000)
COUNTED, YEAR = "entries a second", "a year’s page"
WHAT = {
    "the day": "counting the entries of one day",
    YEAR: "the page of a year",
    "a week’s page": "the page of a week",
    "today’s page": "the page of today",
    "today’s page, nothing of the day counted": "the page of today, none of it counted yet",
    "the desk’s line": "the desk’s line",
    "the desk’s line, nothing of the day counted": "the desk’s line, nothing of the day counted yet",
}


def run(context: Context) -> Iterable[Figure]:
    """Measure with each number of entries, and how the page of a year grows."""
    sizes = context.sizes(SIZES)
    found = {}
    for size in sizes:
        context.say(f"  {size} entries")
        with served(context, Site()) as newsroom:
            found[size] = newsroom.inside("logbook", entries=size)
        yield figure(NAME, "the log counted", RATE, [found[size][COUNTED]], size=size)
        for name, what in WHAT.items():
            yield figure(NAME, what, MILLISECONDS, [found[size][name]], size=size)
    growth = found[sizes[-1]][YEAR] / found[sizes[0]][YEAR]
    yield figure(NAME, f"growth of {WHAT[YEAR]}, {sizes[0]} to {sizes[-1]} entries", TIMES, [growth])
