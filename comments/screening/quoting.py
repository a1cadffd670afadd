"""Quoting: which of a text's words stand in the story in the same order, as its lines are quoted or copied."""

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
class Word:
    """A word as it counts, and where it stands in the text, in code points."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Quoted:
    """What of a text is quoted: where, and what share of its words that is, in percent."""

    spans: tuple[Span, ...] = ()
    percent: int = 0
    words: int = 0


@lru_cache(maxsize=STORIES_REMEMBERED)
def runs_of(text: str) -> frozenset[int]:
    """Return the hashes of all runs of ``RUN`` words in a story's text."""
    return frozenset(_runs(_words(text)))


def quoted(text: str, runs: frozenset[int]) -> Quoted:
    """Return what of a text stands in the story whose runs these are."""
    words = _words(text)
    covered: set[int] = set()
    for place, run in enumerate(_runs(words)):
        if run in runs:
            covered.update(range(place, place + RUN))
    if not covered:
        return Quoted(words=len(words))
    return Quoted(tuple(_spans(words, covered)), len(covered) * WHOLE // len(words), len(words))


def _words(text: str) -> list[Word]:
    found = islice(WORD.finditer(text), MOST_WORDS)
    return [Word(match[0].translate(FOLDING), match.start(), match.end()) for match in found]


def _runs(words: list[Word]) -> Iterator[int]:
    for place in range(len(words) - RUN + 1):
        run = " ".join(word.folded for word in words[place : place + RUN])
        yield crc32(run.encode(errors="replace"))


def _spans(words: list[Word], covered: set[int]) -> Iterator[Span]:
    """Yield one span for each stretch of words that follow each other."""
    start = None
    for place in range(len(words) + 1):
        if place in covered:
            start = words[place].start if start is None else start
        elif start is not None:
            yield Span(start, words[place - 1].end)
            start = None
