"""Charts: what the tables show at a glance; each heading says it in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from comments.desk.statistics import drawing
from comments.desk.statistics.drawing import Drawing, Scale, Word
from comments.desk.statistics.figures import APPROVING
from comments.desk.statistics.tables import MINUTE, NOTHING, Table, about, share

# To the right of its lines a drawing has room for their names.
LINES_END = 310
HOURS = [f"{hour:02}" for hour in range(24)]
APPROVED = {action.label for action in APPROVING}
LONGEST_NAME = 22  # characters that fit before the bars


@dataclass(frozen=True)
class Chart:
    """A chart: its heading, what it shows, what is heard in its place, its drawing, the table of its figures."""

    heading: str
    shows: str
    heard: str
    drawing: Drawing
    table: Table


def charts(tables: Mapping[str, Table], *, by_day: bool) -> list[Chart]:
    """Return the charts; those that compare days only if there is more than one."""
    found = [_held(tables["hours"]), _waits(tables["waits"])]
    return [*found, *([_days(tables["days"])] if by_day else []), _reasons(tables["reasons"])]


def _held(table: Table) -> Chart:
    by_hour = {row[0][:2]: row for row in table.rows}
    held, decided = ([by_hour[hour][n] if hour in by_hour else 0 for hour in HOURS] for n in (2, 3))
    heading = "Nothing was held"
    if any(held):
        heading = f"Most was held between {_hour(max(range(24), key=held.__getitem__))}"
    drawn, scale = Drawing(), Scale(drawing.most([*held, *decided]), 24, LINES_END)
    scale.grid(drawn)
    scale.names(drawn, HOURS, every=4)
    drawn.bars += scale.bars(held)
    drawn.second += scale.lines(decided)
    drawn.words.append(_end(scale, decided, "decided"))
    return Chart(
        heading,
        "Comments held, by hour (bars), and decisions, by hour (line)",
        "Bars: comments held by hour of the day; line: decisions by hour of the day. The figures follow.",
        drawn,
        table,
    )


def _waits(table: Table) -> Chart:
    by_hour = {row[0][:2]: row[2:] for row in table.rows}
    half, nine = ([by_hour.get(hour, (None, None))[n] for hour in HOURS] for n in (0, 1))
    heading = "Nothing that waited was decided"
    if (slowest := _longest(nine)) is not None:
        heading = (
            f"Sent between {_hour(nine.index(slowest))}, nine in ten were decided within {about(slowest)}"
        )
    drawn = _two_lines(half, nine, HOURS, every=4)
    heard = "Two lines: minutes until half, and nine in ten, of the comments were decided, by hour. The figures follow."
    return Chart(heading, "Minutes until decided, by hour of sending", heard, drawn, table)


def _days(table: Table) -> Chart:
    days = [dt.date.fromisoformat(row[0]) for row in table.rows]
    half, nine = ([row[n] for row in table.rows] for n in (4, 5))
    heading = "Nothing that waited was decided"
    if (slowest := _longest(nine)) is not None:
        day = date_format(days[nine.index(slowest)], "j F")
        heading = f"The slowest day was {day}: nine in ten within {about(slowest)}"
    names = [date_format(day, "j M") for day in days]
    drawn = _two_lines(half, nine, names, every=max(1, -(-len(names) // 5)))
    heard = "Two lines: minutes until half, and nine in ten, of the comments were decided, by day. The figures follow."
    return Chart(heading, "Minutes until decided, by day of the decision", heard, drawn, table)


def _reasons(table: Table) -> Chart:
    approved = sum(row[1] for row in table.rows if row[0] in APPROVED)
    said = share(approved, sum(row[1] for row in table.rows))
    rows = [(_cut(name), number) for name, number, _ in table.rows]
    return Chart(
        "Nothing was decided" if said == NOTHING else f"{said} of all decisions approve",
        "Decisions, by reason",
        "Bars: decisions by reason. The figures follow.",
        drawing.sideways(rows),
        table,
    )


def _longest[Time: float](times: Sequence[Time | None]) -> Time | None:
    """Return the longest of these; None where nothing was decided, which is not the same as at once."""
    return max((time for time in times if time is not None), default=None)


def _two_lines(
    half: Sequence[int | None], nine: Sequence[int | None], names: Sequence[str], *, every: int
) -> Drawing:
    """Draw two rows of seconds as minutes, and write at the ends of their lines which they are."""
    halves, nines = ([None if each is None else each / MINUTE for each in row] for row in (half, nine))
    drawn, scale = Drawing(), Scale(drawing.most([*halves, *nines]), max(1, len(names)), LINES_END)
    scale.grid(drawn)
    scale.names(drawn, names, every=every)
    drawn.lines += scale.lines(halves)
    drawn.second += scale.lines(nines)
    ends = _end(scale, halves, "half"), _end(scale, nines, "9 in 10")
    drawn.words += [] if _longest(nines) is None else _apart(*ends)
    return drawn


def _end(scale: Scale, values: Sequence[float | None], name: str) -> Word:
    """Return the name of a line, at the height of its last value."""
    last = next((value for value in reversed(values) if value is not None), 0)
    return Word(str(LINES_END + 4), f"{scale.y(last) + 4:.0f}", name, "start", is_strong=True)


def _apart(lower: Word, upper: Word) -> list[Word]:
    """Return two names so that neither lies over the other."""
    room = 14 - (int(lower.y) - int(upper.y))
    if room <= 0:
        return [lower, upper]
    return [
        Word(lower.x, str(int(lower.y) + room - room // 2), lower.text, lower.anchor, lower.is_strong),
        Word(upper.x, str(int(upper.y) - room // 2), upper.text, upper.anchor, upper.is_strong),
    ]


def _hour(hour: int) -> str:
    return f"{hour:02}:00 and {(hour + 1) % 24:02}:00"


def _cut(name: str) -> str:
    short = name.removeprefix("Rejected: ")
    return short if len(short) <= LONGEST_NAME else f"{short[: LONGEST_NAME - 1]}…"
