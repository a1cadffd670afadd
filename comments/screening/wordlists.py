"""Word lists: the lists to hold and to reject, compiled so that one pass over a text finds all their entries."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from ahocorasick import STORE_INTS, Automaton

from comments.screening.disguises import letters
from comments.screening.entries import Options, is_disguised, is_mixed, read
from comments.screening.folding import PLAIN_OF, edged
from comments.screening.joints import pair
from comments.screening.lists import REMARK, BadList, Fault, clean, entries, lines, refuse
from comments.screening.tracing import EDGE, SPACE

# Places at which an entry may stand, in one text, nested ones counted each: one for each six or seven characters of
# the longest comment. A real text of 65 kB has some hundreds for a list of 60,000 entries.
MOST_LOOKED_AT = 10_000
MOST_BETWEEN = 20  # letters that a wildcard inside an entry may stand for
# The automaton looks through the letters that may follow one after the other, in the order in which they were added:
# the frequent ones first is sooner than by the alphabet. So these are added first, and taken out again.
FREQUENT_FIRST = "etaoinshrdlcumwfgypbvkjxqz"
BEGINNINGS = tuple(EDGE + "".join(pair) for pair in product(FREQUENT_FIRST, FREQUENT_FIRST))
NO_ENTRY = -1
LONGEST_CHARACTER = 4  # bytes in UTF-8
FOLLOWING = bytes(range(0x80, 0xC0))  # bytes of a character in UTF-8, but the first


# The entries that are searched together: whether as written, and whether they reject.
type Book = tuple[bool, bool]
BOOKS: tuple[Book, ...] = ((False, False), (False, True), (True, False), (True, True))


class Hit(NamedTuple):
    """An entry that was found: its number in the lists, and from where to where in the text that was searched."""

    entry: int
    start: int
    end: int


class WordLists:
    """Both lists, compiled. An entry is a number; its line and its kind are kept as numbers too, which is small."""

    def __init__(self, hold: str = "", reject: str = "") -> None:
        """Compile the texts of the two lists. Raises ``BadList`` for a line that cannot be read."""
        self._lines = (clean(hold).encode(), clean(reject).encode())
        self._kind_of, self._places, self._lengths = array("I"), array("I"), array("H")
        self._same_key: dict[int, list[int]] = {}
        self._rests: dict[int, str] = {}
        kinds: dict[Options, int] = {}
        telling: set[str] = set()
        pairs: set[str] = set()
        self._automata = {book: _begun() for book in BOOKS}
        for rejects, text in enumerate(self._lines):
            for place, key, options in _keys(text.decode(), rejects=bool(rejects)):
                entry, searched = len(self._places), _searched(key, options)
                self._add(self._automata[options.as_written, options.rejects], _spelled(searched), entry)
                words = key.split(SPACE) if SPACE in key else ()
                pairs.update(map(pair, words, words[1:]))
                if options.as_written:
                    telling.update(searched, options.rest)
                if options.rest:
                    self._rests[entry] = _spelled(edged(options.rest) + ("" if options.open_right else EDGE))
                kind = replace(options, rest="") if options.rest else options
                self._kind_of.append(kinds.setdefault(kind, len(kinds)))
                self._places.append(place)
                self._lengths.append(len(searched))
        self.kinds = tuple(kinds)
        self.telling = _telling(telling - {EDGE})
        self.pairs = frozenset(pairs)
        for automaton in self._automata.values():
            _finish(automaton)
        # How the entries begin that are looked for in folded texts: with the edge of a word, or anywhere.
        opens = {(kind.rejects, kind.open_left) for kind in kinds if not kind.as_written}
        self._ways = [(self._automata[False, rejects], "" if is_open else EDGE) for rejects, is_open in opens]

    @property
    def has_languages(self) -> bool:
        """Whether any entry counts in some languages only."""
        return any(options.languages for options in self.kinds)

    def begins(self, word: str) -> int:
        """Return how many letters of a word an entry begins with at most; as for ``has``, the word is folded."""
        spelled = _spelled(word)
        reached = (
            automaton.longest_prefix(before + spelled) - len(before) for automaton, before in self._ways
        )
        return _length(spelled[: max([0, *reached])])

    def has(self, word: str) -> bool:
        """Tell whether a word alone is an entry, whichever of its ends are open."""
        spelled = _spelled(word)
        return any(
            automaton.exists(before + spelled + behind)
            for automaton, before in self._ways
            for behind in (EDGE, "")
        )

    def options(self, entry: int) -> Options:
        """Return how an entry is looked for, but for what follows a wildcard."""
        return self.kinds[self._kind_of[entry]]

    def line(self, entry: int) -> str:
        """Return an entry's line as it stands in its list."""
        text, place = self._lines[self.options(entry).rejects], self._places[entry]
        return text[place : text.index(b"\n", place)].decode().strip()

    def search(
        self,
        text: str,
        wanted: Sequence[bool],
        *,
        as_written: bool = False,
        most: int = MOST_LOOKED_AT,
    ) -> Iterator[Hit | None]:
        """Yield each entry of the kinds that are wanted and stand in a text with edges: first those that reject.

        Those of a list come in the order of their ends. ``wanted`` says of each of ``kinds`` whether it is, and may
        change meanwhile. None comes in place of a list's other entries when more than ``most`` places would have to be
        looked at for them.
        """
        spelled = _spelled(text)
        for rejects in (True, False):
            book = [kind for kind, options in enumerate(self.kinds) if options.rejects is rejects]
            found = self._found(spelled, wanted, self._automata[as_written, rejects], most)
            for hit in found if any(wanted[kind] for kind in book) else ():
                yield hit
                if not any(wanted[kind] for kind in book):
                    break

    def _found(
        self, text: str, wanted: Sequence[bool], automaton: Automaton, most: int
    ) -> Iterator[Hit | None]:
        looked = at = characters = 0
        for last, first in automaton.iter(text) if len(automaton) else ():
            for entry in self._same_key.get(first) or (first,):
                looked += 1
                if looked > most:
                    yield None
                    return
                if wanted[self._kind_of[entry]] and (done := self._end(text, entry, last + 1)):
                    characters += _length(text[at : last + 1])
                    at = last + 1
                    yield Hit(entry, characters - self._lengths[entry], characters + _length(text[at:done]))

    def _end(self, text: str, entry: int, end: int) -> int:
        """Return where an entry ends whose key ends at that place; 0 if what follows its wildcard does not."""
        if not (rest := self._rests.get(entry)):
            return end
        begin = text.find(rest, end, end + LONGEST_CHARACTER * MOST_BETWEEN + len(rest))
        if begin < 0 or text.find(EDGE, end, begin) >= 0 or _length(text[end:begin]) > MOST_BETWEEN:
            return 0
        return begin + len(rest)

    def _add(self, automaton: Automaton, key: str, entry: int) -> None:
        first = automaton.get(key, NO_ENTRY)
        if first == NO_ENTRY:
            automaton.add_word(key, entry)
        else:
            self._same_key.setdefault(first, [first]).append(entry)


def _begun() -> Automaton:
    automaton = Automaton(STORE_INTS)
    for beginning in BEGINNINGS:
        automaton.add_word(beginning, NO_ENTRY)
    return automaton


def _finish(automaton: Automaton) -> None:
    for beginning in BEGINNINGS:
        if automaton.get(beginning) == NO_ENTRY:
            automaton.remove_word(beginning)
    if len(automaton):
        automaton.make_automaton()


def check(text: str, *, rejects: bool = False) -> None:
    """Read a list through, line by line. Raises ``BadList`` for the lines that cannot be read."""
    refuse(_faults(clean(text), rejects=rejects))


def as_written(text: str) -> int:
    """Return how many entries of a list are looked for as they are written, since they are in disguise themselves."""
    return sum(is_disguised(line) or is_mixed(line) for line in entries(text))


def _faults(text: str, *, rejects: bool) -> Iterator[Fault]:
    for entry in lines(text):
        if entry.text and not entry.is_remark:
            try:
                read(entry.text, rejects=rejects)
            except ValueError as error:
                yield Fault(entry.line, str(error))


def _keys(text: str, *, rejects: bool) -> Iterator[tuple[int, str, Options]]:
    """Yield where each line of a list begins, in bytes, with its key and options; also in plain letters."""
    place = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith(REMARK):
            try:
                key, options = read(line, rejects=rejects)
            except ValueError as error:
                raise BadList(Fault(number, str(error))) from error
            yield place, key, options
            if plain := _in_plain_letters(key, options):
                yield place, plain, replace(options, only_disguised=True)
        place += len(line.encode()) + 1


def _in_plain_letters(key: str, options: Options) -> str:
    """Return a key as a text in disguise may have it, "" if that is the key itself, or the key is in disguise."""
    plain = "" if key.isascii() or options.as_written or is_mixed(key) else letters(key)
    return plain if plain != key else ""


def _searched(key: str, options: Options) -> str:
    """Return a key with the edges of its words, where no more of a word may stand."""
    before = "" if options.open_left else EDGE
    return before + edged(key) + ("" if options.open_right or options.rest else EDGE)


def _spelled(text: str) -> str:
    """Return a text with a character for each byte that it has in UTF-8; within ASCII that is itself.

    The automaton goes through what may follow one by one: of bytes there are few, of characters thousands.
    """
    return text if text.isascii() else text.encode(errors="surrogatepass").decode("latin-1")


def _length(spelled: str) -> int:
    """Return how many characters a part was before it was spelled so."""
    return len(spelled) if spelled.isascii() else len(spelled.encode("latin-1").translate(None, FOLLOWING))


def _telling(characters: set[str]) -> re.Pattern[str] | None:
    """Return a pattern of what folding changes of characters, None if that is nothing.

    Something of it stands wherever an entry does that is looked for as it is written.
    """
    changed = "".join(sorted(each for each in characters if PLAIN_OF[ord(each)] != each))
    return re.compile(f"[{re.escape(changed)}]", re.IGNORECASE) if changed else None
