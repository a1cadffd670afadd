"""Story page: one with 200 comments, as a kept file behind nginx and without it, and as Django makes it each time."""

from collections.abc import Iterable, Iterator

from benchmarks import front_server
from benchmarks.load import CONNECTIONS, rate_beside_the_limit
from benchmarks.newsroom import Newsroom, of_comments, served
from benchmarks.shapes import RATE, TIMES, Context, Figure, figure

NAME = "story page"
NEEDS: tuple[str, ...] = ("wrk", "taskset")
SIZES: tuple[int, ...] = (200, 10_000, 1_000_000)
PAGE = "story"
# A parameter that the page cache leaves to Django, and that Django leaves alone.
NOT_BAKED = "?sort=x"
# More would only wait: Django's threads are four.
CONNECTIONS_NOT_BAKED = 8


def run(context: Context) -> Iterable[Figure]:
    """Measure each way at each number of comments on the site."""
    rates: list[float] = []
    for size in context.sizes(SIZES):
        with served(context, of_comments(size)) as newsroom:
            if context.limit is not None:
                context.limit.add(PAGE, newsroom.get(newsroom.facts["story"]))
            for found in _figures(context, newsroom, size):
                rates += [found.median] if found.what == "not baked" else []
                yield found
    sizes = context.sizes(SIZES)
    what = f"growth of not baked, {sizes[0]} to {sizes[-1]} comments on the site"
    yield figure(NAME, what, TIMES, [rates[0] / rates[-1]])


def _figures(context: Context, newsroom: Newsroom, size: int) -> Iterator[Figure]:
    newsroom.get(newsroom.facts["story"])  # bakes it
    yield _rate(context, "baked, embedded", newsroom.story, size)
    with front_server.running(context, newsroom) as origin:
        if origin:
            yield _rate(context, "baked, behind nginx", origin + newsroom.facts["story"], size)
    yield _rate(context, "not baked", newsroom.story + NOT_BAKED, size, connections=CONNECTIONS_NOT_BAKED)


def _rate(context: Context, what: str, url: str, size: int, connections: int = CONNECTIONS) -> Figure:
    context.say(f"  {what}, {size} comments on the site")
    beside = rate_beside_the_limit(context, PAGE, url, connections=connections)
    return figure(NAME, what, RATE, beside.values, size=size, limit=beside.limit)
