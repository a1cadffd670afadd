"""Disguises: what a folded text may say in plain letters, which may be wrong.

Letters of other alphabets, accents, figures for letters ("sh1t") and spaced-out letters ("s h i t") are read as the
letters a to z. Only what is near a disguise is read. What stands for a letter becomes a capital, so that a search in
small letters finds the words, and whether one is there in disguise is seen at once.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain, islice

from comments.screening.confusables import FIGURES, LOOKALIKES, SIGNS, SPELLED_ODDLY, STROKES
from comments.screening.folding import Table, edged
from comments.screening.joints import Known, joined, stretched
from comments.screening.shapes import Span
from comments.screening.tracing import EDGE, GAP, SPACE, WINDOW, Edit, Edited, Spelled, near

MOST_SPACED_OUT = 100  # words; of a text that has more of them the rest is not read

# Marks on letters: the common ones, those of old Cyrillic, and the blocks that only take more of them.
_MARKS = (
    (0x300, 0x370),
    (0x483, 0x48A),
    (0x1AB0, 0x1B00),
    (0x1DC0, 0x1E00),
    (0x20D0, 0x2100),
    (0xFE20, 0xFE30),
)
LONGEST_RUN = 400  # characters, with their edges, that are read as one word whatever is between its letters
MARKS = "".join(chr(code) for first, end in _MARKS for code in range(first, end))
MARK = "\x01"  # stands for the marks on a letter until that is a capital
SMALL = tuple(map(chr, range(ord("a"), ord("z") + 1)))
ONE, DOUBLES = STROKES[0], STROKES[1:]  # the figure 1 and its doubles are an i or an l
READ = {
    **{chr(code): letter.upper() for code, letter in (*LOOKALIKES.items(), *SIGNS.items())},
    **{figure: letter.upper() for figure, letter in FIGURES.items()},
    **dict.fromkeys(MARKS, MARK),
}

_FIGURES, _DOUBLES = re.escape(ONE + "".join(FIGURES)), re.escape(DOUBLES)
_OTHERS = f"{MARKS}{re.escape(''.join(map(chr, (*LOOKALIKES, *SIGNS))))}"
_ALL = f"{_OTHERS}{_FIGURES}{_DOUBLES}"
# A figure beside a letter, and its doubles where the word goes on.
_BESIDE = rf"(?=[a-z])|(?<=[a-z][{_FIGURES}])|(?<=[a-z][{_DOUBLES}])(?=[{_DOUBLES}]{{0,3}}[\w{_FIGURES}])"
STRANGE_IN_ASCII = re.compile(rf"[{_FIGURES}{_DOUBLES}](?:{_BESIDE})")
STRANGE = re.compile(rf"[{_ALL}](?:(?<=[{_OTHERS}])|{_BESIDE})")
# In a text in another alphabet only what stands beside one of our letters, signs of them among these.
_OURS = f"a-z{re.escape(''.join(map(chr, (*SIGNS, *SPELLED_ODDLY))))}"
STRANGE_ABROAD = re.compile(rf"[{_ALL}](?:(?=[{_OURS}])|(?<=[{_OURS}].))")
FIGURE = re.compile(f"[{_FIGURES}{_DOUBLES}]")
STROKE = re.compile(rf"[{_DOUBLES}](?=[{_DOUBLES}]{{0,3}}\w)")
_LETTER = rf"[^\W_][{MARKS}]*+(?={EDGE})"
_WORD = rf"(?:[^\W_]|[{MARKS}{_FIGURES}{_DOUBLES}{re.escape(''.join(map(chr, SIGNS)))}])"
WORD = re.compile(f"{_WORD}++")
WORD_WITH_OURS = re.compile(rf"(?<!{_WORD})(?:(?![{_OURS}]){_WORD})*+[{_OURS}]{_WORD}*+")
# Three letters or more, each a word of its own: between them white space, or up to three signs.
_BETWEEN = rf"{EDGE}(?:\W{{0,7}}{EDGE})?"
APART = re.compile(rf"{EDGE}{_LETTER}(?:{_BETWEEN}{_LETTER}){{2,}}+")
# The same with the same between all of them.
SPACED_OUT = re.compile(rf"{EDGE}{_LETTER}(?P<between>{_BETWEEN}){_LETTER}(?:(?P=between){_LETTER})++")
LOOSE = re.compile(rf"\w{EDGE}{{1,2}}\w|{EDGE}{EDGE}\w|\w{EDGE}{EDGE}")  # white space beside one of them
LETTERS = re.compile(rf"[^\W_][{MARKS}]*+")
STROKES_OF_ONE = re.compile(f"[{re.escape(STROKES)}]")
LEFT_OUT = re.compile(f"[{MARKS}]++")


class Reading:
    """One way to read in plain letters what is near the disguises of a text; ``text`` is what is searched."""

    def __init__(self, kept: Edited, stroke: str, *, is_ours: bool) -> None:
        self._kept = kept
        self._big = f"{EDGE}{edged(_capitals(kept.text, stroke, is_ours=is_ours))}{EDGE}"
        self.text = self._big.lower()

    def is_changed(self, start: int, end: int) -> bool:
        """Tell whether something was read otherwise than it is written; what is not was found, or not, before."""
        return self._big[start:end] != self.text[start:end]

    def is_a_number(self, start: int, end: int) -> bool:
        """Tell whether that was a figure of a number, or of a name like "A55", and stands for no letter."""
        return _is_a_number(self._kept.text, *self._way.back(start, end))

    def span(self, start: int, end: int) -> Span:
        """Return where a part was typed."""
        return self._way.span(start, end)

    @cached_property
    def _way(self) -> Spelled:
        return Spelled(self._kept, str, self._big, left_out=LEFT_OUT)


def readings(folded: Spelled, searched: Spelled, known: Known) -> tuple[Iterator[Reading], bool]:
    """Return how a text may be read where there are disguises in it, and whether all of them are read.

    ``searched`` is the folded text with its edges. Two readings differ in what a figure 1 stands for.
    """
    text = folded.text
    rows = [list(islice(each, MOST_SPACED_OUT + 1)) for each in (_spaced_out(searched), stretched(text))]
    joints, all_read = joined(text, known, letters)
    is_ours = text.isascii() or 2 * len(text.encode("ascii", "ignore")) > len(text)
    strange = STRANGE_IN_ASCII if text.isascii() else STRANGE if is_ours else STRANGE_ABROAD
    kept = near(folded, strange, _one_by_one([*chain(*rows), *joints]))
    strokes = "" if kept is None else "IL" if STROKES_OF_ONE.search(kept.text) else "I"
    ways = (Reading(kept, stroke, is_ours=is_ours) for stroke in strokes if kept)
    return ways, all_read and max(map(len, rows)) <= MOST_SPACED_OUT


@lru_cache(maxsize=4096)
def letters(word: str) -> str:
    """Return a folded word in the letters a to z as far as it can be read so, else as it is."""
    if word.isascii() and word.isalpha():
        return word
    read = word if _is_a_number(word, 0, len(word)) else _capitals(word, "I", is_ours=True).lower()
    return read if read.isascii() else word


def _one_by_one(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits in their order; of those that overlap the first, and of two that begin together the longer."""
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= done:
            done = edit.end
            yield edit


def _spaced_out(searched: Spelled) -> Iterator[Edit]:
    """Yield letters that stand apart, with the same between them, or with this and that."""
    for run in APART.finditer(searched.text):
        end = run.end() + len(EDGE)
        words = []
        for same in SPACED_OUT.finditer(searched.text, run.start(), end):
            words.append(_letters_of(same))
            yield Edit(*searched.back(same.start() + len(EDGE), same.end()), words[-1].upper())
        if end - run.start() <= LONGEST_RUN and not (words and LOOSE.search(run[0])):
            whole = _letters_of(run)
            if whole not in words:
                back = searched.back(run.start() + len(EDGE), run.end())
                yield Edit(*back, SPACE.join([whole, *words]).upper())


def _letters_of(run: re.Match[str]) -> str:
    return "".join(LETTERS.findall(run[0]))


def _read(stroke: str, character: str) -> str:
    return stroke if character == ONE else READ.get(character) or READ.get(character.lower(), character)


READ_AS = {stroke: Table(partial(_read, stroke)) for stroke in "IL"}


def _capitals(text: str, stroke: str, *, is_ours: bool) -> str:
    """Return a text with a capital for whatever stands for a letter; in a text that is not ours, in words with ours."""
    table = READ_AS[stroke]
    if is_ours:
        made = table.read(text)
    else:
        words = [GAP, *set(WORD_WITH_OURS.findall(text))]
        read = dict(zip(words, table.read(SPACE.join(words)).split(SPACE), strict=True))
        made = WORD_WITH_OURS.sub(lambda word: read[word[0]], text)
    return STROKE.sub(stroke, _unmarked(made))


def _unmarked(text: str) -> str:
    """Make the letters capitals that had marks on them."""
    if MARK not in text:
        return text
    while MARK * 2 in text:
        text = text.replace(MARK * 2, MARK)
    for letter in SMALL:
        text = text.replace(f"{letter}{MARK}", letter.upper())
    return text.replace(MARK, "")


def _is_a_number(text: str, start: int, end: int) -> bool:
    """Tell whether a part has figures in a word that has more of them than letters; they stand for no letters there."""
    if not FIGURE.search(text, start, end):
        return False
    before = WORD.match(text[max(0, start - WINDOW) : start][::-1])
    for word in WORD.finditer(text, start - (before.end() if before else 0), end + WINDOW):
        if word.start() >= end:
            break
        if FIGURE.search(text, max(start, word.start()), min(end, word.end())) and _has_more_figures(word[0]):
            return True
    return False


def _has_more_figures(word: str) -> bool:
    figures = sum(map(str.isdigit, word))
    return max(1, figures) > sum(each.isalpha() or ord(each) in SIGNS for each in word)
