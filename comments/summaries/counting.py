"""Counting: what entries of the log amount to; entries in, numbers out.

What an entry counts for depends on itself and on the earlier entries about the same comment, and on nothing else. So
the log can be counted piece by piece, and the pieces add up to what the whole would have been.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from comments.log import NOTED
from comments.models.log import UNDO_TIME
from comments.models.summary import What
from comments.words import DECISIONS, Action, Status

# What a person does to a comment to settle it.
SETTLING = frozenset({*DECISIONS, Action.KEEP, Action.PICK})
NO_SECTION = 0
# Every zone's clock is a whole number of quarters away from UTC, and changes at a full quarter.
QUARTER = 15 * 60


class Line(NamedTuple):
    """An entry of the log, as far as it is counted; the fields are columns of ``LogEntry``."""

    comment_id: int
    seq: int
    action: str
    from_status: str
    to_status: str
    actor_id: int | None
    rules: str
    reason: str
    at: dt.datetime


class HourKey(NamedTuple):
    """An hour by the newsroom's clock, in a section."""

    day: dt.date
    hour: int
    section_id: int


class DayKey(NamedTuple):
    """One thing that is counted of a day in a section."""

    day: dt.date
    section_id: int
    what: str
    key: str


class TurnKey(NamedTuple):
    """A moderator's hour in a section; ``begins`` tells the two hours of an autumn night apart."""

    begins: dt.datetime
    day: dt.date
    moderator_id: int
    section_id: int


@dataclass
class Hour:
    """What ``HourSummary`` keeps of an hour; times are in whole seconds."""

    submitted: int = 0
    held: int = 0
    decided: int = 0
    waits: list[int] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)


@dataclass
class Turn:
    """What ``ModeratorHour`` keeps of an hour."""

    first_at: dt.datetime
    decided: int = 0


@dataclass
class Counts:
    """What some entries amount to."""

    hours: dict[HourKey, Hour] = field(default_factory=lambda: defaultdict(Hour))
    days: Counter[DayKey] = field(default_factory=Counter)
    turns: dict[TurnKey, Turn] = field(default_factory=dict)


class Place(NamedTuple):
    """When something was, by the newsroom's clock."""

    day: dt.date
    hour: int
    begins: dt.datetime


@dataclass
class Course:
    """What has become of a comment so far, as far as it decides what its next entry counts for."""

    sent_at: dt.datetime
    last_at: dt.datetime
    held_at: dt.datetime | None = None
    held_by: tuple[str, ...] = ()
    was_ever_decided: bool = False
    is_decided: bool = False
    # Whether it was decided before the last entry, which is all that can be taken back.
    was_decided: bool = False
    ends_with_a_decision: bool = False

    def go_on(self, line: Line) -> None:
        """Take in an entry."""
        if line.action == Action.UNDO:
            self.is_decided, self.was_decided = self.was_decided, self.is_decided
        else:
            self.was_decided = self.is_decided
            self.is_decided = self.is_decided or is_decision(line)
        self.last_at = line.at
        self.ends_with_a_decision = is_decision(line)
        self.was_ever_decided = self.was_ever_decided or is_decision(line)
        if line.to_status != line.from_status:
            self.held_at = line.at if line.to_status == Status.PENDING else None
        if line.action in (Action.SUBMIT, Action.RESCREEN):
            self.held_by = holding(line) if line.to_status == Status.PENDING else ()


def count(lines: Iterable[Line], sections: Mapping[int, int], *, zone: ZoneInfo, after: int = 0) -> Counts:
    """Count the entries behind ``after``.

    ``lines`` holds, comment by comment, all entries about each of them from the first on; ``sections`` leads from a
    comment to the section in which its story stands.
    """
    counts = Counts()
    for comment_id, history in groupby(lines, key=attrgetter("comment_id")):
        section = sections.get(comment_id, NO_SECTION)
        course: Course | None = None
        for line in history:
            course = course or Course(line.at, line.at)
            if line.seq > after:
                _add(counts, line, course, section, zone)
            course.go_on(line)
    return counts


def is_decision(line: Line) -> bool:
    """Whether a person moved a comment to another status by this, or kept it where readers had reported it."""
    moved = line.from_status != line.to_status or line.action == Action.KEEP
    return line.actor_id is not None and line.action in SETTLING and moved


def holding(line: Line) -> tuple[str, ...]:
    """Return the rules that an entry names and that did more than note something."""
    return tuple(code for code in line.rules.split() if not code.endswith(NOTED))


def place(at: dt.datetime, zone: ZoneInfo) -> Place:
    """Return the day and the hour of a moment by the newsroom's clock."""
    return _place(int(at.timestamp()) // QUARTER, zone)


@lru_cache(maxsize=4096)
def _place(quarter: int, zone: ZoneInfo) -> Place:
    local = dt.datetime.fromtimestamp(quarter * QUARTER, tz=zone)
    return Place(local.date(), local.hour, local.replace(minute=0).astimezone(dt.UTC))


def _add(counts: Counts, line: Line, course: Course, section: int, zone: ZoneInfo) -> None:
    when = place(line.at, zone)
    if line.action == Action.SUBMIT:
        _add_arrival(counts, line, when, section)
    elif line.action == Action.UNDO and line.actor_id is not None and course.ends_with_a_decision:
        _add_undo(counts, line, course, when.day, section)
    elif is_decision(line):
        _add_decision(counts, line, when, section)
        if not course.was_ever_decided:
            _add_first(counts, line, course, HourKey(when.day, place(course.sent_at, zone).hour, section))
        elif course.is_decided and line.from_status != line.to_status:
            _add_reversal(counts, course, when.day, section)


def _add_undo(counts: Counts, line: Line, course: Course, day: dt.date, section: int) -> None:
    """Count what takes the last decision back; after its minute that is a reversal, whatever it is called."""
    if line.at - course.last_at <= UNDO_TIME:
        counts.days[DayKey(day, section, What.UNDONE, "")] += 1
    else:
        _add_reversal(counts, course, day, section)


def _add_reversal(counts: Counts, course: Course, day: dt.date, section: int) -> None:
    counts.days[DayKey(day, section, What.REVERSED, "")] += 1
    _add_rules(counts, course.held_by, day, section, What.RULE_REVERSED)


def _add_arrival(counts: Counts, line: Line, when: Place, section: int) -> None:
    hour = counts.hours[HourKey(when.day, when.hour, section)]
    hour.submitted += 1
    if line.to_status == Status.PENDING:
        hour.held += 1
        _add_rules(counts, holding(line), when.day, section, What.RULE_HELD)


def _add_decision(counts: Counts, line: Line, when: Place, section: int) -> None:
    counts.hours[HourKey(when.day, when.hour, section)].decided += 1
    counts.days[DayKey(when.day, section, What.DECIDED, f"{line.action} {line.reason}".strip())] += 1
    assert line.actor_id is not None  # noqa: S101 (for the type checker: is_decision has looked)
    turn = counts.turns.setdefault(TurnKey(when.begins, when.day, line.actor_id, section), Turn(line.at))
    turn.decided += 1
    turn.first_at = min(turn.first_at, line.at)


def _add_first(counts: Counts, line: Line, course: Course, sent: HourKey) -> None:
    hour = counts.hours[sent]
    hour.ages.append(_seconds(course.sent_at, line.at))
    if course.held_at is not None:
        hour.waits.append(_seconds(course.held_at, line.at))
        _add_rules(counts, course.held_by, sent.day, sent.section_id, What.RULE_DECIDED)
        if line.to_status == Status.APPROVED:
            _add_rules(counts, course.held_by, sent.day, sent.section_id, What.RULE_APPROVED)


def _add_rules(counts: Counts, rules: Iterable[str], day: dt.date, section: int, what: What) -> None:
    for rule in rules:
        counts.days[DayKey(day, section, what, rule)] += 1


def _seconds(since: dt.datetime, until: dt.datetime) -> int:
    """Return the whole seconds between two moments; none where a clock was put back between them."""
    return max(0, int((until - since).total_seconds()))
