"""Lists: the named texts of a policy, an entry a line, cut into entries; what cannot stand is refused."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol, Self, runtime_checkable

# The longest list that is known has 62,000 entries in 0.8 MB; ten times a mistake in choosing the file is refused.
LIST_LIMIT_BYTES = 4_000_000
MOST_ENTRIES = 200_000
ENTRY_LIMIT = 250
MOST_TOLD = 20  # lines that cannot stand; whoever sees so many knows what is the matter with the others
REMARK = "#"
# Controls and lone surrogates; what only joins or directs the letters around it may stand.
UNPRINTABLE = frozenset({"Cc", "Cs"})
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Fault(NamedTuple):
    """Why a line cannot stand: its number from 1 on, and a sentence for whoever edits it."""

    line: int
    reason: str


class BadList(ValueError):
    """Lines of a list cannot stand: ``faults`` are the first of them; ``line`` and ``reason`` are of the very first."""

    def __init__(self, *faults: Fault) -> None:
        told = [f"Line {fault.line}: {fault.reason}" for fault in faults[:MOST_TOLD]]
        more = ["Further lines cannot stand either."] if len(faults) > MOST_TOLD else []
        super().__init__("\n".join([*told, *more]))
        self.faults = faults
        self.line, self.reason = faults[0]


@dataclass(frozen=True)
class Entry:
    """A line of a list, with its number."""

    line: int
    text: str

    @property
    def is_remark(self) -> bool:
        """Whether the line is for whoever reads the list, and no entry of it."""
        return self.text.startswith(REMARK)


@runtime_checkable
class TakesLists(Protocol):
    """A group's part of the policy that is made from lists too."""

    def with_lists(self, lists: Mapping[str, str]) -> Self:
        """Return this part with what the lists say compiled into it. ``lists`` has every known name, "" if empty.

        Raises ``BadList``.
        """


def clean(text: str) -> str:
    """Return a list as it is kept: lines end with LF, the last one too, nothing is empty at its end, no tabs."""
    lines = text.lstrip(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").rstrip()
    return f"{lines}\n" if lines else ""


def lines(text: str) -> Iterator[Entry]:
    """Yield the lines of a list, remarks too, white space around them left out; nothing is refused."""
    for number, line in enumerate(clean(text).removesuffix("\n").split("\n"), 1):
        yield Entry(number, line.strip())


def entries(text: str) -> Iterator[str]:
    """Yield what stands in a list that was found to be good, remarks left out."""
    return (line.text for line in lines(text) if line.text and not line.is_remark)


def parse(text: str) -> tuple[Entry, ...]:
    """Return the entries of a list, in its order. Lines that begin with ``#`` are remarks.

    Raises ``BadList`` for what no list may have: too much of it, an empty line, a character that cannot be
    printed, an entry that stands there already or that would match everything.
    """
    if not clean(text):
        return ()
    if len(text.encode(errors="replace")) > LIST_LIMIT_BYTES:
        raise BadList(Fault(1, f"The list is larger than {LIST_LIMIT_BYTES:,} bytes. Is it the right file?"))
    found: dict[str, Entry] = {}
    refuse(_faults(text, found))
    return tuple(found.values())


def refuse(faults: Iterable[Fault]) -> None:
    """Raise ``BadList`` if there is a fault; no more are looked for than are told."""
    if first := tuple(islice(faults, MOST_TOLD + 1)):
        raise BadList(*first)


def _faults(text: str, found: dict[str, Entry]) -> Iterator[Fault]:
    """Yield the faults of a list, and put what is good in it into ``found``."""
    for entry in lines(text):
        if reason := fault(entry):
            yield Fault(entry.line, reason)
        elif not entry.is_remark:
            first = found.setdefault(same(entry.text), entry)
            if first is not entry:
                yield Fault(entry.line, f"“{entry.text}” stands in line {first.line} already.")
            if len(found) > MOST_ENTRIES:
                yield Fault(entry.line, f"A list has at most {MOST_ENTRIES:,} entries.")
                return


def same(entry: str) -> str:
    """Return the writing by which two entries are one: NFKC, case and white space folded."""
    plain = entry if entry.isascii() else unicodedata.normalize("NFKC", entry)
    return " ".join(plain.casefold().split())


def fault(entry: Entry) -> str:
    """Return why a line cannot stand in any list, "" if it can."""
    text = entry.text
    if not text:
        return "The line is empty. Remove it, or begin it with # and write a remark."
    if not text.isprintable() and any(unicodedata.category(each) in UNPRINTABLE for each in text):
        return "The line has a character that cannot be printed. Is it a text file in UTF-8?"
    if entry.is_remark:
        return ""
    if len(text) > ENTRY_LIMIT:
        return f"The entry has {len(text)} characters; {ENTRY_LIMIT} are the most."
    if not text.strip("*?%.,;:_- "):
        return f"“{text}” would match everything."
    return ""
