"""What `comments.markup` takes for nasty texts of doubling size: `python -m benchmarks.markup`.

For each text: milliseconds of processor time from 1 kB to 65 kB, the best of a few rounds, and below them the growth
at each doubling. Goals: over the last three doublings a text takes at most 2.5 times as long for each (twice is linear,
four times quadratic), and none takes 100 ms. A miss is measured again, as noise of other programs can look like one;
what stays is named at the end and makes the exit code 1.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from time import process_time
from typing import NamedTuple

from comments.markup import links, render

SIZES = [1 << power for power in range(10, 17)]
MOST_GROWTH = 2.5
MOST_MILLISECONDS = 100.0
DOUBLINGS = 3
ROUNDS = 3
ATTEMPTS = 6


class Nasty(NamedTuple):
    """A text that begins in one way and goes on in another."""

    again: str
    begin: str = ""

    def of(self, size: int) -> str:
        """Return the text at most this many bytes long in UTF-8, as a reader's is measured."""
        text = self.begin + self.again * (size // len(self.again.encode()) + 1)
        return text.encode()[:size].decode(errors="ignore")


TAGS = (
    "<",
    "<b>",
    "<i></b>",
    "</b>",
    "<b><i>x</b></i>",
    "<blockquote>",
    "<blockquote>x</blockquote>",
    "<svg>",
    "<!--",
)
CUT_OFF = ("<a ", "<a a=", "<a href='", "<b a ", "<p ", "</", "<![CDATA[")
LINKS = (
    "http://",
    "http://a.b/",
    "http://a.b/ ",
    "www.",
    "www.a.b ",
    "http://a..",
    "http://u:",
    "http://1.2.3.4.5/)",
    "-a.",
)
ANCHORS = ('<a href="http://a.b">', "<a href=http://a.b>x</a>", "http://xn--a ")
ENTITIES = ("&", "&amp;", "&#38;", "&lt;b&gt;", "&nosuchentity;", "&#", "&&a")
LINES = ("x\n", "x\n\n", "\t\n", "\r", "<br>", "<br> ", "<p>", "</p>")
CHARACTERS = (
    "[",
    "(",
    ")",
    " ",
    "x",
    "\0",
    "\u0301",
    "e" + "\u0301" * 7,
    "\u202e",
    "\u2066x\n",
    "\U0001f600",
    "漢",
)
BEGUN = (
    Nasty("a ", begin="<b "),
    Nasty("x\n\n", begin="<b>"),
    Nasty("</i>", begin="<b>" * 2_000),
    Nasty("x", begin="<a href='http://a.b/"),
    Nasty(")", begin="http://a.b/"),
    Nasty(".", begin="http://a.b/"),
    Nasty("a.", begin="http://"),
    Nasty("&", begin="http://a.b x"),
    Nasty("x\n", begin="http://a.b "),
)
ALL = (*map(Nasty, (*TAGS, *CUT_OFF, *LINKS, *ANCHORS, *ENTITIES, *LINES, *CHARACTERS)), *BEGUN)


def milliseconds(work: Callable[[str], object], text: str) -> float:
    def once() -> float:
        start = process_time()
        work(text)
        return (process_time() - start) * 1_000

    return min(once() for _ in range(ROUNDS))


def misses(row: list[float]) -> Iterator[str]:
    if row[-1] > MOST_MILLISECONDS:
        yield f"over {MOST_MILLISECONDS:.0f} ms"
    if row[-1] > MOST_GROWTH**DOUBLINGS * row[-1 - DOUBLINGS]:
        yield f"grows more than {MOST_GROWTH} times a doubling"


def measured(nasty: Nasty, work: Callable[[str], object]) -> list[float]:
    """Measure all sizes; again, keeping the best, while a goal is missed."""
    best = [float("inf")] * len(SIZES)
    for _ in range(ATTEMPTS):
        best = [min(old, milliseconds(work, nasty.of(size))) for old, size in zip(best, SIZES, strict=True)]
        if not list(misses(best)):
            break
    return best


def report(work: Callable[[str], object], name: str, nasties: Iterable[Nasty] = ALL) -> bool:
    """Print a table; tell whether every text kept to the goals."""
    say(f"{name + ', ms':37}" + "".join(f"{size // 1024:7} kB" for size in SIZES))
    worst: list[str] = []
    for nasty in nasties:
        row = measured(nasty, work)
        growth = "".join(f"{more / less:9.2f}x" for less, more in pairwise(row))
        say(f"{nasty.begin[:12] + nasty.again!a:37}" + "".join(f"{taken:10.2f}" for taken in row))
        say(f"{'':47}{growth}")
        worst += [f"{nasty.again!a} {miss}" for miss in misses(row)]
    say("\n".join(worst) or "All goals are kept.")
    return not worst


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(0 if all([report(render, "render"), report(links, "links")]) else 1)
