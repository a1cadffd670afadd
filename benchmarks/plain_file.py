"""The limit by itself: the same file, served in other ways."""

from collections.abc import Iterable

from benchmarks.load import settle, wrk
from benchmarks.newsroom import Site, served
from benchmarks.shapes import RATE, Context, Figure, figure

NAME = "nginx, the page as a file"
NEEDS: tuple[str, ...] = ("nginx", "wrk", "taskset")
SIZES: tuple[int, ...] = ()
PAGE = "story"


def run(context: Context) -> Iterable[Figure]:
    """Measure the limit, what it is without its open files, and without gzip."""
    if context.limit is None:
        return
    with served(context, Site()) as newsroom:
        context.limit.add(PAGE, newsroom.get(newsroom.facts["story"]))
    ways = {
        "gzip, files kept open: the limit": (context.limit.url(PAGE), "gzip"),
        "gzip, no file kept open": (context.limit.url(PAGE, kept_open=False), "gzip"),
        "uncompressed, files kept open": (context.limit.url(PAGE), "identity"),
    }
    rates: dict[str, list[float]] = {what: [] for what in ways}
    for _ in range(context.runs):
        for what, (url, encoding) in ways.items():
            settle(context)
            rates[what].append(wrk(context, url, seconds=context.limit_seconds, encoding=encoding).rate)
    limit = next(iter(rates.values()))
    for what, values in rates.items():
        yield figure(NAME, what, RATE, values, limit=limit)
