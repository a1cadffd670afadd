"""Remembered: what this process has read or made last, each under a key that changes whenever it does."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Remembered[T]:
    """What was read last, by a key that changes whenever it changes; what nobody asked for longest goes first.

    It weighs ``most`` bytes at most.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._known: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], T], size: Callable[[T], int]) -> T:
        """Return what is known under a key, or else read it; ``size`` tells what it weighs, in bytes."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key][0]
        found = read()
        weight = size(found)
        with self._lock:
            if key not in self._known and weight <= self._most:
                self._known[key] = (found, weight)
                self._size += weight
            while self._size > self._most:
                _, (_, gone) = self._known.popitem(last=False)
                self._size -= gone
        return found
