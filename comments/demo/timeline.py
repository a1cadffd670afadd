"""Timeline: what happens in the demo newsroom and when, worked out backwards from the moment it is loaded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from comments.demo.edition import UNDO, Decision, Edition, Remark, Story

# What the files date by the loading (``minutes_ago``) comes after all else: so long the newsroom was quiet.
QUIET = dt.timedelta(minutes=90)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something that happens to a story at a time."""

    at: dt.datetime
    story: Story


@dataclass(frozen=True)
class Published(Event):
    """The story comes out."""


@dataclass(frozen=True)
class Revised(Event):
    """The story is changed where a correction would say too much."""


@dataclass(frozen=True)
class Corrected(Event):
    """The story gets a correction."""

    text: str


@dataclass(frozen=True)
class Closed(Event):
    """The story takes no more comments."""


@dataclass(frozen=True)
class Withdrawn(Event):
    """The story is taken from its readers."""


@dataclass(frozen=True)
class Written(Event):
    """Somebody sends a remark; ``answered`` is the key of the remark that it answers, "" for none."""

    remark: Remark
    answered: str


@dataclass(frozen=True)
class Decided(Event):
    """A moderator decides on a remark."""

    remark: Remark
    decision: Decision


@dataclass(frozen=True)
class Undone(Event):
    """A moderator takes back the last decision on a remark."""

    remark: Remark
    by: str


def timeline(edition: Edition, *, now: dt.datetime, zone: dt.tzinfo) -> list[Event]:
    """Return all that happened by ``now``, an aware time, earliest first; days are those of ``zone``.

    Today's stories are dated today when their morning is over, otherwise the whole edition is a day older.
    """
    today = now.astimezone(zone).date()
    events = _events(edition, today, now, zone)
    if any(event.at > now - QUIET for event in events if not _is_fresh(event)):
        events = _events(edition, today - DAY, now, zone)
    return sorted(events, key=lambda event: event.at)


def _is_fresh(event: Event) -> bool:
    return isinstance(event, Written) and event.remark.minutes_ago is not None


def _events(edition: Edition, today: dt.date, now: dt.datetime, zone: dt.tzinfo) -> list[Event]:
    return [
        event
        for story in edition.stories
        if story.days_ago is not None
        for event in _of_story(story, _published_at(story, today - story.days_ago * DAY, zone), now)
    ]


def _published_at(story: Story, day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(story.time), tzinfo=zone)


def _of_story(story: Story, published: dt.datetime, now: dt.datetime) -> Iterator[Event]:
    yield Published(published, story)
    if story.revised_after is not None:
        yield Revised(published + _minutes(story.revised_after), story)
    if story.correction is not None:
        yield Corrected(published + _minutes(story.correction.after), story, story.correction.text)
    if story.closed_after is not None:
        yield Closed(published + _minutes(story.closed_after), story)
    if story.withdrawn_after is not None:
        yield Withdrawn(published + _minutes(story.withdrawn_after), story)
    for top in story.thread:
        for remark, answered in top.walk():
            yield from _of_remark(story, remark, answered, _written_at(remark, published, now))


def _written_at(remark: Remark, published: dt.datetime, now: dt.datetime) -> dt.datetime:
    if remark.minutes_ago is not None:
        return now - _minutes(remark.minutes_ago)
    return published + _minutes(remark.after)


def _of_remark(story: Story, remark: Remark, answered: str, written: dt.datetime) -> Iterator[Event]:
    yield Written(written, story, remark, answered)
    for decision in remark.decided:
        at = written + _minutes(decision.after)
        if decision.action == UNDO:
            yield Undone(at, story, remark, decision.by)
        else:
            yield Decided(at, story, remark, decision)


def _minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)
