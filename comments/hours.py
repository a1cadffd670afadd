"""Hours: when the desk reads comments, as an editor writes it down and as a clock understands it."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
A_WEEK = len(DAYS)
MOST_SHIFTS = 21  # three a day
SHIFT = re.compile(
    r"(?P<first>[A-Za-z]{3})(?: ?[-–] ?(?P<last>[A-Za-z]{3}))? (?P<opens>[0-9:]{5}) ?[-–] ?(?P<closes>[0-9:]{5})"
)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)")
SHAPE = "Write each line as Mon-Fri 08:00-18:00, with the days Mon, Tue, Wed, Thu, Fri, Sat, Sun."


class BadHours(ValueError):
    """What was written cannot be read as hours; the text says which line and why."""


@dataclass(frozen=True)
class Shift:
    """The same hours on a row of days: ``first`` and ``last`` count from Monday, 0; times are minutes of the day.

    One that closes no later than it opens goes on into the next day.
    """

    first: int
    last: int
    opens: int
    closes: int

    @classmethod
    def read(cls, line: str) -> Self:
        """Read one line. Raises ``BadHours``."""
        matched = SHIFT.fullmatch(line)
        if matched is None:
            raise BadHours(f"“{line}” is no row of hours. {SHAPE}")
        first, last = matched["first"], matched["last"] or matched["first"]
        return cls(_day(first), _day(last), _minutes(matched["opens"]), _minutes(matched["closes"]))

    def __str__(self) -> str:
        days = DAYS[self.first] if self.first == self.last else f"{DAYS[self.first]}–{DAYS[self.last]}"
        return f"{days} {_clock(self.opens)}–{_clock(self.closes)}"

    @property
    def length(self) -> dt.timedelta:
        """How long it lasts, at most a day and a minute less than nothing is left of it."""
        minutes = self.closes - self.opens
        return dt.timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)

    def is_on(self, weekday: int) -> bool:
        """Whether it begins on that day of the week; a row of days may go over Sunday."""
        return (weekday - self.first) % A_WEEK <= (self.last - self.first) % A_WEEK


@dataclass(frozen=True)
class Hours:
    """All shifts of a week, in the order in which they were written; none means that the desk is always open."""

    shifts: tuple[Shift, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read hours, a line or a part between semicolons for each shift. Raises ``BadHours``."""
        lines = [" ".join(line.split()) for line in re.split("[\n;]", text)]
        shifts = tuple(Shift.read(line) for line in lines if line)
        if len(shifts) > MOST_SHIFTS:
            raise BadHours(f"These are {len(shifts)} lines of hours. {MOST_SHIFTS} are enough for a week.")
        return cls(shifts)

    def __bool__(self) -> bool:
        return bool(self.shifts)

    def __str__(self) -> str:
        return ", ".join(map(str, self.shifts))

    def is_open(self, at: dt.datetime) -> bool:
        """Whether the desk is open at a moment, which is given in the newsroom's own zone."""
        wall = at.replace(tzinfo=None)
        begun = (
            (shift, _at(wall.date() - dt.timedelta(days), shift)) for shift in self.shifts for days in (0, 1)
        )
        on = (start <= wall < start + shift.length for shift, start in begun if shift.is_on(start.weekday()))
        return not self.shifts or any(on)

    def opens_next(self, at: dt.datetime) -> dt.datetime | None:
        """Return when the desk opens next after a moment, in the moment's own zone; None when it is open."""
        if self.is_open(at):
            return None
        wall = at.replace(tzinfo=None)
        days = [wall.date() + dt.timedelta(days) for days in range(A_WEEK + 1)]
        starts = (_at(day, shift) for day in days for shift in self.shifts if shift.is_on(day.weekday()))
        return min(start for start in starts if start > wall).replace(tzinfo=at.tzinfo)


def _at(day: dt.date, shift: Shift) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min) + dt.timedelta(minutes=shift.opens)


def _day(name: str) -> int:
    if name.title() not in DAYS:
        raise BadHours(f"“{name}” is no day of the week. {SHAPE}")
    return DAYS.index(name.title())


def _minutes(clock: str) -> int:
    matched = CLOCK.fullmatch(clock)
    if matched is None:
        raise BadHours(f"“{clock}” is no time of the day. {SHAPE}")
    hours, minutes = filter(None, matched.groups())
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
