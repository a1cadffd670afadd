"""Memory: what the newsroom's processes take after they have worked, and how little they do when nobody comes."""

import time
from collections.abc import Iterable

import psutil

from benchmarks.load import settle, wrk
from benchmarks.newsroom import Newsroom, Site, served
from benchmarks.shapes import MEGABYTES, PERCENT, Context, Figure, figure
from benchmarks.writers import send

NAME = "memory"
NEEDS: tuple[str, ...] = ("wrk", "taskset")
SIZES: tuple[int, ...] = ()
WEB = "granian"
IDLE_SECONDS, IDLE_QUICK_SECONDS = 20.0, 6.0


def run(context: Context) -> Iterable[Figure]:
    """Serve pages from the cache and past it, take replies, and look; then wait, and look at the processors' time."""
    with served(context, Site()) as newsroom:
        for url in (newsroom.story, f"{newsroom.story}?sort=x", newsroom.url("/?sort=x")):
            wrk(context, url, seconds=context.seconds)
        send(newsroom, writers=32, seconds=context.seconds)
        processes = _processes(newsroom)
        web = [process for process in processes if _serves(process)]
        yield figure(NAME, "web process after load", MEGABYTES, [max(_pss(process) for process in web)])
        yield figure(NAME, "all processes together", MEGABYTES, [sum(map(_pss, processes))])
        settle(context)
        seconds = IDLE_QUICK_SECONDS if context.quick else IDLE_SECONDS
        before = sum(map(_worked, processes))
        time.sleep(seconds)
        idle = (sum(map(_worked, processes)) - before) / seconds * 100
        yield figure(NAME, "idle, all processes together", PERCENT, [idle])


def _processes(newsroom: Newsroom) -> list[psutil.Process]:
    main = psutil.Process(newsroom.process.pid)
    return [main, *main.children(recursive=True)]


def _serves(process: psutil.Process) -> bool:
    """Whether it is the web server's, or was started by it."""
    line = [*process.parents(), process]
    return any(WEB in " ".join(each.cmdline()) for each in line)


def _pss(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1024**2


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
