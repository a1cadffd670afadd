"""Avatars: six broken strokes drawn from a comment's random id, and from nothing that belongs to a person."""

import hashlib

# In the units of the drawing in ``templates/comments/fragment.html``, where a row is 900 long.
SHORTEST_STROKE, STROKES = 300, 700
SHORTEST_GAP, GAPS = 100, 400


def avatar(seed: str) -> str:
    """Return how long strokes and gaps are, as an SVG's ``stroke-dasharray``; there are 280,000 drawings.

    One line goes through all rows, and far beyond both sides between them: each row begins at another place of a
    stroke or a gap. Two numbers are little, and little it must be: a thread carries hundreds of them, and what chance
    draws cannot be compressed.
    """
    numbers = hashlib.sha256(seed.encode()).digest()
    stroke, gap = (int.from_bytes(part) for part in (numbers[:4], numbers[4:8]))
    return f"{SHORTEST_STROKE + stroke % STROKES} {SHORTEST_GAP + gap % GAPS}"
