"""Likeness: what two texts have in common, told from a sketch of each, a few hundred bytes whatever their length.

A text becomes the set of its pairs of neighbouring words, folded so that accents, case, digits and addresses of links
make no difference. Of that set we keep the 64 smallest hashes ("bottom k", Broder 1997), from which the share of pairs
that two texts have in common is estimated, and six bands of three minima each, by which likely candidates are found in
an index: at a share of 80 % a pair of texts meets in a band with 98.6 %, at 1 % with one in 170,000.
"""

import re
import unicodedata
from array import array
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, pairwise
from zlib import crc32

# A letter of a script that leaves no spaces between words counts as a word.
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
DIGITS = re.compile(r"0{2,}")
# So much of a text is looked at: as many words as 65 kB of prose have, twice over.
MOST_WORDS = 20_000
KEPT = 64
BANDS, ROWS = 6, 3
# A text with fewer pairs is not compared by them: two short greetings are no campaign.
FEWEST_PAIRS = 5
WHOLE = 100  # percent
MASK = 0xFFFFFFFF
SPREAD = 0x9E3779B1
SLOTS = BANDS * ROWS
# Odd numbers without a pattern: each brings the same hashes into another order.
FACTORS = (1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1, 0xD3A2646D)
MOST_FOLDED = 20_000  # code points that are remembered: more than any newsroom's languages have


class _Folding(dict[int, str]):
    """From a character to what it counts as: no accent, no case, nothing that is not seen, every digit the same."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code)).casefold()
        folded = "".join("0" if part.isdigit() else part for part in parts if _is_seen(part))
        if len(self) < MOST_FOLDED:
            self[code] = folded
        return folded


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in {"Mn", "Me", "Cf"}


FOLDING = _Folding()


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text: ``bands`` to find it by (each below 2**63), ``marks`` to compare it by."""

    bands: tuple[int, ...]
    marks: bytes


def folded_words(text: str) -> list[str]:
    """Return a text's words as they count, in their order, up to ``MOST_WORDS``."""
    folded = DIGITS.sub("0", LINK.sub(" link ", text).translate(FOLDING))
    return [match[0] for match in islice(WORD.finditer(folded), MOST_WORDS)]


def sketch(text: str) -> Sketch | None:
    """Return the sketch of a text, None for one without a word."""
    words = [word.encode(errors="replace") for word in folded_words(text)]
    if not words:
        return None
    pairs = pairwise(words) if len(words) > 1 else [(words[0], b"")]
    # A CRC is linear: multiplied, its order says nothing of the words any more.
    hashes = {crc32(second, crc32(first)) * SPREAD & MASK for first, second in pairs}
    minima = _minima(hashes)
    bands = tuple(_band(minima[start : start + ROWS]) for start in range(0, SLOTS, ROWS))
    return Sketch(bands, array("I", sorted(hashes)[:KEPT]).tobytes())


def likeness(one: bytes, other: bytes) -> int:
    """Return how much two texts have in common by their ``marks``, in percent; 100 is the same words, or nearly."""
    if one == other:
        return WHOLE if one else 0
    ours, theirs = _hashes(one), _hashes(other)
    smallest = sorted(ours | theirs)[:KEPT]
    return len((ours & theirs).intersection(smallest)) * WHOLE // len(smallest)


def are_alike(one: bytes, other: bytes, *, percent: int) -> bool:
    """Whether two texts have at least that much in common; short ones never, unless they are compared to the letter."""
    return not is_short(one) and not is_short(other) and likeness(one, other) >= percent


def is_short(marks: bytes) -> bool:
    """Whether a text is so short that two people may well have written it."""
    return len(marks) < FEWEST_PAIRS * array("I").itemsize


def _hashes(marks: bytes) -> set[int]:
    return set(array("I", marks))


def _minima(hashes: Collection[int]) -> list[int]:
    """Return the smallest hash of each slot ("one permutation", Li, Owen and Zhang 2012): fast for long texts.

    What a short text leaves empty is filled from the same hashes in further orders, and at last by its neighbour.
    """
    minima: dict[int, int] = {}
    for factor in FACTORS:
        for number in sorted([number * factor & MASK for number in hashes]):
            minima.setdefault(number % SLOTS, number)
            if len(minima) == SLOTS:
                return [minima[slot] for slot in range(SLOTS)]
    full = sorted(minima)
    return [minima[next((other for other in full if other >= slot), full[0])] for slot in range(SLOTS)]


def _band(minima: list[int]) -> int:
    return int.from_bytes(blake2b(array("I", minima).tobytes(), digest_size=8).digest()) >> 1
