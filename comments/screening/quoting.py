"""Quoting: which of a text's words stand in the story in the same order, as its lines are quoted or copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zlib import crc32

from comments.screening.likeness import FOLDING, MOST_WORDS, WHOLE, WORD
from comments.screening.shapes import Span

# So many words in a row are no coincidence; fewer are a name, a saying or a figure.
RUN = 6
STORIES_REMEMBERED = 64


@dataclass(frozen=True)
class Quoted:
    """What of a text is quoted: where, and what share of its words that is, in percent."""

    spans: tuple[Span, ...] = ()
    percent: int = 0
    words: int = 0


@lru_cache(maxsize=STORIES_REMEMBERED)
def runs_of(text: str) -> frozenset[int]:
    """Return the hashes of all runs of ``RUN`` words in a story's text."""
    return frozenset(_runs(_places(text)))


def quoted(text: str, runs: frozenset[int]) -> Quoted:
    """Return what of a text stands in the story whose runs these are."""
    places = _places(text)
    stretches: list[tuple[int, int]] = []  # of words, the last one not included
    for place, run in enumerate(_runs(places)):
        if run in runs:
            start = stretches.pop()[0] if stretches and stretches[-1][1] >= place else place
            stretches.append((start, place + RUN))
    count = sum(end - start for start, end in stretches)
    spans = tuple(Span(places[start].start(), places[end - 1].end()) for start, end in stretches)
    return Quoted(spans, count * WHOLE // len(places) if places else 0, len(places))


def _places(text: str) -> list[re.Match[str]]:
    """Return where the words of a text stand."""
    return list(islice(WORD.finditer(text), MOST_WORDS))


def _runs(places: list[re.Match[str]]) -> Iterator[int]:
    """Yield the hash of each run, in the order of the words that they begin with."""
    known: dict[str, int] = {}
    words = [match[0] for match in places]
    for word in words:
        if word not in known:
            known[word] = crc32(word.translate(FOLDING).encode(errors="replace"))
    hashes = [known[word] for word in words]
    yield from map(hash, zip(*(hashes[start:] for start in range(RUN)), strict=False))
