"""Newsprint: how a page writes times, names and small numbers."""

import datetime as dt
from functools import lru_cache

from django import template
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.markup import with_dateline
from articles.models import Article

register = template.Library()

# Times of the latest stories, which pages show over and over.
REMEMBERED = 4096
STAMPS = {"long": "j F Y, H:i", "short": "j M Y, H:i", "day": "l j F Y"}
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@register.simple_tag
def stamp(moment: dt.datetime, style: str = "long") -> SafeString:
    """Write an aware time as ``<time>`` in the newsroom's zone; ``style`` is a key of ``STAMPS``.

    Always the absolute time with its year: a public page is the same bytes whenever it is read.
    """
    return _stamp(moment, style, timezone.get_current_timezone(), get_language())


@lru_cache(REMEMBERED)
def _stamp(moment: dt.datetime, style: str, zone: dt.tzinfo, _language: str) -> SafeString:
    local = timezone.localtime(moment, zone)
    machine = local.date().isoformat() if style == "day" else local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', machine, date(local, STAMPS[style]))


@register.simple_tag
def story_body(article: Article) -> SafeString:
    """Return a story's text with its dateline set before the first paragraph."""
    return with_dateline(article.body, article.dateline)


@register.filter
def listed(names: list[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


@register.filter
def in_words(number: int) -> str:
    """Return a number up to ten as a word, a greater one in figures."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)
