"""Today: how long what was decided today had waited, and how much of it one moderator did; for a line on the desk."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, DateTimeField, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from comments.models import Comment, HourSummary, LogEntry, ModeratorHour, SummaryMark
from comments.querysets import CommentQuerySet
from comments.summaries import counting, keeping
from comments.summaries.counting import Counts
from comments.summaries.keeping import as_text
from comments.summaries.quantiles import HALF, counted, within
from comments.summaries.reading import Days

# So many entries are counted while a card is waited for; where more come in ten minutes, today stays untold.
LIVE_MOST = 1_000
# Where no index has just what waits in some sections.
WAITING_MOST = 2_000
NUMBER, MOMENT, TEXT = BigIntegerField(), DateTimeField(null=True), TextField()


@dataclass(frozen=True)
class Today:
    """``decided`` comments that had been held were decided on for the first time today, half within ``half`` seconds.

    ``mine`` is how many decisions one moderator has made today, ``since`` when the first of them was. ``oldest`` is
    when the comment was sent that has waited for the longest time. With too much to count all but that is left out.
    """

    oldest: dt.datetime | None
    decided: int = 0
    half: int | None = None
    mine: int = 0
    since: dt.datetime | None = None


def today(moderator_id: int, *, now: dt.datetime, sections: Collection[int] | None = None) -> Today:
    """Return how today goes in these sections (None: all), for a moderator. Two queries, or three in some sections."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = now.astimezone(zone).date()
    (mark, _, oldest, _), *kept = sorted(_kept(moderator_id, day, sections), key=lambda row: row[1])
    lines = list(keeping.histories(behind(mark)))
    if sum(line.seq > mark for line in lines) > LIVE_MOST:
        return Today(oldest)
    places = {} if sections is None else keeping.sections(behind(mark))
    counts = counting.count(lines, places, zone=zone, after=mark)
    waits = counted(chain((text for *_, text in kept), _waits(counts, day, sections)))
    turns = [(decided, first_at) for _, decided, first_at, _ in kept if decided and first_at]
    turns += [
        (turn.decided, turn.first_at)
        for key, turn in counts.turns.items()
        if (key.day, key.moderator_id) == (day, moderator_id)
    ]
    return Today(
        oldest=oldest,
        decided=waits.total(),
        half=within(waits, HALF),
        mine=sum(decided for decided, _ in turns),
        since=min((first_at for _, first_at in turns), default=None),
    )


def behind(mark: int) -> QuerySet[LogEntry]:
    """Return the entries behind a mark, as many as are counted and one more."""
    return LogEntry.objects.filter(seq__gt=mark).order_by("seq")[: LIVE_MOST + 1]


def _kept(
    moderator_id: int, day: dt.date, sections: Collection[int] | None
) -> "QuerySet[Any, tuple[int, int, dt.datetime | None, str]]":
    """Read what is counted already, at one moment: the mark, a number, a time, waits.

    The first row, whose number is below nought, has the mark and the oldest comment that waits; others have the waits
    of an hour, or the moderator's decisions in an hour and the first of them.
    """
    mark = Coalesce(Subquery(SummaryMark.objects.filter(pk=keeping.ONLY).values("seq")), Value(0, NUMBER))
    waiting = _waiting(sections).order_by("submitted_at", "id").values("submitted_at")
    here = User.objects.filter(pk=moderator_id).order_by()
    first = here.values_list(mark, Value(-1, NUMBER), Subquery(waiting[:1]), Value("", TEXT))
    hours = HourSummary.objects.filter(Days(day, day, sections).condition()).order_by()
    turns = ModeratorHour.objects.filter(day=day, moderator_id=moderator_id).order_by()
    return first.union(
        hours.values_list(Value(0, NUMBER), Value(0, NUMBER), Value(None, MOMENT), "waits"),
        turns.values_list(Value(0, NUMBER), "decided", "first_at", Value("", TEXT)),
        all=True,
    )


def _waiting(sections: Collection[int] | None) -> CommentQuerySet:
    """Return what waits in these sections; where that are not all, among the comments that were sent first."""
    if sections is None:
        return Comment.objects.pending()
    first = Comment.objects.pending().order_by("submitted_at", "id")[:WAITING_MOST]
    return Comment.objects.filter(pk__in=first.values("pk")).in_sections(sections)


def _waits(counts: Counts, day: dt.date, sections: Collection[int] | None) -> Iterable[str]:
    asked = Days(day, day, sections)
    return (
        as_text("", hour.waits) for key, hour in counts.hours.items() if asked.has(key.day, key.section_id)
    )
