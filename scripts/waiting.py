"""Draws docs/pictures/waiting.svg: how long readers wait in a simulated rush, in the queue's order and in a line.

The simulation is on the clock of the rules: comments arrive, some with findings, and moderators take what is due first.
"""

import datetime as dt
import random
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path

from comments.screening.policy import ALLOWANCE_OF_A_FINDING, ALLOWANCE_OF_THE_STORY

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "waiting.svg"
MINUTE = dt.timedelta(minutes=1)
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
# What is drawn and told in the documentation.
SEED = 0
BIN, LAST, MOST = 10, 300, 80  # minutes: what a point is the median of, and both ends of the scales
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BASE = 760, 340, 48, 150, 24, 296
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1a1a1a } .quiet { fill: #5f5f5f; font-size: 11px } .grid { stroke: #d9d9d9 }
path { fill: none; stroke-width: 2 } .found { stroke: #8a1c1c } .rest { stroke: #1f4e79 } .line { stroke: #6f6f6f; stroke-dasharray: 5 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #ececec } .quiet { fill: #a8a8a8 } .grid { stroke: #3a3a3a }
  .found { stroke: #e0736b } .rest { stroke: #7fb0dd } .line { stroke: #9a9a9a }
}
"""  # noqa: E501


@dataclass(frozen=True)
class Sent:
    """A comment of the simulation: when it came, and when it is due."""

    at: dt.datetime
    due: dt.datetime

    @property
    def has_finding(self) -> bool:
        """Whether a rule found more than what the story holds anyway."""
        return self.due - self.at == ALLOWANCE_OF_A_FINDING


type Waits = dict[Sent, dt.timedelta]


def arrivals(seed: int, *, number: int = 1_500, risky: float = 0.3) -> list[Sent]:
    """Return comments that come by chance: three a minute, in the rush of the second hour eight."""
    chance, at, sent = random.Random(seed), START, []  # noqa: S311 (nothing is kept secret by it)
    for _ in range(number):
        rush = dt.timedelta(hours=1) < at - START < dt.timedelta(hours=2)
        at += dt.timedelta(minutes=chance.expovariate(8 if rush else 3))
        allowance = ALLOWANCE_OF_A_FINDING if chance.random() < risky else ALLOWANCE_OF_THE_STORY
        sent.append(Sent(at, at + allowance))
    return sent


def decided(sent: list[Sent], *, by_due: bool, moderators: int = 2, each: float = 0.5) -> Waits:
    """Return how long each waited: the earliest due first, or the first that came; half a minute a decision."""
    free = [START] * moderators
    waiting: list[tuple[dt.datetime, dt.datetime, Sent]] = []
    waits, coming = {}, list(reversed(sent))
    while coming or waiting:
        now = heappop(free)
        if not waiting and coming:
            now = max(now, coming[-1].at)
        while coming and coming[-1].at <= now:
            one = coming.pop()
            heappush(waiting, (one.due if by_due else one.at, one.at, one))
        _, _, taken = heappop(waiting)
        waits[taken] = now - taken.at
        heappush(free, now + each * MINUTE)
    return waits


def told() -> dict[str, tuple[int, int, int, int]]:
    """Return the minutes of the documentation's table: half waited, and the longest, in the queue and in a line."""
    sent = arrivals(SEED)
    queued, in_line = decided(sent, by_due=True), decided(sent, by_due=False)

    def row(kept: Iterable[Sent]) -> tuple[int, int, int, int]:
        some = list(kept)
        return (*_half_and_longest(queued, some), *_half_and_longest(in_line, some))

    warned, rest = [one for one in sent if one.has_finding], [one for one in sent if not one.has_finding]
    return {"a rule warned of": row(warned), "the rest": row(rest), "all": row(sent)}


def svg() -> str:
    """Return the drawing: the median wait of what was sent in the same ten minutes, over the time it was sent."""
    sent = arrivals(SEED)
    queued, in_line = decided(sent, by_due=True), decided(sent, by_due=False)
    lines = [
        ("found", "what rules warn of", _points(queued, lambda one: one.has_finding)),
        ("rest", "the rest", _points(queued, lambda one: not one.has_finding)),
        ("line", "all, in a line", _points(in_line, lambda one: True)),
    ]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">']
    parts += ["<title>Minutes that readers wait in a simulated rush, by when they sent</title>"]
    parts += [f"<style>{STYLE}</style>", *_scales()]
    for place, (kind, label, points) in enumerate(lines):
        way = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        y = TOP + 40 + 24 * place
        x = WIDTH - RIGHT + 12
        parts += [f'<path class="{kind}" d="M{way}"/>', f'<path class="{kind}" d="M{x} {y - 4}h22"/>']
        parts += [f'<text class="quiet" x="{x + 28}" y="{y}">{label}</text>']
    return "\n".join([*parts, "</svg>", ""])


def _half_and_longest(waits: Waits, some: Iterable[Sent]) -> tuple[int, int]:
    minutes = [waits[one] / MINUTE for one in some]
    return round(statistics.median(minutes)), round(max(minutes))


def _points(waits: Waits, keeps: Callable[[Sent], bool]) -> Iterator[tuple[float, float]]:
    for begins in range(0, LAST, BIN):
        first, end = START + begins * MINUTE, START + (begins + BIN) * MINUTE
        found = [wait / MINUTE for one, wait in waits.items() if first <= one.at < end and keeps(one)]
        if found:
            yield _x(begins + BIN / 2), _y(statistics.median(found))


def _scales() -> Iterator[str]:
    for minutes in range(0, MOST + 1, 20):
        y = round(_y(minutes))
        yield f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield f'<text class="quiet" x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{minutes} min</text>'
    for hours in range(LAST // 60 + 1):
        x = round(_x(hours * 60))
        yield f'<text class="quiet" x="{x}" y="{BASE + 20}" text-anchor="middle">{hours} h</text>'
    yield f'<text class="quiet" x="{LEFT}" y="{TOP - 8}">median wait, by when a comment was sent; the rush is the second hour</text>'  # noqa: E501


def _x(minutes: float) -> float:
    return LEFT + (WIDTH - RIGHT - LEFT) * minutes / LAST


def _y(minutes: float) -> float:
    return BASE - (BASE - TOP) * minutes / MOST


if __name__ == "__main__":
    PICTURE.write_text(svg(), encoding="utf-8")
