"""Vitals: what a reader with a slow telephone feels, for a story with 200 comments and for the front page."""

from collections.abc import Iterable

from benchmarks import vitals
from benchmarks.machine import CHROMIUM, LOAD_CORE, SERVER_CORE, staying_on
from benchmarks.newsroom import Site, served
from benchmarks.shapes import BYTES, MILLISECONDS, REQUESTS, SCORE, Context, Figure, figure

NAME = "vitals"
NEEDS: tuple[str, ...] = (CHROMIUM,)
SIZES: tuple[int, ...] = ()
ROUNDS, QUICK_ROUNDS = 3, 1
FIGURES = {
    "LCP": ("lcp_ms", MILLISECONDS),
    "CLS": ("cls", SCORE),
    "INP": ("inp_ms", MILLISECONDS),
    "requests beside pictures and icon": ("requests", REQUESTS),
    "compressed, beside pictures and icon": ("bytes", BYTES),
    "of pictures": ("picture_bytes", BYTES),
}


def run(context: Context) -> Iterable[Figure]:
    """Visit both pages, each time as if for the first time; Chromium has every core, the newsroom its own."""
    rounds = QUICK_ROUNDS if context.quick else ROUNDS
    with served(context, Site(threads=24)) as newsroom:
        for page, url in {"story": newsroom.story, "front page": newsroom.url("/")}.items():
            context.say(f"  {page}")
            with staying_on(context.tools, SERVER_CORE, LOAD_CORE):
                visits = vitals.measure(url, rounds=rounds)["rounds"]
            for what, (name, unit) in FIGURES.items():
                yield figure(NAME, f"{page}, {what}", unit, [visit[name] for visit in visits])
