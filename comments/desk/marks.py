"""Marks: a comment's text as typed, with the words that a rule matched marked in it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString


class Match(NamedTuple):
    """Where a finding stands in the text, in code points (end not included), and the finding's number."""

    start: int
    end: int
    number: int


def marked(text: str, matches: Iterable[Match]) -> SafeString:
    """Return the text escaped, each match in a ``<mark>`` that carries its finding's number.

    Matches that overlap share one mark, and each number stands where its match ends; matches that only touch
    have a mark each. What reaches beyond the text is cut, what is empty is left out.
    """
    within = (Match(max(0, start), min(end, len(text)), number) for start, end, number in matches)
    pieces, at = [], 0
    for group in _overlapping(sorted(match for match in within if match.start < match.end)):
        pieces += [escape(text[at : group[0].start]), _mark(text, group)]
        at = max(match.end for match in group)
    return _joined([*pieces, escape(text[at:])])


def _overlapping(matches: Iterable[Match]) -> Iterator[list[Match]]:
    group: list[Match] = []
    end = 0
    for match in matches:
        if group and match.start >= end:
            yield group
            group = []
        group.append(match)
        end = max(end, match.end)
    if group:
        yield group


def _mark(text: str, group: list[Match]) -> SafeString:
    pieces, at = [], group[0].start
    for end in sorted({match.end for match in group}):
        numbers = sorted({match.number for match in group if match.end == end})
        pieces += [escape(text[at:end]), format_html("<sup>{}</sup>", ",".join(map(str, numbers)))]
        at = end
    return format_html('<mark class="match">{}</mark>', _joined(pieces))


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
