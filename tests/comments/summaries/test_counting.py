"""Counting: what each entry of the log counts for, given what came before it about the same comment."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from comments.models.summary import What
from comments.summaries import counting
from comments.summaries.counting import NO_SECTION, HourKey
from comments.words import Action, Status
from tests.comments.summaries.hands import AMARA, BASHIR, DAY, NOON, Script, hour, things

HOUR = 60 * 60


def sent(**fields: object) -> Script:
    """Return a log in which a comment was sent at noon."""
    return Script().write(Action.SUBMIT, **fields)


@pytest.mark.parametrize(
    ("status", "held"),
    [
        pytest.param(Status.PENDING, 1, id="what waits for a decision arrived held"),
        pytest.param(Status.APPROVED, 0, id="what appears at once did not"),
        pytest.param(Status.SPAM, 0, id="nor what the rules refused"),
    ],
)
def test_arrivals(status: str, held: int) -> None:
    found = hour(sent(to=status).counts())
    assert (found.submitted, found.held, found.decided) == (1, held, 0)


@pytest.mark.parametrize(
    ("action", "by", "decided"),
    [
        pytest.param(Action.APPROVE, AMARA, 1, id="a moderator approves"),
        pytest.param(Action.REJECT, AMARA, 1, id="rejects"),
        pytest.param(Action.SPAM, AMARA, 1, id="marks as spam"),
        pytest.param(Action.TRASH, AMARA, 1, id="moves to trash"),
        pytest.param(Action.PICK, AMARA, 1, id="picks what was held, and by that approves it"),
        pytest.param(Action.APPROVE, None, 0, id="the rules decide, and no moderator"),
        pytest.param(Action.RESCREEN, None, 0, id="the rules look again"),
        pytest.param(Action.ESCALATE, AMARA, 0, id="escalating settles nothing"),
        pytest.param(Action.LOOK, AMARA, 0, id="nor does looking at the e-mail address"),
        pytest.param(Action.REPORTED, None, 0, id="nor a report"),
    ],
)
def test_what_is_a_decision(action: str, by: int | None, decided: int) -> None:
    assert hour(sent().write(action, 60, by=by).counts()).decided == decided


@pytest.mark.parametrize(
    ("action", "decided"),
    [
        pytest.param(Action.KEEP, 1, id="keeping what readers reported is one"),
        pytest.param(Action.PICK, 0, id="picking what is approved already is none"),
        pytest.param(Action.UNPICK, 0, id="nor is taking the pick back"),
        pytest.param(Action.PIN, 0, id="nor pinning"),
        pytest.param(Action.REDACT, 0, id="nor redacting"),
    ],
)
def test_what_is_a_decision_on_a_public_comment(action: str, decided: int) -> None:
    script = sent(to=Status.APPROVED).write(action, 60, by=AMARA, to=Status.APPROVED)
    assert hour(script.counts()).decided == decided


def test_a_decision_is_counted_with_its_reason_and_in_its_moderators_hour() -> None:
    script = sent().write(Action.REJECT, 90, by=AMARA, reason="person")
    script.write(Action.SUBMIT, about=2).write(Action.SPAM, 30, by=AMARA, about=2)
    counts = script.counts()
    assert things(counts, What.DECIDED) == {"reject person": 1, "spam": 1}
    ((key, turn),) = counts.turns.items()
    assert (key.moderator_id, key.begins, key.day) == (AMARA, NOON, DAY)
    assert (turn.decided, turn.first_at) == (2, NOON + dt.timedelta(seconds=30))


def test_the_wait_is_in_whole_seconds_from_being_held_and_the_age_from_being_sent() -> None:
    found = hour(sent().write(Action.APPROVE, 61.9, by=AMARA).counts())
    assert (found.waits, found.ages) == ([61], [61])


def test_what_is_held_again_waits_from_then_on() -> None:
    script = (
        sent().write(Action.APPROVE, 10, to=Status.APPROVED).write(Action.RESCREEN, 100, to=Status.PENDING)
    )
    found = hour(script.write(Action.REJECT, 130, by=AMARA).counts())
    assert (found.waits, found.ages) == ([30], [130])


def test_what_was_never_held_did_not_wait() -> None:
    found = hour(sent(to=Status.APPROVED).write(Action.REJECT, 500, by=AMARA).counts())
    assert (found.waits, found.ages) == ([], [500])


def test_only_the_first_decision_ends_the_wait_even_if_it_is_taken_back() -> None:
    script = sent().write(Action.REJECT, 20, by=AMARA).write(Action.UNDO, 30, by=AMARA)
    found = hour(script.write(Action.APPROVE, 40, by=BASHIR).counts())
    assert (found.decided, found.waits) == (2, [20])


def test_a_clock_that_was_put_back_makes_no_negative_wait() -> None:
    assert hour(sent().write(Action.APPROVE, -5, by=AMARA).counts()).waits == [0]


def test_a_wait_belongs_to_the_day_of_the_decision_and_the_hour_of_arrival() -> None:
    counts = sent().write(Action.APPROVE, 23 * HOUR, by=AMARA).counts()
    tomorrow = DAY + dt.timedelta(days=1)
    assert hour(counts, 12, day=tomorrow).waits == [23 * HOUR]
    assert hour(counts, 11, day=tomorrow).decided == 1
    assert (hour(counts).submitted, hour(counts).waits) == (1, [])


@pytest.mark.parametrize(
    ("deeds", "undone", "overturned"),
    [
        pytest.param(["approve"], 0, 0, id="one decision"),
        pytest.param(["approve", "reject"], 0, 1, id="the other way round later"),
        pytest.param(["approve", "undo"], 1, 0, id="taken back"),
        pytest.param(["approve", "undo", "reject"], 1, 0, id="taken back and decided anew: nothing stood"),
        pytest.param(["approve", "reject", "undo"], 1, 1, id="overturned, and that taken back"),
        pytest.param(["approve", "reject", "undo", "spam"], 1, 2, id="the first decision stood again"),
        pytest.param(["approve", "undo", "undo", "reject"], 1, 1, id="taking back taken back: it stood"),
        pytest.param(["approve", "look", "reject"], 0, 1, id="other deeds in between change nothing"),
        pytest.param(["approve", "pin", "undo", "reject"], 0, 1, id="nor does taking one of those back"),
        pytest.param(
            ["approve", "escalate", "undo", "undo", "spam"], 0, 1, id="nor that, taken back in turn"
        ),
        pytest.param(
            ["approve", "undo", "pin", "undo", "spam"], 1, 0, id="after a pin what was taken back is so"
        ),
        pytest.param(["approve", "keep"], 0, 0, id="keeping overturns nothing"),
        pytest.param(["approve", "keep", "undo", "reject"], 1, 1, id="nor does taking that back"),
        pytest.param(["approve", "pick", "undo", "reject"], 0, 1, id="nor a pick, nor taking that back"),
    ],
)
def test_what_is_taken_back_and_what_is_overturned(deeds: list[str], undone: int, overturned: int) -> None:
    script = sent()
    for seconds, deed in enumerate(deeds, 1):
        script.write(deed, seconds, by=AMARA)
    counts = script.counts()
    assert things(counts, What.UNDONE) == ({"": undone} if undone else {})
    assert things(counts, What.REVERSED) == ({"": overturned} if overturned else {})


@pytest.mark.parametrize(
    ("seconds", "undone", "overturned"),
    [
        pytest.param(60, 1, 0, id="within its minute"),
        pytest.param(61, 0, 1, id="after its minute, as a whole run can be"),
    ],
)
def test_what_is_taken_back_after_its_minute_counts_as_overturned(
    seconds: int, undone: int, overturned: int
) -> None:
    script = sent(rules="links").write(Action.SPAM, 10, by=AMARA).write(Action.PIN, 11, by=AMARA)
    script.write(Action.APPROVE, 12, by=AMARA).write(Action.UNDO, 12 + seconds, by=AMARA)
    counts = script.counts()
    assert things(counts, What.UNDONE) == ({"": undone} if undone else {})
    assert things(counts, What.REVERSED) == {"": 1 + overturned}
    assert things(counts, What.RULE_REVERSED) == {"links": 1 + overturned}


def test_what_the_rules_did_is_neither_taken_back_nor_overturned() -> None:
    script = (
        sent()
        .write(Action.APPROVE, 1)
        .write(Action.UNDO, 2)
        .write(Action.SPAM, 3)
        .write(Action.APPROVE, 4, by=AMARA)
    )
    counts = script.counts()
    assert (things(counts, What.UNDONE), things(counts, What.REVERSED)) == ({}, {})
    assert hour(counts).ages == [4]


def test_a_rules_holds_and_what_became_of_them() -> None:
    script = sent(rules="links capitals unproved:note").write(Action.APPROVE, 9, by=AMARA)
    script.write(Action.SUBMIT, about=2, rules="links").write(Action.SPAM, 9, by=AMARA, about=2)
    script.write(Action.APPROVE, 10, by=BASHIR, about=2).write(Action.SUBMIT, about=3, rules="links")
    script.write(Action.SUBMIT, about=4, to=Status.APPROVED, rules="links")
    counts = script.counts()
    assert things(counts, What.RULE_HELD) == {"links": 3, "capitals": 1}
    assert things(counts, What.RULE_DECIDED) == {"links": 2, "capitals": 1}
    assert things(counts, What.RULE_APPROVED) == {"links": 1, "capitals": 1}
    assert things(counts, What.RULE_REVERSED) == {"links": 1}


def test_what_was_found_anew_is_what_a_comment_is_held_by() -> None:
    script = sent(rules="links").write(Action.RESCREEN, 5, rules="capitals", to=Status.PENDING)
    counts = script.write(Action.APPROVE, 9, by=AMARA).counts()
    assert things(counts, What.RULE_DECIDED) == {"capitals": 1}


def test_entries_that_are_counted_already_are_looked_at_and_not_counted() -> None:
    script = sent().write(Action.APPROVE, 30, by=AMARA).write(Action.REJECT, 60, by=AMARA)
    counts = script.counts(after=2)
    assert (hour(counts).submitted, hour(counts).decided, hour(counts).waits) == (0, 1, [])
    assert things(counts, What.REVERSED) == {"": 1}


def test_a_comment_whose_story_is_not_known_belongs_to_no_section() -> None:
    assert list(sent().counts().hours) == [HourKey(DAY, 12, NO_SECTION)]


@pytest.mark.parametrize(
    ("zone", "moment", "day", "at", "begins"),
    [
        ("UTC", "2026-11-16T23:59:59", "2026-11-16", 23, "2026-11-16T23:00:00"),
        ("UTC", "2026-11-17T00:00:00", "2026-11-17", 0, "2026-11-17T00:00:00"),
        ("Europe/Berlin", "2026-11-16T23:00:00", "2026-11-17", 0, "2026-11-16T23:00:00"),
        ("Europe/Berlin", "2026-10-25T00:59:59", "2026-10-25", 2, "2026-10-25T00:00:00"),
        ("Europe/Berlin", "2026-10-25T01:00:00", "2026-10-25", 2, "2026-10-25T01:00:00"),
        ("Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29", 3, "2026-03-29T01:00:00"),
        ("Asia/Kathmandu", "2026-11-16T18:20:00", "2026-11-17", 0, "2026-11-16T18:15:00"),
        ("America/St_Johns", "2026-11-16T03:29:59", "2026-11-15", 23, "2026-11-16T02:30:00"),
    ],
)
def test_a_moments_day_and_hour_are_those_of_the_newsrooms_clock(
    zone: str, moment: str, day: str, at: int, begins: str
) -> None:
    found = counting.place(dt.datetime.fromisoformat(f"{moment}+00:00"), ZoneInfo(zone))
    expected = (dt.date.fromisoformat(day), at, dt.datetime.fromisoformat(f"{begins}+00:00"))
    assert found == expected


def test_the_two_hours_of_an_autumn_night_are_two_of_a_moderators_hours() -> None:
    night = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    script = Script(begins=night).write(Action.SUBMIT).write(Action.APPROVE, 60, by=AMARA)
    script.write(Action.SUBMIT, HOUR, about=2).write(Action.APPROVE, HOUR + 60, by=AMARA, about=2)
    counts = script.counts("Europe/Berlin")
    assert len(counts.turns) == 2
    assert hour(counts, 2, day=dt.date(2026, 10, 25)).decided == 2
