"""Avatars: six strokes drawn from a comment's random id, and from nothing that belongs to a person."""

import hashlib
from typing import NamedTuple

ROWS = range(1, 7)
STARTS = 5
RIGHT = 9


class Avatar(NamedTuple):
    """A drawing as SVG has it: the strokes and their width; the part of the plane that is seen, to fill a square.

    Every number is one digit: a thread carries hundreds of these, and what chance draws cannot be compressed.
    """

    path: str
    canvas: str = "-.3 .3 9.6 6.4"
    width: str = ".55"


def avatar(seed: str) -> Avatar:
    """Draw six lines; there are 240 million drawings."""
    numbers = hashlib.sha256(seed.encode()).digest()
    return Avatar("".join(_row(y, *numbers[2 * i : 2 * i + 2]) for i, y in enumerate(ROWS)))


def _row(y: int, first: int, second: int) -> str:
    return f"M{first % STARTS} {y}H{RIGHT - second % STARTS}"
