"""Hours: what an editor writes down, and what the clock makes of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.hours import BadHours, Hours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = "Mon-Fri 08:00-18:00\nSat 10:00-12:00"


def at(day: int, clock: str) -> dt.datetime:
    """Return a moment on a day of November 2026; the second is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Mon-Fri 08:00-18:00", "Mon–Fri 08:00–18:00"),
        ("mon – fri 08:00 – 18:00", "Mon–Fri 08:00–18:00"),
        (OFFICE, "Mon–Fri 08:00–18:00, Sat 10:00–12:00"),
        ("Mon 08:00-12:00; Mon 13:00-17:00;", "Mon 08:00–12:00, Mon 13:00–17:00"),
        ("Mon-Sun 00:00-24:00", "Mon–Sun 00:00–24:00"),
    ],
)
def test_hours_are_read_and_said(text: str, shown: str) -> None:
    assert str(Hours.read(text)) == shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("always", "no row of hours"),
        ("Mon-Fri", "no row of hours"),
        ("Mon-Fri 8-18", "no row of hours"),
        ("Mon-Fry 08:00-18:00", "“Fry” is no day"),
        ("Mon 08:00-25:00", "“25:00” is no time"),
        ("Mon 08:60-09:00", "“08:60” is no time"),
        ("Mon 24:30-09:00", "“24:30” is no time"),
        ("\n".join(["Mon 08:00-09:00"] * 22), "22 lines"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadHours, match=reason):
        Hours.read(text)


@pytest.mark.parametrize(
    ("text", "moment", "is_open"),
    [
        pytest.param("", at(7, "03:00"), True, id="no hours: always open"),
        pytest.param(OFFICE, at(2, "08:00"), True, id="the minute it opens"),
        pytest.param(OFFICE, at(2, "07:59"), False, id="a minute before"),
        pytest.param(OFFICE, at(2, "18:00"), False, id="the minute it closes"),
        pytest.param(OFFICE, at(7, "11:00"), True, id="Saturday has its own"),
        pytest.param(OFFICE, at(8, "11:00"), False, id="Sunday has none"),
        pytest.param("Fri 22:00-02:00", at(7, "01:59"), True, id="Friday night goes on into Saturday"),
        pytest.param("Fri 22:00-02:00", at(6, "01:00"), False, id="and does not begin on Thursday"),
        pytest.param("Sun 22:00-02:00", at(9, "01:00"), True, id="Sunday night goes on into Monday"),
        pytest.param("Sat-Mon 10:00-11:00", at(8, "10:30"), True, id="days go over Sunday"),
        pytest.param("Sat-Mon 10:00-11:00", at(3, "10:30"), False, id="and end after Monday"),
        pytest.param("Mon-Sun 00:00-24:00", at(4, "23:59"), True, id="round the clock"),
        pytest.param("Mon 08:00-08:00", at(3, "07:59"), True, id="the same time twice is a whole day"),
    ],
)
def test_the_desk_is_open(text: str, moment: dt.datetime, is_open: bool) -> None:
    assert Hours.read(text).is_open(moment) is is_open


@pytest.mark.parametrize(
    ("text", "moment", "opens"),
    [
        (OFFICE, at(2, "09:00"), None),
        (OFFICE, at(2, "18:30"), at(3, "08:00")),
        (OFFICE, at(6, "18:30"), at(7, "10:00")),
        (OFFICE, at(7, "12:00"), at(9, "08:00")),
        ("Mon 08:00-09:00", at(2, "09:00"), at(9, "08:00")),
    ],
)
def test_it_says_when_it_opens_next(text: str, moment: dt.datetime, opens: dt.datetime | None) -> None:
    assert Hours.read(text).opens_next(moment) == opens


def test_the_hours_are_those_of_the_clock_on_the_wall_when_the_clocks_change() -> None:
    hours = Hours.read("Sun 08:00-09:00")
    before = dt.datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    assert hours.opens_next(before) == dt.datetime(2026, 10, 25, 8, 0, tzinfo=BERLIN)
    assert hours.is_open(dt.datetime(2026, 10, 25, 7, 30, tzinfo=dt.UTC).astimezone(BERLIN))


clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
days = st.sampled_from("Mon Tue Wed Thu Fri Sat Sun".split())
shifts = st.builds("{}-{} {}-{}".format, days, days, clocks, clocks)


@given(st.lists(shifts, max_size=4), st.integers(0, 60 * 24 * 21))
def test_it_is_open_at_the_moment_that_it_says(lines: list[str], minutes: int) -> None:
    hours = Hours.read("\n".join(lines))
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    opens = hours.opens_next(moment)
    assert (opens is None) == hours.is_open(moment)
    assert opens is None or (opens > moment and hours.is_open(opens))


@given(st.lists(shifts, max_size=4))
def test_what_is_said_reads_the_same(lines: list[str]) -> None:
    hours = Hours.read("; ".join(lines))
    assert Hours.read(str(hours).replace(", ", "\n")) == hours


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_other_text_is_refused_without_a_fault(text: str) -> None:
    with pytest.raises(BadHours):
        Hours.read(f"{text} at night")
