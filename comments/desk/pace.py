"""Pace: how the day goes, in a line above the card."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format

from comments.desk import scope, telling
from comments.summaries.today import today


@dataclass(frozen=True)
class Pace:
    """Each as it is written, "" where there is nothing to tell.

    ``oldest`` is the longest wait; half of the ``decided`` that were first decided on today waited no longer than
    ``half``; the moderator made ``mine`` decisions, the first at ``since``.
    """

    oldest: str = ""
    half: str = ""
    decided: str = ""
    mine: str = ""
    since: str = ""


def of(user: User, *, now: dt.datetime) -> Pace:
    """Return how the day goes, for a moderator and in what they may see. Two queries, three where that is limited."""
    found = today(user.pk, now=now, sections=scope.of(user).sections)
    return Pace(
        oldest=telling.wait(now - found.oldest) if found.oldest else "",
        half=_half(found.half) if found.half is not None else "",
        decided=f"{found.decided:,}",
        mine=f"{found.mine:,}" if found.mine else "",
        since=date_format(timezone.localtime(found.since), "H:i") if found.since else "",
    )


def _half(seconds: int) -> str:
    """Write a wait; under a minute as that, for "0 min" would be no time at all."""
    return telling.wait(dt.timedelta(seconds=seconds)) if seconds >= telling.MINUTE else "a minute"
