"""Differences: where two texts that are nearly the same are not, in a few words around each place."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORD = re.compile(r"\S+")
# Compared is the beginning: two long texts take a time that grows with the product of their lengths.
MOST_WORDS = 300
MOST_PLACES = 6
AROUND = 3
SAME = "Word for word the same."


def told(text: str, other: str) -> SafeString:
    """Return where a text differs from ``other``: what stands there is marked as left out, its own words as new."""
    ours, theirs = WORD.findall(text)[:MOST_WORDS], WORD.findall(other)[:MOST_WORDS]
    steps = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    places = [
        _place(ours, theirs[start:end], first, last)
        for kind, start, end, first, last in steps
        if kind != "equal"
    ]
    if not places:
        return format_html("{}", SAME)
    return format_html_join(" ", "{}", ((place,) for place in places[:MOST_PLACES]))


def _place(ours: Sequence[str], gone: Sequence[str], first: int, last: int) -> SafeString:
    before, after = ours[max(0, first - AROUND) : first], ours[last : last + AROUND]
    pieces = [
        format_html("{}", " ".join(["…", *before])),
        format_html("<del>{}</del>", " ".join(gone)) if gone else "",
        format_html("<ins>{}</ins>", " ".join(ours[first:last])) if first < last else "",
        format_html("{}", " ".join([*after, "…"])),
    ]
    return format_html_join(" ", "{}", ((piece,) for piece in pieces if piece))
