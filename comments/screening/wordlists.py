"""Word lists: the lists to hold and to reject, compiled into one automaton that finds all entries in one pass."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ahocorasick import STORE_INTS, Automaton

from comments.screening.entries import Options, read
from comments.screening.folding import in_a_word, letters
from comments.screening.lists import REMARK, BadList, clean

# Places at which an entry may stand, in one text, nested ones counted each. With a list of 60,000 entries, among them
# many of two letters, an ordinary text of 65 kB has 30,000.
MOST_LOOKED_AT = 100_000
MOST_BETWEEN = 20  # letters that a wildcard inside an entry may stand for


class Hit(NamedTuple):
    """An entry that was found: its number in the lists, and from where to where in the folded text."""

    entry: int
    start: int
    end: int


class WordLists:
    """Both lists, compiled. An entry is a number; its line and options are kept as numbers too, which is small."""

    def __init__(self, hold: str = "", reject: str = "") -> None:
        """Compile the texts of the two lists. Raises ``BadList`` for a line that cannot be read."""
        self._automaton = Automaton(STORE_INTS)
        self._lines = (clean(hold).encode(), clean(reject).encode())
        self._options: list[Options] = []
        self._options_of, self._places, self._lengths = array("I"), array("I"), array("B")
        self._same_key: dict[int, list[int]] = {}
        kinds: dict[Options, int] = {}
        for rejects, text in enumerate(self._lines):
            for place, key, options in _keys(text.decode(), rejects=bool(rejects)):
                self._add(key, kinds.setdefault(options, len(kinds)), place)
        self._options = list(kinds)
        if len(self):
            self._automaton.make_automaton()

    def __len__(self) -> int:
        """How many keys are looked for."""
        return len(self._automaton)

    @property
    def has_languages(self) -> bool:
        """Whether any entry counts in some languages only."""
        return any(options.languages for options in self._options)

    def options(self, entry: int) -> Options:
        """Return how an entry is looked for."""
        return self._options[self._options_of[entry]]

    def line(self, entry: int) -> str:
        """Return an entry's line as it stands in its list."""
        text, place = self._lines[self.options(entry).rejects], self._places[entry]
        return text[place : text.index(b"\n", place)].decode().strip()

    def search(self, text: str, *, most: int = MOST_LOOKED_AT) -> Iterator[Hit | None]:
        """Yield each entry that stands in a folded text, in the order of their ends.

        None comes last when more than ``most`` places would have to be looked at: the text was not read to its end.
        """
        if not len(self):
            return
        looked = 0
        for last, first in self._automaton.iter(text):
            for entry in (first, *self._same_key.get(first, ())):
                options = self.options(entry)
                looked += MOST_BETWEEN if options.rest else 1
                if looked > most:
                    yield None
                    return
                start = last + 1 - self._lengths[entry]
                if end := _end(text, start, last + 1, options):
                    yield Hit(entry, start, end)

    def _add(self, key: str, kind: int, place: int) -> None:
        entry = len(self._places)
        first = self._automaton.get(key, entry)
        if first == entry:
            self._automaton.add_word(key, entry)
        else:
            self._same_key.setdefault(first, []).append(entry)
        self._options_of.append(kind)
        self._places.append(place)
        self._lengths.append(len(key))


def check(text: str, *, rejects: bool = False) -> None:
    """Read a list through, line by line. Raises ``BadList`` for the first line that cannot be read."""
    for _ in _keys(clean(text), rejects=rejects):
        pass


def _keys(text: str, *, rejects: bool) -> Iterator[tuple[int, str, Options]]:
    """Yield where each line of a list begins, in bytes, with its key and options; also in plain letters."""
    place = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith(REMARK):
            try:
                key, options = read(line, rejects=rejects)
            except ValueError as error:
                raise BadList(number, str(error)) from error
            yield place, key, options
            if not key.isascii() and (plain := letters(key)) != key:
                yield place, plain, replace(options, only_disguised=True)
        place += len(line.encode()) + 1


def _end(text: str, start: int, end: int, options: Options) -> int:
    """Return where an entry ends whose key stands at that place, 0 if the rest of it does not, or more of a word."""
    if not options.open_left and start and in_a_word(text[start - 1]):
        return 0
    if not options.rest:
        return 0 if _goes_on(text, end, options) else end
    for begin in range(end, min(end + MOST_BETWEEN, len(text)) + 1):
        if text.startswith(options.rest, begin):
            done = begin + len(options.rest)
            if not _goes_on(text, done, options):
                return done
        if begin == len(text) or not in_a_word(text[begin]):
            return 0
    return 0


def _goes_on(text: str, end: int, options: Options) -> bool:
    return not options.open_right and end < len(text) and in_a_word(text[end])
