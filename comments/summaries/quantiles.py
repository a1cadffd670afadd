"""Quantiles: within which time half, or nine in ten, were done; exact, and defined here once.

Of ``n`` values the one within which ``p`` per cent stay is the smallest that at least ``p`` per cent of them do not
exceed: in ascending order the one at place ``n * p / 100``, rounded up ("nearest rank"). It is always a value that
occurred; nothing is interpolated.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

HALF, NINE_IN_TEN = 50, 90


def counted(texts: Iterable[str]) -> Counter[int]:
    """Return how often each number stands in these texts, in which blanks stand between the numbers."""
    return Counter(map(int, " ".join(texts).split()))


def within(values: Mapping[int, int], percent: int) -> int | None:
    """Return within how much so many per cent stay, given how often each value occurred; None when none did."""
    rank, below = -(-sum(values.values()) * percent // 100), 0
    for value in sorted(values):
        below += values[value]
        if below >= rank > 0:
            return value
    return None
