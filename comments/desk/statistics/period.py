"""Period: which days and which section the page is about, as its address says it."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.formats import date_format
from django.utils.http import urlencode

from articles.models import Section
from comments.summaries.reading import Days

# Periods that end today, in days.
CHOICES = {"1": "Today", "7": "7 days", "28": "28 days"}
USUAL = "7"
# A year, and a leap day.
MOST_DAYS = 366
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class BadPeriod(ValueError):
    """The address names no days or no section that can be shown; the text says why."""


@dataclass(frozen=True)
class Period:
    """``first`` to ``last``, both included; ``chosen`` is the choice that made them, "" for a first and a last day."""

    first: dt.date
    last: dt.date
    chosen: str = ""
    section: Section | None = None

    @classmethod
    def read(cls, given: Mapping[str, str], *, today: dt.date, sections: Sequence[Section]) -> Self:
        """Read a period from an address. Raises ``BadPeriod``."""
        section = _section(given.get("section", ""), sections)
        first, last = given.get("from", ""), given.get("to", "")
        if not first and not last:
            chosen = given.get("days") or USUAL
            if chosen not in CHOICES:
                raise BadPeriod("There is no such period.")
            return cls(today - dt.timedelta(days=int(chosen) - 1), today, chosen, section)
        if not first or not last:
            raise BadPeriod("Give both days, the first and the last.")
        return cls(*_days(_day(first), _day(last), today), section=section)

    def query(self, **other: str) -> str:
        """Return the query string that leads here, with what is to be otherwise."""
        days = {"days": self.chosen} if self.chosen else {"from": str(self.first), "to": str(self.last)}
        if "days" in other:
            days = {}
        given = {**days, "section": self.section.slug if self.section else "", **other}
        return f"?{urlencode({key: value for key, value in given.items() if value})}"

    def days(self, allowed: Collection[int] | None) -> Days:
        """Return what to count, for somebody who may see these sections (None: all)."""
        return Days(self.first, self.last, [self.section.pk] if self.section else allowed)

    @property
    def is_one_day(self) -> bool:
        """Whether there is nothing to compare day by day."""
        return self.first == self.last

    @property
    def said(self) -> str:
        """The period in words."""
        last = date_format(self.last, "j F Y")
        if self.is_one_day:
            return last
        if self.first.year != self.last.year:
            return f"{date_format(self.first, 'j F Y')} to {last}"
        return f"{date_format(self.first, 'j' if self.first.month == self.last.month else 'j F')} to {last}"


def _days(first: dt.date, last: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    if first > last:
        raise BadPeriod("The first day comes after the last one.")
    if first > today:
        raise BadPeriod("These days are still to come.")
    if (last - first).days >= MOST_DAYS:
        raise BadPeriod(f"At most {MOST_DAYS} days are counted together.")
    return first, last


def _day(text: str) -> dt.date:
    try:
        if DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass  # such as the 31st of June, told below
    raise BadPeriod(f"“{text[:20]}” is no day. Write it as 2026-11-16.")


def _section(slug: str, sections: Sequence[Section]) -> Section | None:
    found = next((section for section in sections if section.slug == slug), None)
    if slug and found is None:
        raise BadPeriod("There is no such section.")
    return found
