"""Bylines: the lines under a headline that say who wrote a story, told from an ordinary sentence."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.wire import agencies, names

MOST_LINES = 4  # so many lines of bylines are looked for
# Longer than three names with their agency: no byline.
_LONGEST_LINE = 200
_LONGEST_NAME = 60
_BY = re.compile(r"by:?\s+(?P<whom>\S.*)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[,;|]\s*(?:and\s+)?|\s+(?:and|&|with|for)\s+", re.IGNORECASE)
_ROLE = re.compile(r"columnist|contributor|editor|(?:correspondent|photographer|reporter|writer)s?")
_FEWEST_WORDS, _MOST_WORDS = 2, 5


class Byline(NamedTuple):
    """The names in order, each as it is to be printed, and the agency's full name or ""."""

    names: tuple[str, ...]
    credit: str


def take(lines: Sequence[str]) -> tuple[Byline, int]:
    """Return what the byline lines at the head of ``lines`` say together, and how many they are.

    An agency in a line of its own counts below a byline only.
    """
    byline, count = Byline((), ""), 0
    for line in lines[:MOST_LINES]:
        found = parse(line) or (Byline((), credit(line)) if count and credit(line) else None)
        if found is None:
            break
        byline = Byline(tuple(dict.fromkeys(byline.names + found.names)), byline.credit or found.credit)
        count += 1
    return byline, count


def parse(line: str) -> Byline | None:
    """Return what a line such as ``By JANE DOE and John Roe, Associated Press`` says; None when it is no byline."""
    match = _BY.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if match is None:
        return None
    parts = [part for part in _SEPARATOR.split(match["whom"]) if part]
    people = [part for part in parts if not _says_no_name(part)]
    if not all(map(_is_name, people)):
        return None
    agency = next(filter(None, map(credit, parts)), "")
    return Byline(tuple(dict.fromkeys(map(_as_printed, people))), agency)


def credit(text: str) -> str:
    """Return the agency that ``text`` names, also with a role ("AP Business Writer"); "" when it names none."""
    words = text.split()
    if not words or not _ROLE.fullmatch(words[-1].casefold()):
        return agencies.credit(text)
    shorter = (agencies.credit(" ".join(words[:end])) for end in range(len(words) - 1, 0, -1))
    return next(filter(None, shorter), "")


def _says_no_name(part: str) -> bool:
    return bool(credit(part)) or bool(_ROLE.fullmatch(part.rpartition(" ")[2].casefold()))


def _is_name(text: str) -> bool:
    """Tell whether this is a person's name: not a single word, which is as likely to be anything."""
    words = text.split(" ")
    capitals = [word for word in words if not word[0].islower()]
    return (
        len(text) <= _LONGEST_NAME
        and words[0] not in {"A", "An", "The"}
        and len(words) <= _MOST_WORDS
        and len(capitals) >= _FEWEST_WORDS
        and names.is_name(words)
    )


def _as_printed(name: str) -> str:
    """Set a name that is all capitals as names are set: ``JANE O’NEIL`` is Jane O’Neil."""
    return name.title() if name.isupper() else name
