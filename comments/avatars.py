"""Avatars: six strokes drawn from a comment's random id, and from nothing that belongs to a person."""

import hashlib

ROWS = (3, 7, 12, 16, 21, 25)
LEFT, RIGHT = 1, 27
GAP = 4
SHORTEST = 3


def avatar_path(seed: str) -> str:
    """Return SVG path data on a 28 by 28 canvas: six lines, some of them broken in two."""
    numbers = hashlib.sha256(seed.encode()).digest()
    return "".join(_row(y, *numbers[4 * i : 4 * i + 3]) for i, y in enumerate(ROWS))


def _row(y: int, first: int, second: int, third: int) -> str:
    start = LEFT + first % 8
    end = RIGHT - second % 8
    cut = start + SHORTEST + third % 12
    if third % 3 and end - cut > GAP + SHORTEST:
        return f"M{start} {y}H{cut}M{cut + GAP} {y}H{end}"
    return f"M{start} {y}H{end}"
