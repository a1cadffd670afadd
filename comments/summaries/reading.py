"""Reading: what the summaries say of some days, with what came since they were counted."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from django.db.models import Q, Sum

from comments.models import DaySummary, HourSummary, LogEntry, ModeratorHour, SummaryMark
from comments.summaries import keeping
from comments.summaries.counting import Counts
from comments.summaries.keeping import as_text
from comments.summaries.quantiles import counted

# So many entries are counted while somebody waits for the page, in a few tenths of a second.
LIVE_MOST = 20_000
# The mark moves every few minutes; that it does so twice while a page is read is next to impossible.
TRIES = 3
COLUMNS = ("day", "hour", "section_id", "submitted", "held", "decided", "waits", "ages")


@dataclass(frozen=True)
class Days:
    """Some days in a row, and of which sections; None is all of them."""

    first: dt.date
    last: dt.date
    sections: Collection[int] | None = None

    def has(self, day: dt.date, section_id: int) -> bool:
        """Whether something of a day in a section is asked for."""
        return self.first <= day <= self.last and (self.sections is None or section_id in self.sections)

    def condition(self) -> Q:
        """Return the same for a query of a summary."""
        days = Q(day__range=(self.first, self.last))
        return days if self.sections is None else days & Q(section_id__in=self.sections)


@dataclass
class Sums:
    """The numbers of some hours together.

    ``texts`` are their waits, ``others`` the waits and ages of those hours in which the two differ, ``parts`` further
    sums that belong to it.
    """

    submitted: int = 0
    held: int = 0
    decided: int = 0
    texts: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    parts: Collection["Sums"] = ()

    @classmethod
    def together(cls, parts: Collection["Sums"]) -> Self:
        """Return the numbers of several together; what is counted of each already is not counted again."""
        submitted, held = sum(part.submitted for part in parts), sum(part.held for part in parts)
        return cls(submitted, held, sum(part.decided for part in parts), parts=parts)

    def add(self, submitted: int, held: int, decided: int, waits: str, ages: str) -> None:
        """Add an hour."""
        self.submitted += submitted
        self.held += held
        self.decided += decided
        if waits:
            self.texts.append(waits)
        if waits != ages:
            self.others.append((waits, ages))

    @cached_property
    def waited(self) -> Counter[int]:
        """How often each wait in seconds occurred."""
        return _merged([counted(self.texts), *(part.waited for part in self.parts)])

    @cached_property
    def aged(self) -> Counter[int]:
        """The same for the time since a comment was sent. Where all were held from then on, the two are the same."""
        others = list(self._others())
        if not others:
            return self.waited
        found = Counter(self.waited)
        found.subtract(counted(waits for waits, _ in others))
        found.update(counted(ages for _, ages in others))
        return +found

    def _others(self) -> Iterator[tuple[str, str]]:
        yield from self.others
        for part in self.parts:
            yield from part._others()


@dataclass
class Report:
    """What some days amount to: by day, and by hour and section; single things by section; turns by hour and moderator.

    ``uncounted`` tells that the log has more behind entry ``until`` than can be counted while somebody waits.
    """

    days: dict[dt.date, Sums] = field(default_factory=lambda: defaultdict(Sums))
    cells: dict[tuple[int, int], Sums] = field(default_factory=lambda: defaultdict(Sums))
    things: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    turns: Counter[tuple[dt.datetime, int]] = field(default_factory=Counter)
    until: int = 0
    uncounted: bool = False

    @cached_property
    def whole(self) -> Sums:
        """Everything together."""
        return Sums.together(self.hours.values())

    @cached_property
    def hours(self) -> dict[int, Sums]:
        """By hour, in their order."""
        return self._by(0)

    @cached_property
    def sections(self) -> dict[int, Sums]:
        """By section."""
        return self._by(1)

    def of(self, what: str) -> Counter[str]:
        """Return how many there were of one thing, by its key, in all sections."""
        found: Counter[str] = Counter()
        for (_, thing, key), number in self.things.items():
            if thing == what:
                found[key] += number
        return found

    def add(self, counts: Counts, days: Days) -> None:
        """Add of what was counted just now what belongs to these days, before anything is asked of the report."""
        for key, hour in counts.hours.items():
            if days.has(key.day, key.section_id):
                texts = as_text("", hour.waits), as_text("", hour.ages)
                for sums in (self.days[key.day], self.cells[key.hour, key.section_id]):
                    sums.add(hour.submitted, hour.held, hour.decided, *texts)
        for thing, number in counts.days.items():
            if days.has(thing.day, thing.section_id):
                self.things[thing.section_id, thing.what, thing.key] += number
        for turn, taken in counts.turns.items():
            if days.has(turn.day, turn.section_id):
                self.turns[turn.begins, turn.moderator_id] += taken.decided

    def _by(self, part: int) -> dict[int, Sums]:
        groups: dict[int, list[Sums]] = defaultdict(list)
        for key, sums in self.cells.items():
            groups[key[part]].append(sums)
        return {key: Sums.together(parts) for key, parts in sorted(groups.items())}


def report(days: Days) -> Report:
    """Return what some days amount to, up to the last entry of the log. Eight queries while the mark stays."""
    mark, found = _mark(), _kept(days)
    for _ in range(TRIES):
        if (moved := _mark()) == mark:
            break
        mark, found = moved, _kept(days)
    found.until, found.uncounted = live_end(mark)
    if found.until > mark:
        found.add(keeping.behind(mark, found.until), days)
    return found


def live_end(mark: int) -> tuple[int, bool]:
    """Return up to which entry can be counted live behind a mark, and whether the log goes on after that."""
    seqs = LogEntry.objects.filter(seq__gt=mark).order_by("seq").values_list("seq", flat=True)
    newest = LogEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or mark
    if newest - mark <= LIVE_MOST:
        return newest, False
    last = next(iter(seqs[LIVE_MOST - 1 : LIVE_MOST]), newest)
    return last, last < newest


def _mark() -> int:
    return SummaryMark.objects.filter(pk=keeping.ONLY).values_list("seq", flat=True).first() or 0


def _kept(days: Days) -> Report:
    found, asked = Report(), days.condition()
    for day, hour, section, *row in HourSummary.objects.filter(asked).values_list(*COLUMNS).iterator():
        found.days[day].add(*row)
        found.cells[hour, section].add(*row)
    things = DaySummary.objects.filter(asked).values_list("section_id", "what", "key")
    for section, what, key, number in things.annotate(Sum("number")):
        found.things[section, what, key] = number
    turns = ModeratorHour.objects.filter(asked).values_list("begins", "moderator_id")
    for begins, moderator, decided in turns.annotate(Sum("decided")):
        found.turns[begins, moderator] = decided
    return found


def _merged(parts: Iterable[Counter[int]]) -> Counter[int]:
    first, *others = parts
    if not others:
        return first
    found = Counter(first)
    for part in others:
        found.update(part)
    return found
