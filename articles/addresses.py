"""Addresses: where stories and sections are read; a page asks a dozen times, and Django takes long to write each."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.urls import get_script_prefix, reverse

# A paper's latest stories: those that pages show over and over.
REMEMBERED = 4096


class Place(NamedTuple):
    """Where a story stands, and nothing else of it: its number, and the day and the slug of its address."""

    pk: int
    dated: dt.date
    slug: str

    def get_absolute_url(self) -> str:
        """Return the path of its page, as the story itself does."""
        return of_story(self.dated, self.slug)


def of_story(day: dt.date, slug: str) -> str:
    """Return the path of a story's page."""
    return _of_story(get_script_prefix(), day, slug)


def of_section(slug: str) -> str:
    """Return the path of a section's page."""
    return _of_section(get_script_prefix(), slug)


@lru_cache(REMEMBERED)
def _of_story(_prefix: str, day: dt.date, slug: str) -> str:
    return reverse("articles:story", args=[day.year, day.month, day.day, slug])


@lru_cache(REMEMBERED)
def _of_section(_prefix: str, slug: str) -> str:
    return reverse("articles:section", args=[slug])
