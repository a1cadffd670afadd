"""Folding: a text as the word lists read it, in which disguises fall away, and the way back to what was typed.

``fold`` does what keeps a word the same word: markup taken away, compatibility forms and case folded (NFKD), characters
that nobody sees left out, white space made one space. ``undisguised`` goes further, and may be wrong: letters of
other alphabets, accents, figures for letters ("sh1t") and spaced-out letters ("s h i t") are read as plain letters.
Every character of what they give knows the part of the source that it stands for.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from html import unescape
from typing import NamedTuple

from comments.screening.confusables import FIGURES, LOOKALIKES, SAME_SIGN, SIGNS, STROKES
from comments.screening.shapes import Span
from comments.typesetting import ENTITY, TAG

MOST_KEPT = 5_000  # characters whose folding is remembered; a text with more kinds is folded anew each time
LONGEST_EXPANSION = 4  # one character of Unicode expands to 18; what grows more than this is left as it is
WINDOW = 128  # characters kept on either side of a disguise: more than the longest entry has

UNSEEN = {
    0x34F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x3164,
    0xFFA0,
    *range(0x180B, 0x180F),
    *range(0xFE00, 0xFE10),
}
UNSEEN |= set(range(0xE0100, 0xE01F0))
FIRST_HANGUL, LAST_HANGUL = 0xAC00, 0xD7A3  # syllables: taken apart, "si" would begin "sin"

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")  # within ASCII each character becomes one
SPACES = re.compile("  +")
MARKS = "\u0300-\u036f"
NO_MARKS = re.compile(f"[{MARKS}]+")
STRANGE_SIGN = re.compile(f"[{re.escape(''.join(FIGURES) + STROKES)}]")
STRANGE = re.compile(
    f"[{re.escape(''.join(FIGURES) + STROKES)}{MARKS}{''.join(map(chr, (*LOOKALIKES, *SIGNS)))}]"
)
IN_A_WORD = frozenset((*FIGURES, *STROKES))
READ_AS = {stroke: str.maketrans({**FIGURES, **dict.fromkeys(STROKES, stroke)}) for stroke in "il"}
PLAIN = re.compile("[a-z]")
_LETTER = rf"[^\W_][{MARKS}]*+"
# Where two letters stand alone, side by side, a run of them may begin; the first is quicker, and for ASCII.
ALONE_PLAIN = re.compile(r"(?:^|[^a-z0-9])(?=[a-z0-9][^a-z0-9]{1,3}[a-z0-9](?:[^a-z0-9]|$))")
ALONE = re.compile(rf"(?<![^\W_])(?={_LETTER}[^\w]{{1,3}}{_LETTER}(?![^\W_]))")
SPACED_OUT = re.compile(rf"{_LETTER}([^\w]{{1,3}}){_LETTER}(?:\1{_LETTER}(?![^\W_]))++")
SHOWN = re.compile(rf"{TAG.pattern}|(?P<entity>{ENTITY.pattern})", TAG.flags)


class Edit(NamedTuple):
    """A part of a text, start included and end not, and what stands there instead."""

    start: int
    end: int
    text: str


class Folded:
    """A text made from another by edits in their order; ``span`` tells where a part of it was typed."""

    def __init__(
        self, text: str, before: "Folded | None" = None, edits: Callable[[], Iterable[Edit]] = tuple
    ) -> None:
        self.text = text
        self.before = before
        self._edits = edits

    def span(self, start: int, end: int) -> Span:
        """Return what the characters from ``start`` to ``end`` (not included, at least one) stand for in the source."""
        if self.before is None:
            return Span(start, end)
        return self.before.span(*self.back(start, end))

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return what such a part stands for in the text before."""
        return self._one_back(start)[0], self._one_back(end - 1)[1]

    def _one_back(self, place: int) -> tuple[int, int]:
        starts, edits = self._way
        at = bisect_right(starts, place) - 1
        if at < 0:
            return place, place + 1
        start, end, text = edits[at]
        into = place - starts[at]
        if into >= len(text):
            return end + into - len(text), end + into - len(text) + 1
        if len(text) == end - start:
            return start + into, start + into + 1
        return start, end

    @cached_property
    def _way(self) -> tuple[list[int], list[Edit]]:
        """Where each edit begins in the new text, and the edits; made only for a text in which something is found."""
        starts, edits, grown = [], list(self._edits()), 0
        for edit in edits:
            starts.append(edit.start + grown)
            grown += len(edit.text) - (edit.end - edit.start)
        return starts, edits


class _Plain(dict[int, str]):
    """What each character is folded to, for ``str.translate``; found out when it is first met."""

    def __missing__(self, code: int) -> str:
        made = _plain(code)
        if len(self) < MOST_KEPT:
            self[code] = made
        return made


def _plain(code: int) -> str:
    character = chr(code)
    category = unicodedata.category(character)
    if category == "Cc" or character.isspace() or character == "_":
        return " "
    if category == "Cf" or code in UNSEEN:
        return ""
    if code in SAME_SIGN or FIRST_HANGUL <= code <= LAST_HANGUL:
        return SAME_SIGN.get(code, character)
    small = unicodedata.normalize("NFKD", character).casefold()
    made = unicodedata.normalize("NFKD", small)
    return made if len(made) <= LONGEST_EXPANSION else character


PLAIN_OF = _Plain()


def fold_line(text: str) -> str:
    """Return a line of a list as ``fold`` would make it; a line has no markup."""
    return " ".join(text.translate(PLAIN_OF).split())


def fold(source: str) -> Folded:
    """Return the text as it is matched: the same words, in one spelling."""
    shown = _shown(Folded(source))
    folded = Folded(shown.text.translate(PLAIN_OF), shown, partial(_expansions, shown.text))
    return _edited(folded, [Edit(*match.span(), " ") for match in SPACES.finditer(folded.text)])


def undisguised(folded: Folded) -> Iterator[Folded]:
    """Yield what a folded text may say in plain letters, around each disguise: nothing, one reading or two.

    The readings differ in what a figure 1 stands for. What is far from every disguise is left out.
    """
    disguised = _disguised(folded.text)
    readings = dict.fromkeys(tuple(_read(folded.text, disguised, stroke)) for stroke in "il")
    for edits in readings:
        if edits:
            yield _edited(folded, list(_windows(edits, len(folded.text))))


def letters(word: str, stroke: str = "i") -> str:
    """Return a folded word in the letters a to z as far as it can be read so, else as it is."""
    plain = NO_MARKS.sub("", word.translate(LOOKALIKES).translate(SIGNS))
    if max(1, sum(map(str.isdigit, plain))) <= sum(map(str.isalpha, plain)):
        plain = plain.translate(READ_AS[stroke])
    return plain if plain.isascii() else word


def _edited(before: Folded, edits: list[Edit]) -> Folded:
    if not edits:
        return before
    parts, done = [], 0
    for edit in edits:
        parts += [before.text[done : edit.start], edit.text]
        done = edit.end
    return Folded("".join([*parts, before.text[done:]]), before, lambda: edits)


def _shown(typed: Folded) -> Folded:
    """Take away the tags that readers do not see, and put characters for entities; a link's address stays."""
    if "<" not in typed.text and "&" not in typed.text:
        return typed
    return _edited(typed, [edit for match in SHOWN.finditer(typed.text) for edit in _seen(match)])


def _seen(match: re.Match[str]) -> Iterator[Edit]:
    if match["entity"]:
        yield Edit(*match.span(), unescape(match[0]))
    elif match["line"] or match["paragraph"]:
        yield Edit(*match.span(), " ")
    elif match["end"] or match["start"].lower() != "a":
        yield Edit(*match.span(), "")


def _expansions(text: str) -> Iterator[Edit]:
    for match in BEYOND_ASCII.finditer(text):
        made = PLAIN_OF[ord(match[0])]
        if len(made) != 1:
            yield Edit(*match.span(), made)


def _disguised(text: str) -> list[Edit]:
    """Return what may be a word in disguise, in its order: spaced-out letters, and words with strange characters."""
    spaced = list(_spaced_out(text))
    ends = [run.end for run in spaced]
    words = []
    for word in _strange_words(text):
        after = bisect_right(ends, word.start)
        if after == len(spaced) or word.end <= spaced[after].start:
            words.append(word)
    return sorted([*spaced, *words])


def _spaced_out(text: str) -> Iterator[Edit]:
    done = 0
    for alone in (ALONE_PLAIN if text.isascii() else ALONE).finditer(text):
        if alone.end() >= done and (run := SPACED_OUT.match(text, alone.end())):
            done = run.end()
            yield Edit(*run.span(), "".join(filter(in_a_word, run[0])))


def _strange_words(text: str) -> Iterator[Edit]:
    latin = text.isascii() or 2 * len(text.encode("ascii", "ignore")) > len(text)
    done = 0
    for strange in (STRANGE_SIGN if text.isascii() else STRANGE).finditer(text):
        if strange.start() < done:
            continue
        start, done = _around(text, strange.start(), done)
        word = text[start:done].rstrip("!|")
        # A word wholly in another alphabet is one in disguise only where the text is in ours.
        if word and (latin or PLAIN.search(word)):
            yield Edit(start, start + len(word), word)


def _around(text: str, place: int, least: int) -> tuple[int, int]:
    """Return where the word around a place begins, not before ``least``, and ends."""
    start, end = place, place + 1
    while start > least and (text[start - 1] in IN_A_WORD or in_a_word(text[start - 1])):
        start -= 1
    while end < len(text) and (text[end] in IN_A_WORD or in_a_word(text[end])):
        end += 1
    return start, end


def in_a_word(character: str) -> bool:
    """Tell whether a folded character is part of a word: a letter, a figure, or a mark on one."""
    return character.isalnum() or (
        character > "\u02ff" and unicodedata.category(character) in {"Mn", "Mc", "Me"}
    )


def _read(text: str, disguised: list[Edit], stroke: str) -> Iterator[Edit]:
    for start, end, word in disguised:
        plain = letters(word, stroke)
        if plain != text[start:end]:
            yield Edit(start, end, plain)


def _windows(edits: Iterable[Edit], length: int) -> Iterator[Edit]:
    """Yield the edits, and between those that are far apart a line end for what no reading needs."""
    done = -WINDOW
    for edit in edits:
        if edit.start - WINDOW > done + WINDOW:
            yield Edit(done + WINDOW, edit.start - WINDOW, "\n")
        yield edit
        done = edit.end
    if length > done + WINDOW:
        yield Edit(done + WINDOW, length, "\n")
