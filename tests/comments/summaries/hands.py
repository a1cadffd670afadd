"""Hands: writes a log by hand, entry for entry, and reads the summaries as plain values."""

import datetime as dt
import secrets
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from comments.models import Comment, DaySummary, HourSummary, LogEntry, ModeratorHour
from comments.models.log import UNDO_TIME
from comments.summaries import counting
from comments.summaries.counting import Counts, DayKey, Hour, HourKey, Line, Turn, TurnKey
from comments.words import Action, Status
from tests.factories import make_article, make_section

AMARA, BASHIR = 71, 72
NOON = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)
DAY = NOON.date()
LANDS = {
    Action.SUBMIT: Status.PENDING,
    Action.APPROVE: Status.APPROVED,
    Action.PICK: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.TRASH: Status.TRASH,
}


class Script:
    """A log that is written by hand: who did what to which comment, so many seconds after noon."""

    def __init__(self, *, begins: dt.datetime = NOON, after: int = 0) -> None:
        self.begins, self.seq = begins, after
        self.lines: list[Line] = []
        self.courses: dict[int, list[str]] = {}

    def write(
        self,
        action: str,
        seconds: float = 0,
        *,
        by: int | None = None,
        about: int = 1,
        to: str = "",
        reason: str = "",
        rules: str = "links unproved:note",
    ) -> "Script":
        """Append an entry; where it leads follows from the action and what came before, unless it is said."""
        course = self.courses.setdefault(about, [""])
        before = course[-1]
        status = to or (course[-2] if action == Action.UNDO else LANDS.get(Action(action), before))
        self.seq += 1
        at = self.begins + dt.timedelta(seconds=seconds)
        self.lines.append(Line(about, self.seq, action, before, str(status), by, rules, reason, at))
        course.append(str(status))
        return self

    def counts(self, zone: str = "UTC", *, after: int = 0) -> Counts:
        """Return what it amounts to."""
        return in_order(counting.count(sorted(self.lines), {}, zone=ZoneInfo(zone), after=after))

    def in_parts(self, *sizes: int) -> Iterator["Script"]:
        """Yield it part by part: so many entries each, and in the end whatever is left."""
        left = list(self.lines)
        for size in (*sizes, len(left)):
            part = Script()
            part.lines, left = left[:size], left[size:]
            yield part

    def store(self) -> None:
        """Put it into the database."""
        LogEntry.objects.bulk_create(
            LogEntry(**line._asdict(), notify_after=line.at + UNDO_TIME, details_digest="", hash="")
            for line in self.lines
        )


def kept() -> Counts:
    """Return what the summaries hold, as it would be counted."""
    counts = Counts()
    for hour in HourSummary.objects.all():
        waits, ages = ([int(word) for word in text.split()] for text in (hour.waits, hour.ages))
        key = HourKey(hour.day, hour.hour, hour.section_id)
        counts.hours[key] = Hour(hour.submitted, hour.held, hour.decided, waits, ages)
    for day in DaySummary.objects.all():
        counts.days[DayKey(day.day, day.section_id, day.what, day.key)] = day.number
    for turn in ModeratorHour.objects.all():
        key_of_turn = TurnKey(turn.begins, turn.day, turn.moderator_id, turn.section_id)
        counts.turns[key_of_turn] = Turn(turn.first_at, turn.decided)
    return in_order(counts)


def whole(zone: str = "UTC") -> Counts:
    """Return what the whole log amounts to, counted in one go, each story where it stands now."""
    lines = map(Line._make, LogEntry.objects.order_by("comment_id", "seq").values_list(*Line._fields))
    sections = dict(Comment.objects.values_list("pk", "article__section_id"))
    return in_order(counting.count(lines, sections, zone=ZoneInfo(zone)))


def in_order(counts: Counts) -> Counts:
    """Return counts with their times in ascending order: in which they were counted means nothing."""
    for hour in counts.hours.values():
        hour.waits.sort()
        hour.ages.sort()
    return Counts(dict(counts.hours), counts.days, counts.turns)


def things(counts: Counts, what: str) -> dict[str, int]:
    """Return how many there were of one thing, by its key."""
    return {key.key: number for key, number in counts.days.items() if key.what == what}


def hour(counts: Counts, at: int = 12, *, day: dt.date = DAY, section: int = 0) -> Hour:
    """Return what was counted of an hour."""
    return counts.hours.get(HourKey(day, at, section), Hour())


def make_comments(*numbers: int) -> dict[int, int]:
    """Make so many comments in one section after another, without entries; return the section of each."""
    made = {}
    for number in numbers:
        article = make_article(section=make_section(slug=f"section-{number}"))
        for _ in range(number):
            comment = Comment.objects.create(
                article=article, receipt_hash=secrets.token_hex(), submitted_at=NOON, due_at=NOON
            )
            made[comment.pk] = article.section_id
    return made
