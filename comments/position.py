"""Position: a comment's place in its thread as a text that sorts as the thread is read.

A place is the parent's place and one segment more, of fixed width; a segment is made of the time and of chance, in
digits and small letters, which every database sorts alike. An answer to a comment at the last depth takes its place
beside that comment, so that a place never grows.
"""

import datetime as dt
import secrets

ALPHABET = "0123456789abcdefghijklmnopqrstuv"
TIME_DIGITS = 11
CHANCE_DIGITS = 3
SEGMENT = TIME_DIGITS + CHANCE_DIGITS


def place_under(parent_position: str, parent_depth: int, at: dt.datetime, max_depth: int) -> tuple[str, int]:
    """Return (position, depth) of an answer; ``parent_position`` is "" and ``parent_depth`` 0 for none."""
    depth = min(parent_depth + 1, max_depth)
    return parent_position[: (depth - 1) * SEGMENT] + _segment(at), depth


def ancestors(position: str) -> list[str]:
    """Return the places above this one, the outermost first."""
    return [position[:end] for end in range(SEGMENT, len(position), SEGMENT)]


def _segment(at: dt.datetime) -> str:
    microseconds = max(0, int(at.timestamp() * 1_000_000))
    chance = secrets.randbelow(len(ALPHABET) ** CHANCE_DIGITS)
    return _digits(microseconds, TIME_DIGITS) + _digits(chance, CHANCE_DIGITS)


def _digits(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
