"""Shapes: what a benchmark is, and what it gives back."""

import datetime as dt
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from benchmarks.machine import Tools

if TYPE_CHECKING:
    from benchmarks.limit import Limit

ROOT = Path(__file__).resolve().parents[1]
QUICK_LIMIT = 10_000

# Units. Of the first two more is better, of all others less.
RATE = "per second"
FASTER = "times as fast"
MILLISECONDS = "ms"
BYTES = "bytes"
MEGABYTES = "MB"
REQUESTS = "requests"
TIMES = "times"
PERCENT = "% of a core"
COUNT = "in all"
SCORE = "score"
# What does not depend on how fast the machine is, so that runs of two machines can be compared by it.
DIMENSIONLESS = frozenset({FASTER, BYTES, MEGABYTES, REQUESTS, TIMES, COUNT})


@dataclass(frozen=True)
class Figure:
    """One figure: the median of some runs with the lowest and the highest.

    ``size`` is how many comments or stories there were, None where that does not matter. ``ratio`` is how the rate
    compares with that of nginx serving the same page as a file in the same run; for a time, with the rate of doing
    this and nothing else.
    """

    benchmark: str
    what: str
    unit: str
    median: float
    low: float
    high: float
    size: int | None = None
    ratio: float | None = None

    @property
    def key(self) -> str:
        """The name by which figures of two runs are the same."""
        return f"{self.benchmark}: {self.what}" + (f" at {self.size}" if self.size is not None else "")


def figure(
    benchmark: str,
    what: str,
    unit: str,
    values: Sequence[float],
    *,
    size: int | None = None,
    limit: Sequence[float] = (),
) -> Figure:
    """Return a figure from what was measured; ``limit`` are the limit's requests a second in the same run."""
    median = statistics.median(values)
    ratio = None
    if median and (best := statistics.median(limit or [0.0])):
        rate = median if unit == RATE else 1_000 / median
        ratio = rate / best
    return Figure(benchmark, what, unit, median, min(values), max(values), size, ratio)


@dataclass
class Told:
    """What is told of a part beside its figures: when it came to its end, "" where it did not, and what to note."""

    at: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Context:
    """What a run has: where it may write, how long it may measure, which tools there are, and what it has to say.

    ``part`` is the one that is measured now.
    """

    scratch: Path
    tools: Tools
    quick: bool = False
    patience: float = 60.0
    limit: "Limit | None" = None
    part: str = ""
    told: dict[str, Told] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    failed: bool = False

    @property
    def runs(self) -> int:
        """How often each thing is measured."""
        return 3

    @property
    def seconds(self) -> float:
        """How long one run lasts."""
        return 1.0 if self.quick else 3.0

    @property
    def limit_seconds(self) -> float:
        """How long the limit's run beside it lasts."""
        return 1.0 if self.quick else 2.0

    def sizes(self, sizes: Iterable[int]) -> list[int]:
        """Keep the sizes that this run goes up to."""
        return [size for size in sizes if not self.quick or size <= QUICK_LIMIT]

    def note(self, sentence: str) -> None:
        """Keep a sentence that belongs beside the figures of this part."""
        notes = self.told.setdefault(self.part, Told()).notes
        if sentence not in notes:
            notes.append(sentence)
            self.say(sentence)

    def ended(self) -> None:
        """Say that this part has come to its end: its figures are whole."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.told.setdefault(self.part, Told()).at = now

    def say(self, line: str) -> None:
        """Tell whoever waits what is going on."""
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


class Benchmark(Protocol):
    """A module of this package: to add a benchmark, write one and name it in ``catalogue``."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """What it is called in the table."""

    @property
    def NEEDS(self) -> tuple[str, ...]:  # noqa: N802
        """The tools without which it is left out."""

    @property
    def SIZES(self) -> tuple[int, ...]:  # noqa: N802
        """How many comments or stories there are, each in turn."""

    def run(self, context: Context) -> Iterable[Figure]:
        """Measure."""
