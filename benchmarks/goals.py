"""Goals: what each figure is to reach, and the floor under which it is no use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MET, FLOOR, MISSED = "met", "floor", "missed"


@dataclass(frozen=True)
class Goal:
    """What a figure is to reach: its ``part``, "median" or "ratio", at least or at most so much."""

    key: str
    goal: float
    floor: float | None = None
    part: str = "median"
    at_least: bool = False

    def verdict(self, figure: Mapping[str, Any]) -> str:
        """Tell "met", "floor" (only the floor is) or "missed"; "" where there is no such part."""
        value = figure[self.part]
        if value is None:
            return ""
        if self._reaches(value, self.goal):
            return MET
        return FLOOR if self.floor is not None and self._reaches(value, self.floor) else MISSED

    def says(self) -> str:
        """Return it in words."""
        sign = "≥" if self.at_least else "≤"
        floor = f", floor {self.floor:g}" if self.floor is not None else ""
        return f"{self.part if self.part == 'ratio' else ''} {sign} {self.goal:g}{floor}".strip()

    def _reaches(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound


def _at_least(key: str, goal: float, floor: float | None = None, part: str = "median") -> Goal:
    return Goal(key, goal, floor, part, at_least=True)


def _growth(stories: int) -> Goal:
    # As fast as with a hundred: a tenth is what two runs of the same differ by.
    return Goal(f"front page: growth, 100 to {stories} stories", 1.1, 1.25)


WEIGHED = ("all 200 replies", "200 replies in 85 threads, the first 50")
DESK = ("the queue's first page", "a page three quarters in", "a decision", "its undo", "the counts")
SITES = (200, 10_000, 1_000_000)
WRITERS = ("1 writer", "32 writers")
GOALS = (
    *(_at_least(f"story page: baked, embedded at {size}", 0.30, 0.25, "ratio") for size in SITES),
    *(_at_least(f"story page: baked, behind nginx at {size}", 0.85, 0.75, "ratio") for size in SITES),
    _at_least("beside peers: story not baked, beside wordpress page_classic_theme", 25, 15),
    _at_least("beside peers: reply posted, beside isso post", 1.5, 1),
    _at_least("beside peers: reply posted, beside wordpress post", 6, 4),
    _growth(100_000),
    Goal("one page: rendered by Django at 200", 5),
    Goal("one page: rendered by Django at 10000", 25),
    Goal("one page: baked: rendered, gzip, brotli, written at 200", 15),
    *(Goal(f"posting: SQLite, 32 writers, p99 over median at {size}", 5) for size in SITES),
    Goal("posting: PostgreSQL, 32 writers, p99 over median at 10000", 5),
    *(
        Goal(f"posting: SQLite, {writers}, answers without a row, and errors at {size}", 0)
        for size in SITES
        for writers in WRITERS
    ),
    *(
        Goal(f"posting: PostgreSQL, {writers}, answers without a row, and errors at 10000", 0)
        for writers in WRITERS
    ),
    Goal("decision to page: new page served, p99, under load", 50),
    Goal("decision to page: old pages after the decision's answer", 0),
    Goal("keyboard: key to the next card, p95", 100),
    Goal("keyboard: keys a decision", 1.2),
    Goal("keyboard: decisions that are not in the log", 0),
    Goal("keyboard: two at once: decided twice", 0),
    Goal("keyboard: two at once: still held", 0),
    *(
        Goal(f"desk: {database}, {deed}, growth, 1000 to 1000000 held", 1.2)
        for database in ("SQLite", "PostgreSQL")
        for deed in DESK
    ),
    *(
        Goal(f"bulk: {database}, approved and logged until no reader gets an old page at 1000", 300)
        for database in ("SQLite", "PostgreSQL")
    ),
    *(
        Goal(f"bulk: {database}, old pages after the answer at 1000", 0)
        for database in ("SQLite", "PostgreSQL")
    ),
    *(Goal(f"bulk: {database}, by a run, not decided at 100000", 0) for database in ("SQLite", "PostgreSQL")),
    Goal("memory: web process after load", 120),
    Goal("memory: idle, all processes together", 0.5, 2),
    *(Goal(f"weight: {story}: requests beside picture and icon", 3) for story in WEIGHED),
    *(Goal(f"weight: {story}: with sheet and script", 20_000) for story in WEIGHED),
    *(Goal(f"weight: {story}: requests to other origins", 0) for story in WEIGHED),
    # What Google calls good.
    Goal("vitals: story, LCP", 2_500),
    Goal("vitals: story, CLS", 0.1),
    Goal("vitals: story, INP", 200),
    Goal("vitals: front page, LCP", 2_500),
    Goal("vitals: front page, CLS", 0.1),
    Goal("vitals: front page, INP", 200),
)
# What a quick run goes no further than.
QUICK = (_growth(10_000),)


def judged(figures: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each goal whose figure was measured: its key, its words, and the verdict."""
    by_key = {figure["key"]: figure for figure in figures}
    for goal in (*GOALS, *QUICK):
        if goal.key in by_key and (verdict := goal.verdict(by_key[goal.key])):
            yield {"key": goal.key, "says": goal.says(), "verdict": verdict}
