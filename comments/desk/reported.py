"""Reported: what readers say about the comment on the card, and how often they were right; never who they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comments import reports
from comments.desk import telling
from comments.models import Comment
from comments.reports import Told


@dataclass(frozen=True)
class Line:
    """One report: the house rule, what was said, when, and what is known of reports from there."""

    reason: str
    sentence: str
    at: dt.datetime
    when: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Reported:
    """What readers say about a comment, in short and one by one."""

    summary: str
    lines: list[Line]


def of(comment: Comment, now: dt.datetime) -> Reported | None:
    """Return what is reported about a comment and not settled yet, in one query; None, and no query, for nothing."""
    if not comment.open_reports:
        return None
    told = [each for each in reports.about(comment.pk) if each.is_open]
    return Reported(summary(told, comment.open_reports), [_line(each, now) for each in told])


def summary(told: Sequence[Told], number: int) -> str:
    """Return in one sentence how many readers report it, and how often they were right before."""
    known = [each for each in told if each.settled]
    who = "one reader" if number == 1 else f"{number} readers"
    if not known:
        return f"Reported by {who}."
    if len(known) > 1:
        return f"Reported by {who}; {len(known)} of them have reported before."
    right = _right(known[0])
    return (
        f"Reported by one reader, who was {right}."
        if number == 1
        else f"Reported by {who}; one of them was {right}."
    )


def _line(told: Told, now: dt.datetime) -> Line:
    remarks = [_right(told)] if told.settled else []
    if not told.counts:
        remarks.append("does not count towards bringing it back")
    return Line(told.reason, told.sentence, told.at, telling.date(told.at, now), tuple(remarks))


def _right(told: Told) -> str:
    return f"right {told.right} of {told.settled} time{'' if told.settled == 1 else 's'}"
