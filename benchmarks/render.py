"""Rendering and baking: what a story page takes inside one process, with longer and longer threads under it."""

from collections.abc import Iterable

from benchmarks.load import beside_the_limit
from benchmarks.newsroom import Newsroom, Site, served
from benchmarks.shapes import MILLISECONDS, TIMES, Context, Figure, figure

NAME = "one page"
NEEDS: tuple[str, ...] = ()
SIZES: tuple[int, ...] = (200, 1_000, 10_000, 100_000)
PAGE = "story"
# The render is Django's alone; the bake also compresses twice and writes what it made.
DEEDS = {"render": "rendered by Django", "bake": "baked: rendered, gzip, brotli, written"}


def run(context: Context) -> Iterable[Figure]:
    """Measure both at each number of comments under the story, and how they grow."""
    sizes = context.sizes(SIZES)
    with served(context, Site(lengths=tuple(sizes))) as newsroom:
        if context.limit is not None:
            context.limit.add(PAGE, newsroom.get(newsroom.facts["story"]))
        for deed, what in DEEDS.items():
            found = [_figure(context, newsroom, deed, what, size) for size in sizes]
            yield from found
            growth = found[-1].median / found[0].median
            yield figure(NAME, f"growth of {deed}, {sizes[0]} to {sizes[-1]} comments", TIMES, [growth])


def _figure(context: Context, newsroom: Newsroom, deed: str, what: str, size: int) -> Figure:
    context.say(f"  {what}, {size} comments")
    path = newsroom.facts["threads"][str(size)]
    seconds = context.seconds / 2
    beside = beside_the_limit(context, PAGE, lambda: newsroom.inside(deed, path=path, seconds=seconds))
    return figure(NAME, what, MILLISECONDS, beside.values, size=size, limit=beside.limit)
