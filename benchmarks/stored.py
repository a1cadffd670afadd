"""Stored: a run as JSON, and what got slower since another, by what does not depend on the machine."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import goals, machine
from benchmarks.catalogue import BENCHMARKS
from benchmarks.peers import NAME as BESIDE_PEERS
from benchmarks.peers import Peer
from benchmarks.shapes import DIMENSIONLESS, FASTER, ROOT, Context, Figure

Record = dict[str, Any]
RESULTS = ROOT / "benchmarks" / "results"
# Two runs of the same code differ by less.
TOLERANCE = 1.2


@dataclass(frozen=True)
class Slower:
    """A figure that got worse: what was compared, then and now, and by which factor."""

    key: str
    benchmark: str
    part: str
    before: float
    after: float

    @property
    def factor(self) -> float:
        """How many times worse it is."""
        less, more = sorted((self.before, self.after))
        return more / less if less else float("inf")


def record(context: Context, figures: Sequence[Figure], peers: Sequence[Peer]) -> Record:
    """Return all that a run found, ready for JSON."""
    found = [{"key": figure.key, **asdict(figure)} for figure in figures]
    return {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "quick": context.quick,
        "machine": machine.machine(),
        "versions": machine.versions(context.tools) | context.versions,
        "parts": {name: asdict(told) for name, told in context.told.items()},
        "figures": found,
        "peers": [asdict(peer) for peer in peers],
        "goals": list(goals.judged(found)),
    }


def parts() -> list[str]:
    """Return the names of all parts that a run can have, in their order."""
    return [*(each.NAME for each in BENCHMARKS), BESIDE_PEERS]


def merged(before: Record, record: Record) -> Record:
    """Return a run whose parts are another's where that one came to their end, with what there was to note of them.

    What broke off, or was not asked for, stays as it was. A part that there is no more is left out.
    """
    sources = {name: record if _ended(record, name) else before for name in parts()}
    figures = [
        figure
        for name, source in sources.items()
        for figure in source["figures"]
        if figure["benchmark"] == name
    ]
    told = {name: source["parts"][name] for name, source in sources.items() if name in source["parts"]}
    return {
        **record,
        "versions": before["versions"] | record["versions"],
        "parts": told,
        "figures": figures,
        "peers": sources[BESIDE_PEERS]["peers"],
        "goals": list(goals.judged(figures)),
    }


def _ended(record: Record, name: str) -> bool:
    return bool(record["parts"].get(name, {}).get("at"))


def place_of(record: Record) -> Path:
    """Return where a run is kept that was given no place."""
    return RESULTS / f"{record['at'].replace(':', '')}.json"


def write(path: Path, record: Record) -> None:
    """Write a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Record:
    """Read a run."""
    found: Record = json.loads(path.read_text(encoding="utf-8"))
    return found


def slower(before: Record, after: Record) -> list[Slower]:
    """Return what is worse by more than a fifth; what only one of the runs has is passed over."""
    earlier = {figure["key"]: figure for figure in before["figures"]}
    pairs = [(earlier[figure["key"]], figure) for figure in after["figures"] if figure["key"] in earlier]
    compared = [each for then, now in pairs if (each := _compared(then, now))]
    return [each for each in compared if each.factor > TOLERANCE]


def still_slower(before: Record, found: Sequence[Slower], again: Record) -> list[Slower]:
    """Keep what is slower in a second run too, or was not measured in it."""
    measured = {figure["key"] for figure in again["figures"]}
    confirmed = {each.key for each in slower(before, again)}
    return [each for each in found if each.key in confirmed or each.key not in measured]


def _compared(then: Record, now: Record) -> Slower | None:
    """Return the pair if it got worse by however little; None when it did not, or cannot be compared."""
    if then["ratio"] is not None and now["ratio"] is not None:
        part, more_is_better = "ratio", True
    elif now["unit"] in DIMENSIONLESS:
        part, more_is_better = "median", now["unit"] == FASTER
    else:
        return None
    worse = now[part] < then[part] if more_is_better else now[part] > then[part]
    return Slower(now["key"], now["benchmark"], part, then[part], now[part]) if worse else None
