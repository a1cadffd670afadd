"""Joints: signs within a word ("via-gra") and between the words of a phrase ("cheap.pills"), and long letters.

Each is read otherwise only where an entry of the lists may come of it, so that most texts are left as they are.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby, islice, product
from typing import NamedTuple, Protocol

from comments.screening.tracing import EDGE, SPACE, WINDOW, Edit

MOST_JOINTS = 500  # in one text; a text of 65 kB has some hundreds
MOST_PARTS = 8  # into which signs cut one word
MOST_STRETCHED = 3  # letters of one word, each read once and twice

# What may stand between letters and is no mark on one: punctuation, symbols, pictures, what has no meaning yet.
_COMMON = r"!-&(-/:-@\[-^`{-~\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u2010-\u205e\u20a0-\u20cf"
_SIGNS = rf"{_COMMON}\u2190-\u2bff\u2e00-\u2e5f\u3001-\u3030\u30fb\ue000-\uf8ff\ufffd\U0001f000-\U0001faff"
# Signs between two words, but neither an apostrophe nor what ends a part of a sentence.
JOINT = re.compile(
    rf"[{_SIGNS}](?:(?<![.,;:!?\u2026])|(?![^\w ]{{0,2}} ))(?:[{_SIGNS}]| (?=[^ ])){{0,3}}+"
    r"(?=[0-9]{0,9}[^\W\d_])"
)
PART = re.compile(r"[^\W_]++")
BEHIND = re.compile(r"[^\w]{0,2}([^\W_]{1,128})")  # of a text that is turned round
STRETCHED = re.compile(r"([a-z])\1\1")
LETTERS = re.compile("[a-z]*")
FEWEST_LETTERS = 3  # of a word that signs stand within


class Known(Protocol):
    """What the lists know of their entries."""

    pairs: frozenset[str]

    def begins(self, word: str) -> int:
        """Return how many characters of a word an entry begins with."""

    def has(self, word: str) -> bool:
        """Tell whether a word alone is an entry, or found by one."""


class Joint(NamedTuple):
    """A sign between two words: from the end of the one to the beginning of the other, and both."""

    start: int
    end: int
    left: str
    right: str


def pair(left: str, right: str) -> str:
    """Return what of two neighbouring words tells whether a phrase may have them."""
    return f"{left[-2:]}{EDGE}{right[:2]}"


def joined(text: str, known: Known, letters: Callable[[str], str]) -> tuple[list[Edit], bool]:
    """Return what is read otherwise in a folded text, in capitals, and whether all signs were looked at."""
    found = list(islice(_joints(text), MOST_JOINTS + 1))
    edits, done = [], 0
    for joint in found:
        if pair(letters(joint.left), letters(joint.right)) in known.pairs:
            edits.append(Edit(joint.start, joint.end + 1, SPACE + text[joint.end].upper()))
        if joint.start >= done and SPACE not in text[joint.start : joint.end]:
            words = _chunk(text, joint)
            done = words[-1].end()
            edits += _words(words, known, letters)
    return edits, len(found) <= MOST_JOINTS


def stretched(text: str) -> Iterator[Edit]:
    """Yield the words in which a letter stands three times in a row or more, with each such letter once and twice."""
    done = 0
    while found := STRETCHED.search(text, done):
        before = LETTERS.match(text[max(done, found.start() - WINDOW) : found.start()][::-1])
        start = found.start() - (before.end() if before else 0)
        rest = LETTERS.match(text, found.end())
        done = rest.end() if rest else found.end()
        yield Edit(start, done, SPACE.join(_shortened(text[start:done])).upper())


def _joints(text: str) -> Iterator[Joint]:
    for signs in JOINT.finditer(text):
        before = BEHIND.match(text[max(0, signs.start() - WINDOW) : signs.start()][::-1])
        after = PART.match(text, signs.end(), signs.end() + WINDOW)
        if before and after:
            yield Joint(signs.start() - before.start(1), signs.end(), before[1][::-1], after[0])


def _chunk(text: str, joint: Joint) -> list[re.Match[str]]:
    """Return the words that stand together with a sign, without white space."""
    start = joint.start - len(joint.left)
    end = text.find(SPACE, joint.end)
    return list(islice(PART.finditer(text, start, end if end >= 0 else len(text)), MOST_JOINTS))


def _words(parts: list[re.Match[str]], known: Known, letters: Callable[[str], str]) -> Iterator[Edit]:
    """Yield the entries that are made of several parts of a chunk; the longest from each part on."""
    plain = [letters(part[0]) for part in parts]
    done = 0
    for first in range(len(parts) - 1):
        if first < done:
            continue
        begun = known.begins("".join(plain[first : first + MOST_PARTS]))
        for last in range(min(len(parts), first + MOST_PARTS), first + 1, -1):
            word = "".join(plain[first:last])
            if FEWEST_LETTERS <= len(word) <= begun and known.has(word):
                yield Edit(parts[first].start(), parts[last - 1].end(), word.upper())
                done = last
                break


def _shortened(word: str) -> Iterator[str]:
    rows = [(letter, len(list(row))) for letter, row in groupby(word)]
    long = [place for place, (_, times) in enumerate(rows) if times > 2][:MOST_STRETCHED]
    for times in product((1, 2), repeat=len(long)):
        chosen = dict(zip(long, times, strict=True))
        yield "".join(letter * chosen.get(place, most) for place, (letter, most) in enumerate(rows))
