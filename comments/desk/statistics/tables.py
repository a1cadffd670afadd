"""Tables: numbers in rows and columns, written for people and for spreadsheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

NOTHING = "–"
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
FINE = 10  # below so many, a share or a rate is told with a decimal


class Kind(Enum):
    """What a column holds: a text, a number, a time in seconds, a part of a whole, so many each."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    SHARE = "share"
    RATE = "rate"


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what it holds. A share and a rate are pairs of numbers; any value may be None."""

    label: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True)
class Table:
    """A table; ``note`` says how its figures are counted."""

    code: str
    caption: str
    note: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]

    @property
    def shown(self) -> list[list[str]]:
        """The rows as people read them."""
        kinds = [column.kind for column in self.columns]
        return [[said(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in self.rows]

    def file(self) -> Iterator[Iterable[object]]:
        """Yield the heading and the rows for a spreadsheet: times in seconds, shares and rates as decimal numbers."""
        yield [f"{each.label}, seconds" if each.kind is Kind.TIME else each.label for each in self.columns]
        kinds = [column.kind for column in self.columns]
        for row in self.rows:
            yield [_plain(value, kind) for value, kind in zip(row, kinds, strict=True)]


def said(value: Any, kind: Kind) -> str:
    """Write a value for people."""
    if value is None:
        return NOTHING
    if kind is Kind.TIME:
        return clock(value)
    if kind is Kind.SHARE:
        return share(*value)
    if kind is Kind.RATE:
        return rate(*value)
    return f"{value:,}" if kind is Kind.NUMBER else str(value)


def share(part: int, whole: int) -> str:
    """Write a part of a whole: "63 %", below a tenth "1.3 %"."""
    if not whole:
        return NOTHING
    percent = 100 * part / whole
    return f"{percent:.1f}\u00a0%" if 0 < percent < FINE else f"{percent:.0f}\u00a0%"


def rate(number: int, each: int) -> str:
    """Write how many of something each of others has: "118", below ten "7.5"."""
    if not each:
        return NOTHING
    return f"{number / each:.1f}" if number < FINE * each else f"{number / each:,.0f}"


def clock(seconds: int) -> str:
    """Write a time to the second: "1:44:02", "0:00:40"."""
    return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}"


def about(seconds: int | None) -> str:
    """Write a time in its two largest units, rounded down: "40 s", "23 min", "1 h 44 min", "3 d 4 h"."""
    if seconds is None:
        return NOTHING
    if seconds < MINUTE:
        return f"{seconds}\u00a0s"
    if seconds < HOUR:
        return f"{seconds // MINUTE}\u00a0min"
    large, unit, small, further = (HOUR, "h", MINUTE, "min") if seconds < DAY else (DAY, "d", HOUR, "h")
    whole, rest = f"{seconds // large}\u00a0{unit}", seconds % large // small
    return f"{whole} {rest}\u00a0{further}" if rest else whole


def _plain(value: Any, kind: Kind) -> object:
    if value is None or kind not in (Kind.SHARE, Kind.RATE):
        return value
    part, whole = value
    return round(part / whole, 4) if whole else None
