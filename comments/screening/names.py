"""Names: how a name looks to whoever reads it, whatever it is written with.

Two foldings: ``look`` is coarse, so that one index finds whatever might look alike; ``shape`` is exact about i and l,
for "Neil" and "Nell" are two names while "NeIl" is made to be taken for the second. Both read fewer letters as others
than the word lists do: an accent or a stroke makes another name, and only what is drawn alike is a disguise.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from comments.screening.confusables import LOOKALIKES, SIGNS
from comments.screening.unseen import BLANKS, is_unseen

FOLDED_AT_MOST = 8
LOOK_LIMIT = 80
# A name has no more words than this in which anybody would look for a reserved one.
MOST_WORDS = 40
SMALL_CAPITALS = (
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u0274\u1d0f\u1d18\u0280\u1d1b\u028f"
)
# Letters that are drawn like a Latin one in most typefaces: Cyrillic, Greek, Armenian, Hebrew, and rarer Latin ones.
TWINS = str.maketrans(
    {
        twin: latin
        for latin, twins in {
            "a": "\u0430\u03b1\u0251",
            "A": "\u0410\u0391",
            "b": "\u042c\u044c\u0184",
            "B": "\u0412\u0392",
            "c": "\u0441\u03f2\u1d04",
            "C": "\u0421\u03f9",
            "d": "\u0501\u0257",
            "e": "\u0435\u04bd\u0454\u03b5",
            "E": "\u0415\u0395",
            "f": "\u1e9d\u03dd",
            "g": "\u0261\u0581",
            "h": "\u04bb\u0570",
            "H": "\u041d\u0397",
            "i": "\u0456\u0131\u0269\u03b9\u04cf",
            "I": "\u0406\u0399\u04c0",
            "j": "\u0458\u03f3",
            "J": "\u0408\u037f",
            "k": "\u043a\u03ba",
            "K": "\u041a\u039a",
            "l": "\u01c0",
            "m": "\u043c\u1d0d",
            "M": "\u041c\u039c",
            "n": "\u0578\u043f",
            "N": "\u039d",
            "o": "\u043e\u03bf\u0585\u05e1",
            "O": "\u041e\u039f\u0555",
            "p": "\u0440\u03c1",
            "P": "\u0420\u03a1",
            "q": "\u051b\u0563",
            "r": "\u0433\u1d26",
            "s": "\u0455\ua731",
            "S": "\u0405\u054f",
            "t": "\u0442\u03c4",
            "T": "\u0422\u03a4",
            "u": "\u03c5\u057d\u1d1c",
            "U": "\u054d",
            "v": "\u0475\u03bd\u1d20",
            "w": "\u0461\u051d\u1d21",
            "W": "\u051c",
            "x": "\u0445\u03c7",
            "X": "\u0425\u03a7",
            "y": "\u0443\u03b3\u04af",
            "Y": "\u0423\u03a5\u04ae",
            "z": "\u1d22",
            "Z": "\u0396\u13c3",
        }.items()
        for twin in twins
    }
)
# Small capitals, and letters in signs of their own.
TWINS |= SIGNS
TWINS |= {code: letter for code, letter in LOOKALIKES.items() if chr(code) in SMALL_CAPITALS}
STROKES = str.maketrans(dict.fromkeys("I1|", "l") | {"0": "o"})
# Set apart before case is folded: a capital L is not drawn like a stroke.
CAPITAL_L = "\N{LATIN LETTER SMALL CAPITAL L}"
# What is seen as a gap and is none by its category.
BLANK = re.compile(f"[{BLANKS}]+")
# Scripts whose marks are points that most writers leave out. Elsewhere a mark of the letter's own script is a vowel.
POINTED = frozenset({"ARABIC", "HEBREW", "SYRIAC"})
UNCOUNTED = frozenset({"Cc", "Cf", "Cs", "Cn"})
ONE_STROKE = str.maketrans({"i": "l", CAPITAL_L: "l"})


@lru_cache(maxsize=4096)
def look(name: str) -> str:
    """Return how a name looks at a glance: letters and digits, words one space apart, i and l not told apart.

    A mark that only decorates its letter, as a line through a Latin one, is left out. One of the letter's own script
    is part of the word: without their vowel signs Karan and Kiran are written alike in Devanagari.
    """
    seen = "".join(_parts_of_words(shape(name).translate(ONE_STROKE)))
    return " ".join(seen.split())[:LOOK_LIMIT]


def shape(name: str) -> str:
    """Return how a name is drawn: compatibility forms, twins and case folded, invisible characters left out.

    What folding makes may fold further (U+0345 becomes an iota, which is drawn as an i): until nothing does.
    """
    for _ in range(FOLDED_AT_MOST):
        drawn = _drawn(name)
        if drawn == name:
            break
        name = drawn
    return name


def _parts_of_words(text: str) -> Iterator[str]:
    """Yield what words are made of, and a space for whatever stands between them."""
    letter = " "
    for character in text:
        if unicodedata.category(character)[0] != "M":
            letter = character if character.isalnum() else " "
            yield letter
        elif _script(character) == _script(letter) not in POINTED:
            yield character


def _script(character: str) -> str:
    """Return the script that a character is named after; a mark for the letters of many is named for what it does."""
    return unicodedata.name(character, "").partition(" ")[0]


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in UNCOUNTED and not is_unseen(character)


def _drawn(name: str) -> str:
    plain = unicodedata.normalize("NFKC", BLANK.sub(" ", name)).translate(TWINS)
    plain = "".join(each for each in plain if _is_seen(each))
    drawn = plain.replace("L", CAPITAL_L).translate(STROKES).casefold()
    return " ".join(unicodedata.normalize("NFC", drawn).split())


def folded(name: str) -> str:
    """Return a name as it counts as the same name: its case and its white space do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(maxsize=64)
def run_together(looks: frozenset[str]) -> frozenset[str]:
    """Return looks without the spaces in them, as "A d m i n" and "NewsDesk" have to be compared."""
    return frozenset(seen.replace(" ", "") for seen in looks)


def has_phrase_of(seen: str, phrases: frozenset[str]) -> bool:
    """Whether one of these looks stands in a look as a phrase of whole words, however these are spaced."""
    words = seen.split()[:MOST_WORDS]
    together = run_together(phrases)
    longest = max(map(len, together), default=0)
    for start in range(len(words)):
        run = ""
        for word in words[start:]:
            run += word
            if len(run) > longest:
                break
            if run in together:
                return True
    return False
