"""Telling: waits, times and decisions are said in words that fit them."""

import datetime as dt

import pytest

from comments.desk import telling
from comments.moderation import Standing

NOW = dt.datetime(2026, 11, 22, 9, 47, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 min"),
        (59, "0 min"),
        (58 * 60, "58 min"),
        (60 * 60, "1 h"),
        (72 * 60, "1 h 12 min"),
        (24 * 60 * 60, "1 d"),
        (76 * 60 * 60, "3 d 4 h"),
    ],
)
def test_a_wait_is_told_in_its_two_largest_units(seconds: int, said: str) -> None:
    assert telling.wait(dt.timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "a moment"),
        (1, "1 second"),
        (8, "8 seconds"),
        (60, "1 minute"),
        (7_300, "2 hours"),
        (90_000, "1 day"),
    ],
)
def test_an_interval_is_told_in_its_largest_unit(seconds: float, said: str) -> None:
    assert telling.interval(dt.timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("at", "clock", "date"),
    [
        (NOW.replace(hour=8, minute=5), "08:05", "08:05"),
        (NOW.replace(day=21), "09:47 on 21 November", "21 Nov, 09:47"),
        (NOW.replace(year=2025), "09:47 on 22 November 2025", "22 Nov 2025"),
    ],
)
def test_a_time_names_its_day_only_when_that_is_not_today(at: dt.datetime, clock: str, date: str) -> None:
    assert telling.clock(at, NOW) == clock
    assert telling.date(at, NOW) == date


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lol", "“lol”"),
        ("two\n\n lines", "“two lines”"),
        ("I am the harbour master quoted above and I would like", "“I am the harbour master quoted above…”"),
        ("a" * 60, f"“{'a' * 40}…”"),
        ("", "“”"),
    ],
)
def test_an_excerpt_ends_with_a_word(text: str, said: str) -> None:
    assert telling.excerpt(text) == said


def stands(
    action: str, *, by: str = "Bashir Lindgren", status: str = "approved", reason: str = ""
) -> Standing:
    return Standing(status, action, by, NOW - dt.timedelta(seconds=8), 7, reason)


@pytest.mark.parametrize(
    ("standing", "you", "news"),
    [
        (stands("approve"), False, "Bashir Lindgren approved this at 09:47, 8 seconds before you."),
        (stands("reject"), False, "Bashir Lindgren rejected this at 09:47, 8 seconds before you."),
        (
            stands("spam", by=""),
            False,
            "The newsroom’s own rules marked this as spam at 09:47, 8 seconds before you.",
        ),
        (stands("trash"), True, "This was already moved to trash by you at 09:47, 8 seconds ago."),
        (stands("undo"), True, "This was already undone by you at 09:47, 8 seconds ago."),
        (
            stands("undo"),
            False,
            "Bashir Lindgren undid the last decision on this at 09:47, 8 seconds before you.",
        ),
        (stands("submit"), False, "This changed after your page was made."),
        (None, False, "This changed after your page was made."),
    ],
)
def test_a_conflict_says_who_was_first_with_what(standing: Standing | None, you: bool, news: str) -> None:
    told = telling.conflict(standing, you=you, now=NOW, lost="Your decision changed nothing.")
    assert (told.news, told.rest) == (news, "Your decision changed nothing.")


@pytest.mark.parametrize(
    ("standing", "you", "said"),
    [
        (stands("approve"), False, "Bashir Lindgren approved this at 09:47."),
        (stands("reject", reason="private"), True, "You rejected this at 09:47. Reason: private or advert."),
        (
            stands("reject", reason="gone-rule"),
            False,
            "Bashir Lindgren rejected this at 09:47. Reason: gone-rule.",
        ),
        (stands("submit", by=""), False, "This appeared as soon as it was sent: no rule held it."),
        (stands("submit", by="", status="spam"), False, "The newsroom’s own rules took this for spam."),
    ],
)
def test_a_decided_comment_says_how_it_stands(standing: Standing, you: bool, said: str) -> None:
    told = telling.standing(standing, you=you, now=NOW)
    assert f"{told.news} {told.rest}".startswith(f"{said} Whatever you decide")
