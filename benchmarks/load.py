"""Load: wrk on one core against a server on another, each run followed by one against the limit."""

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import LOAD_CORE, SERVER_CORE
from benchmarks.shapes import Context

CONNECTIONS = 16
IDLE_SHARE = 0.9
LOOK_SECONDS = 0.3
# In a row, of a newsroom that has just been started.
MOST_LOOKS = 9
# Twice what they take, or nobody could ever be told that the core is idle.
IMPATIENCE_SECONDS = 2 * MOST_LOOKS * LOOK_SECONDS
REPORT = """function done(summary, latency, requests)
  local e = summary.errors
  io.stderr:write(string.format('{"rate":%.1f,"p50":%.3f,"p99":%.3f,"failed":%d}\\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.status + e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True)
class Run:
    """One run of wrk: requests a second, latencies in milliseconds, and how many requests failed."""

    rate: float
    p50: float
    p99: float
    failed: int


@dataclass(frozen=True)
class Beside:
    """What was measured run by run, and the limit's requests a second beside each."""

    values: list[float]
    limit: list[float]


def wrk(
    context: Context, url: str, *, seconds: float, connections: int = CONNECTIONS, encoding: str = "gzip"
) -> Run:
    """Load an address for so long, from the core for loads."""
    command = wrk_command(context, url, seconds=seconds, connections=connections, encoding=encoding)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not done.stderr.strip():
        raise RuntimeError(f"wrk did not run: {done.stdout}{done.stderr}")
    return Run(**json.loads(done.stderr.strip().splitlines()[-1]))


def wrk_command(
    context: Context, url: str, *, seconds: float, connections: int = CONNECTIONS, encoding: str = "gzip"
) -> list[str]:
    """Return the command that loads an address."""
    script = context.scratch / "report.lua"
    script.write_text(REPORT, encoding="ascii")
    words = [*context.tools.on(LOAD_CORE), context.tools.paths["wrk"], "-t1", f"-c{connections}"]
    words += [f"-d{max(1, round(seconds))}s", "--timeout", "20s", "--latency", "-s", str(script)]
    return [*words, "-H", f"Accept-Encoding: {encoding}", url]


def beside_the_limit(context: Context, page: str, measure: Callable[[], float]) -> Beside:
    """Measure a few times; after each, load nginx with ``page``, which it serves as a file."""
    values, rates = [], []
    for _ in range(context.runs):
        settle(context)
        values.append(measure())
        if context.limit is not None:
            settle(context)
            rates.append(wrk(context, context.limit.url(page), seconds=context.limit_seconds).rate)
    return Beside(values, rates)


def rate_beside_the_limit(context: Context, page: str, url: str, *, connections: int = CONNECTIONS) -> Beside:
    """Load an address a few times beside the limit; a failed request is told of."""
    failed: list[int] = []

    def measure() -> float:
        run = wrk(context, url, seconds=context.seconds, connections=connections)
        failed.append(run.failed)
        return run.rate

    beside = beside_the_limit(context, page, measure)
    if sum(failed):
        context.note(f"{sum(failed)} requests for {url} failed.")
    return beside


def settle(context: Context, looks: int = 1) -> None:
    """Wait until the server's core is idle: what is left over of one run must not count in the next.

    It has to be idle at so many looks in a row, a third of a second each. Where it never was, it is waited for less
    long from then on, so that a whole run comes to its end on a machine that is not quiet either.
    """
    deadline, idle = time.monotonic() + context.patience, 0
    while idle < looks:
        idle = idle + 1 if _busy_share() <= 1 - IDLE_SHARE else 0
        if time.monotonic() > deadline:
            context.note("The machine was not quiet: the server's core was busy before a run began.")
            context.patience = min(context.patience, IMPATIENCE_SECONDS)
            return


def _busy_share() -> float:
    before = _jiffies()
    time.sleep(LOOK_SECONDS)
    idle, total = (after - earlier for after, earlier in zip(_jiffies(), before, strict=True))
    return 1 - idle / total if total else 0.0


def _jiffies() -> tuple[int, int]:
    """Return how long the server's core was idle and how long it was there, in ticks (proc(5)).

    What was done at a low priority counts as idle: it gives way to whatever is measured.
    """
    for line in Path("/proc/stat").read_text(encoding="ascii").splitlines():
        if line.startswith(f"cpu{SERVER_CORE} "):
            ticks = [int(word) for word in line.split()[1:9]]
            return ticks[1] + ticks[3] + ticks[4], sum(ticks)
    return 0, 0
