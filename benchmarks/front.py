"""Front page: as Django makes it each time, with more and more stories behind it."""

from collections.abc import Iterable

from benchmarks.load import rate_beside_the_limit
from benchmarks.newsroom import Site, served
from benchmarks.shapes import RATE, TIMES, Context, Figure, figure

NAME = "front page"
NEEDS: tuple[str, ...] = ("wrk", "taskset")
SIZES: tuple[int, ...] = (100, 10_000, 100_000)
PAGE = "front"
THREADS = 24  # each story that the page shows has 200 comments
CONNECTIONS = 8


def run(context: Context) -> Iterable[Figure]:
    """Measure at each number of stories, and the growth from the first to the last."""
    found: list[Figure] = []
    for size in context.sizes(SIZES):
        context.say(f"  {size} stories")
        with served(context, Site(stories=size, threads=THREADS)) as newsroom:
            if context.limit is not None:
                context.limit.add(PAGE, newsroom.get("/"))
            beside = rate_beside_the_limit(context, PAGE, newsroom.url("/?sort=x"), connections=CONNECTIONS)
            found.append(figure(NAME, "not baked", RATE, beside.values, size=size, limit=beside.limit))
    yield from found
    what = f"growth, {found[0].size} to {found[-1].size} stories"
    yield figure(NAME, what, TIMES, [found[0].median / found[-1].median])
