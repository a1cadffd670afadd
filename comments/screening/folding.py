"""Folding: a text as the word lists read it, and the way back to what was typed.

``fold`` does what keeps a word the same word: markup taken away, compatibility forms and case folded (NFKD), characters
that nobody sees left out, white space made one space. ``as_written`` does no more than make letters small.
``bounded`` marks the edges of words, so that whole words are found by a search that knows nothing of words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape

from comments.screening.confusables import SAME_SIGN
from comments.screening.tracing import EDGE, SPACE, Edit, Edited, Spelled, Traced, Typed, near
from comments.screening.unseen import HIDDEN_GAP, is_unseen
from comments.typesetting import ENTITY, MOST_MARKS, TAG

MOST_KEPT = 30_000  # characters whose folding is remembered; no comment has so many kinds
LONGEST_EXPANSION = 4  # one character of Unicode expands to 18; what grows more than this is left as it is
FEW = 24  # kinds of characters that are quicker replaced one after the other than all at once

FIRST_HANGUL, LAST_HANGUL = 0xAC00, 0xD7A3  # syllables: taken apart, "si" would begin "sin"

FIRST_BEYOND_ASCII, LAST_OF_ASCII = 0x80, "\x7f"
SIGN = re.compile(r"[^\w ]")
SIGN_BEYOND_ASCII = re.compile(r"[^\w\x00-\x7f]")
MARKS = re.compile("<"), re.compile("&")
SHOWN = re.compile(rf"{TAG.pattern}|(?P<entity>{ENTITY.pattern})", TAG.flags)


class Table(dict[int, str]):
    """What each character is spelled as, for ``str.translate``; found out when it is first met."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self.spell = spell

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        made = self[code] = self.spell(chr(code))
        return made

    @cached_property
    def of_ascii(self) -> bytes:
        """The same for UTF-8, whose other bytes are no characters of ASCII; where each of these becomes one."""
        return bytes(ord(self[code]) if code < FIRST_BEYOND_ASCII else code for code in range(256))

    def read(self, text: str) -> str:
        """Return what ``text.translate`` makes of it with this table, only sooner if most of it is ASCII."""
        kinds = set() if text.isascii() else {kind for kind in set(text) if kind > LAST_OF_ASCII}
        if len(kinds) > FEW:
            return text.translate(self)
        changed = {kind: made for kind in kinds if (made := self[ord(kind)]) != kind}
        if not changed.keys().isdisjoint("".join(changed.values())):
            return text.translate(self)
        for kind, made in changed.items():
            text = text.replace(kind, made)
        return text.encode(errors="surrogatepass").translate(self.of_ascii).decode(errors="surrogatepass")


def in_a_word(character: str) -> bool:
    """Tell whether a folded character is part of a word: a letter, a figure, or a mark on one."""
    return character.isalnum() or (
        character > "\u02ff" and unicodedata.category(character) in {"Mn", "Mc", "Me"}
    )


def _plain(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if category == "Cc" or character.isspace():
        return SPACE
    if category == "Cf" or is_unseen(character):
        return ""
    if code in SAME_SIGN or FIRST_HANGUL <= code <= LAST_HANGUL:
        return SAME_SIGN.get(code, character)
    small = unicodedata.normalize("NFKD", character).casefold()
    made = unicodedata.normalize("NFKD", small).translate(SAME_SIGN)
    return made if len(made) <= LONGEST_EXPANSION else character


def _small(character: str) -> str:
    if unicodedata.category(character) == "Cc" or character.isspace():
        return SPACE
    small = character.lower()
    return small if len(small) == 1 else character


def _edged(character: str) -> str:
    return EDGE if character == SPACE else character if in_a_word(character) else f"{EDGE}{character}{EDGE}"


def _apart(character: str) -> str:
    return PLAIN_OF[ord(character)] or SPACE


PLAIN_OF, SMALL_OF, EDGED_OF, APART_OF = Table(_plain), Table(_small), Table(_edged), Table(_apart)
SIGNS_OF_ASCII = tuple(sign for sign in "\n" + "".join(map(chr, range(33, 127))) if not in_a_word(sign))


def fold_line(text: str) -> str:
    """Return a line of a list as ``fold`` would make it; a line has no markup."""
    return SPACE.join(PLAIN_OF.read(text).split())


def small_line(text: str) -> str:
    """Return a line of a list as ``as_written`` would make it."""
    return SPACE.join(SMALL_OF.read(text).split())


def is_crowded(source: str) -> bool:
    """Tell whether a text has more markup than is read; it is taken as it was typed then."""
    return source.count("<") + source.count("&") > MOST_MARKS


def shown(source: str) -> Traced:
    """Take away the tags that readers do not see, and put characters for entities; a link's address stays."""
    typed = Typed(source)
    if ("<" not in source and "&" not in source) or is_crowded(source):
        return typed
    return Edited(typed, list(_unseen(source)))


def fold(text: Traced) -> Spelled:
    """Return the text as it is matched: the same words, in one spelling."""
    return _spelled(text, PLAIN_OF)


def folded_apart(text: Traced) -> Spelled | None:
    """Return what is near characters that nobody sees, folded with a space for each, as one may end a word there.

    None where no such character stands between two others.
    """
    kept = None if text.text.isascii() else near(text, HIDDEN_GAP)
    return _spelled(kept, APART_OF) if kept else None


def as_written(text: Traced) -> Spelled:
    """Return the text in small letters, and otherwise as it was written."""
    return _spelled(text, SMALL_OF)


def edged(text: str) -> str:
    """Return a folded text with marks at the edges of words: one on either side of a sign, one for white space.

    So each word has one before it and one behind, but for the text's own ends, and no two texts become one.
    """
    if not SIGN.search(text):
        return text.replace(SPACE, EDGE)
    beyond = set() if text.isascii() else {kind for kind in set(text) if SIGN_BEYOND_ASCII.match(kind)}
    if len(beyond) > FEW:
        return text.translate(EDGED_OF)
    # Much sooner in UTF-8 than in characters.
    made = text.encode(errors="surrogatepass").replace(SPACE.encode(), EDGE.encode())
    for sign in (*SIGNS_OF_ASCII, *(sign for sign in beyond if not in_a_word(sign))):
        made = made.replace(
            sign.encode(errors="surrogatepass"), EDGED_OF[ord(sign)].encode(errors="surrogatepass")
        )
    return made.decode(errors="surrogatepass")


def bounded(text: Spelled) -> Spelled:
    """Return a folded text with marks at the edges of all its words."""
    return Spelled(text.before, text.spell, f"{EDGE}{edged(text.text)}{EDGE}")


def _spelled(text: Traced, table: Table) -> Spelled:
    made = table.read(text.text)
    while SPACE * 2 in made:
        made = made.replace(SPACE * 2, SPACE)
    return Spelled(text, table.read, made)


def _unseen(source: str) -> Iterator[Edit]:
    done = 0
    # Each sign by itself is looked for many times as fast as both.
    for start in sorted(mark.start() for sign in MARKS for mark in sign.finditer(source)):
        if start >= done and (match := SHOWN.match(source, start)):
            done = match.end()
            yield from _seen(match)


def _seen(match: re.Match[str]) -> Iterator[Edit]:
    if match["entity"]:
        yield Edit(*match.span(), unescape(match[0]))
    elif match["line"] or match["paragraph"]:
        yield Edit(*match.span(), SPACE)
    elif match["end"] or match["start"].lower() != "a":
        yield Edit(*match.span(), "")
