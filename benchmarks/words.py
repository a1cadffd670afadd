"""What two lists of words cost: `python -m benchmarks.words LIST`, where LIST is a text file with an entry a line.

Prints the time that compiling takes and the memory, and for each text milliseconds of processor time from 1 kB to 65 kB
with the growth at each doubling. Lines that no list may have are left out and counted. Goals: over the last three
doublings a text takes at most 2.5 times as long for each; what misses it makes the exit code 1.
"""

import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import process_time

import psutil

from benchmarks.markup import DOUBLINGS, MOST_GROWTH, SIZES, Nasty, measured, say
from comments.screening.entries import read
from comments.screening.matching import find
from comments.screening.wordlists import WordLists

MEGABYTE = 1024**2
PROSE = "The council met on Monday and said that it would look at the plan again, as nobody could tell what it costs. "
TEXTS = (
    PROSE,
    "a ",
    "1a",
    "x",
    "s h i t ",
    "sh1t ",
    "s h i t, ",
    "don`t ",
    "a55 ",
    "a.b.",
    "$",
    "\u00e9",
    "\u0441",
    "<b>",
    "&amp;",
    "\u200b",
    "\u6f22",
)


def readable(lines: list[str]) -> list[str]:
    """Return the lines that a list may have."""
    return [line for line in lines if line.strip() and _is_readable(line)]


def _is_readable(line: str) -> bool:
    try:
        read(line, rejects=False)
    except ValueError:
        return False
    return True


def main(path: str) -> int:
    """Measure with the list in a file; return the exit code."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    kept = readable(lines)
    text = "\n".join(kept)
    before, start = psutil.Process().memory_full_info().uss, process_time()
    lists = WordLists(text)
    taken = (process_time() - start) * 1_000
    memory = (psutil.Process().memory_full_info().uss - before) / MEGABYTE
    say(
        f"{len(kept):,} entries, {len(lines) - len(kept)} left out: {taken:.0f} ms to compile, {memory:.1f} MB"
    )
    say(f"{'ms':30}" + "".join(f"{size // 1024:7} kB" for size in SIZES))
    rows = {again: measured(Nasty(again), partial(_search, lists)) for again in TEXTS}
    for again, row in rows.items():
        say(f"{again[:20]!a:30}" + "".join(f"{each:10.2f}" for each in row))
        say(f"{'':40}" + "".join(f"{more / less:9.2f}x" for less, more in pairwise(row)))
    slow = [again for again, row in rows.items() if row[-1] > MOST_GROWTH**DOUBLINGS * row[-1 - DOUBLINGS]]
    say(f"Grows too fast: {slow}" if slow else "All goals are kept.")
    return 1 if slow else 0


def _search(lists: WordLists, text: str) -> None:
    find(lists, text, [True] * len(lists.kinds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
