"""Matching: which listed words stand in a text, as written, folded and in disguise, and no more than are marked."""

from collections.abc import Sequence
from typing import NamedTuple

from comments.screening import folding
from comments.screening.disguises import Reading, readings
from comments.screening.entries import Options
from comments.screening.shapes import Span
from comments.screening.tracing import Spelled, near
from comments.screening.wordlists import Hit, WordLists

MOST_MARKED = 20  # a text can be nothing but listed words; that many marks are enough to see it
MOST_NUMBERS = 100  # places that read like an entry and are numbers after all; then the rest is not looked at


class Match(NamedTuple):
    """An entry that stands in a text: its line, its options, where, whether in disguise, and whether it rejects."""

    line: str
    options: Options
    span: Span
    disguised: bool
    rejects: bool


class Found(NamedTuple):
    """What was found, and whether all of the text was looked at for it."""

    matches: Sequence[Match]
    all_read: bool


def find(lists: WordLists, source: str, counts: Sequence[bool], *, rejects_disguised: bool = False) -> Found:
    """Return what the lists find in a text. ``counts`` says of each of the lists' kinds whether it is looked for."""
    if not any(counts):
        return Found([], not folding.is_crowded(source))
    search = _Search(lists, counts, rejects_disguised=rejects_disguised)
    search.all_read = not folding.is_crowded(source)
    shown = folding.shown(source)
    readings = [plain for plain in (folding.fold(shown), folding.folded_apart(shown)) if plain]
    edged = [folding.bounded(plain) for plain in readings]
    for each in edged:
        search.look(each)
    wanted = any(search.wanted(as_written=True))
    if wanted and lists.telling and (kept := near(shown, lists.telling)):
        search.look(folding.bounded(folding.as_written(kept)), as_written=True)
    for plain, each in zip(readings, edged, strict=True):
        if any(search.wanted(disguised=True)):
            search.look_behind(plain, each)
    return Found(list(search.found.values()), search.all_read)


class _Search:
    """What was found so far. Of what rejects, and of what holds, no more is looked for than can be marked."""

    def __init__(self, lists: WordLists, counts: Sequence[bool], *, rejects_disguised: bool) -> None:
        self._lists, self._counts, self._rejects_disguised = lists, counts, rejects_disguised
        self._room = {True: MOST_MARKED, False: MOST_MARKED}
        self.found: dict[tuple[Span, str], Match] = {}
        self.all_read = True

    def wanted(self, *, disguised: bool = False, as_written: bool = False) -> list[bool]:
        """Return of each kind of entries whether it is still looked for in such a text."""
        return [
            counts
            and kind.as_written == as_written
            and (disguised or not kind.only_disguised)
            and self._room[self._rejects(kind, disguised)] > 0
            for kind, counts in zip(self._lists.kinds, self._counts, strict=True)
        ]

    def look(self, text: Spelled | Reading, *, as_written: bool = False) -> None:
        """Look for the entries in a text with edges, or in one that is read in plain letters."""
        disguised = isinstance(text, Reading)
        wanted = self.wanted(disguised=disguised, as_written=as_written)
        numbers = 0
        for hit in self._lists.search(text.text, wanted, as_written=as_written) if any(wanted) else ():
            self.all_read &= hit is not None and numbers <= MOST_NUMBERS
            if hit is None:
                continue
            if numbers > MOST_NUMBERS:
                return
            if isinstance(text, Reading):
                if not text.is_changed(hit.start, hit.end):
                    continue
                if text.is_a_number(hit.start, hit.end):
                    numbers += 1
                    continue
            self._take(hit, text.span(hit.start, hit.end), disguised)
            wanted[:] = self.wanted(disguised=disguised, as_written=as_written)
            if not any(wanted):
                return

    def look_behind(self, folded: Spelled, edged: Spelled) -> None:
        """Look for the entries behind the disguises of a folded text."""
        ways, all_read = readings(folded, edged, self._lists)
        self.all_read &= all_read
        for way in ways:
            self.look(way)

    def _take(self, hit: Hit, span: Span, disguised: bool) -> None:
        line, options = self._lists.line(hit.entry), self._lists.options(hit.entry)
        if (span, line) not in self.found:
            rejects = self._rejects(options, disguised)
            self.found[span, line] = Match(line, options, span, disguised, rejects)
            self._room[rejects] -= 1

    def _rejects(self, options: Options, disguised: bool) -> bool:
        return options.rejects and (self._rejects_disguised or not disguised)
