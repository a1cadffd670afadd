"""Tracing: texts that were made from others, each with the way back to what was typed.

Nothing is kept of the way but what made the text: it is looked for when something was found, for that place alone.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

from comments.screening.shapes import Span

SPACE = " "
EDGE = "\0"  # stands at both edges of each word and each sign; no text has it that was folded
CHUNK = 512  # characters that are counted together
WINDOW = 128  # characters that are kept on either side of a place: more than the longest entry of a list has
GAP = "\n"  # stands where something is left out
Spelling = Callable[[str], str]


class Edit(NamedTuple):
    """A part of a text, start included and end not, and what stands there instead."""

    start: int
    end: int
    text: str


class Traced(Protocol):
    """A text, and for each part of it what it stands for in the source."""

    text: str

    def span(self, start: int, end: int) -> Span:
        """Return where the characters from ``start`` to ``end`` (not included, at least one) were typed."""


class Typed:
    """The source itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, start: int, end: int) -> Span:
        """Return the same part."""
        return Span(start, end)


class Edited:
    """A text made from another by edits in their order, of which none reaches into the next."""

    def __init__(self, before: Traced, edits: Sequence[Edit]) -> None:
        self.before = before
        self._edits = edits
        parts, done = [], 0
        for edit in edits:
            parts += [before.text[done : edit.start], edit.text]
            done = edit.end
        self.text = "".join([*parts, before.text[done:]])

    def span(self, start: int, end: int) -> Span:
        """Return where a part was typed."""
        return self.before.span(*self.back(start, end))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return what a part stands for in the text before."""
        return self._one_back(start)[0], self._one_back(end - 1)[1]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each edit begins in the new text."""
        grown = accumulate((len(each.text) - (each.end - each.start) for each in self._edits), initial=0)
        return [edit.start + more for edit, more in zip(self._edits, grown, strict=False)]

    def _one_back(self, place: int) -> tuple[int, int]:
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return place, place + 1
        start, end, text = self._edits[at]
        into = place - self._starts[at]
        if into >= len(text):
            return end + into - len(text), end + into - len(text) + 1
        if len(text) == end - start:
            return start + into, start + into + 1
        return start, end


def near(text: Traced, place: re.Pattern[str], edits: Iterable[Edit] = ()) -> Edited | None:
    """Return what is near the places that a pattern finds, and near edits, which are made; None if there is none."""
    edits = list(edits)
    kept = [(edit.start - WINDOW, edit.end + WINDOW) for edit in edits]
    at = 0
    while found := place.search(text.text, at):
        at = found.start() + WINDOW
        kept.append((found.start() - WINDOW, at + WINDOW))
    gaps = _gaps(sorted(kept), len(text.text))
    return Edited(text, sorted([*edits, *gaps])) if kept else None


def _gaps(kept: Sequence[tuple[int, int]], length: int) -> Iterator[Edit]:
    done = 0
    for start, end in kept:
        if start > done:
            yield Edit(done, start, GAP)
        done = max(done, end)
    if length > done:
        yield Edit(done, length, GAP)


class Spelled:
    """A text made from another by spelling each character anew, whatever is beside it; what only separates may go.

    ``text`` has as many characters that separate nothing as the text before once that is spelled by ``spell``;
    what ``left_out`` finds is not counted in either.
    """

    def __init__(
        self, before: Traced, spell: Spelling, text: str, *, left_out: re.Pattern[str] | None = None
    ) -> None:
        self.before = before
        self.text = text
        self.spell, self._left_out = spell, left_out

    def span(self, start: int, end: int) -> Span:
        """Return where a part was typed."""
        return self.before.span(*self.back(start, end))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return what a part stands for in the text before, with what is left out behind it."""
        first, last = self._here.before(start), self._here.before(end) - 1
        begin = min(self._there.place(first), len(self.before.text) - 1)
        done = max(begin, self._there.place(last)) + 1
        more = self._left_out.match(self.before.text, done) if self._left_out else None
        return begin, more.end() if more else done

    @cached_property
    def _here(self) -> "_Ranks":
        return _Ranks(self.text, str, self._left_out)

    @cached_property
    def _there(self) -> "_Ranks":
        return _Ranks(self.before.text, self.spell, self._left_out)


class _Ranks:
    """How many characters that separate nothing stand before each place of a text as it is spelled.

    The text is counted as far as anybody asks: what is found first is enough of most texts in which much is found.
    """

    def __init__(self, text: str, spell: Spelling, left_out: re.Pattern[str] | None) -> None:
        self._text, self._spell, self._left_out = text, spell, left_out
        self._chunks = -(-len(text) // CHUNK)
        self._sums = [0]  # how many stand before each chunk

    def before(self, place: int) -> int:
        """Return how many stand before a place."""
        chunk = place // CHUNK
        while len(self._sums) <= chunk:
            self._count_on()
        return self._sums[chunk] + self._counted(chunk * CHUNK, place)

    def place(self, rank: int) -> int:
        """Return where one stands before which there are so many; the text's end if there are no more."""
        while self._sums[-1] <= rank and len(self._sums) <= self._chunks:
            self._count_on()
        chunk = max(0, min(bisect_right(self._sums, rank), self._chunks) - 1)
        low, high = chunk * CHUNK, min((chunk + 1) * CHUNK, len(self._text))
        more = rank - self._sums[chunk]
        while low < high:
            middle = (low + high + 1) // 2
            if (count := self._counted(low, middle)) > more:
                high = middle - 1
            else:
                low, more = middle, more - count
        return low

    def _count_on(self) -> None:
        at = (len(self._sums) - 1) * CHUNK
        self._sums.append(self._sums[-1] + self._counted(at, at + CHUNK))

    def _counted(self, start: int, end: int) -> int:
        made = self._spell(self._text[start:end])
        left_out = (
            0 if self._left_out is None or made.isascii() else sum(map(len, self._left_out.findall(made)))
        )
        return len(made) - made.count(SPACE) - made.count(EDGE) - left_out
