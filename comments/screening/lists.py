"""Lists: the named texts of a policy, an entry a line, cut into entries; what cannot stand is refused."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

# The longest list that is known has 62,000 entries in 0.8 MB; ten times a mistake in choosing the file is refused.
LIST_LIMIT_BYTES = 4_000_000
MOST_ENTRIES = 200_000
ENTRY_LIMIT = 250
REMARK = "#"
# Controls and lone surrogates; what only joins or directs the letters around it may stand.
UNPRINTABLE = frozenset({"Cc", "Cs"})
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class BadList(ValueError):
    """A line of a list cannot stand: ``line`` counts from 1, ``reason`` is a sentence for whoever edits it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.line = line
        self.reason = reason


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
        raise BadList(1, f"The list is larger than {LIST_LIMIT_BYTES:,} bytes. Is it the right file?")
    found: dict[str, Entry] = {}
    for entry in lines(text):
        if reason := fault(entry):
            raise BadList(entry.line, reason)
        if entry.is_remark:
            continue
        first = found.setdefault(same(entry.text), entry)
        if first is not entry:
            raise BadList(entry.line, f"“{entry.text}” stands in line {first.line} already.")
        if len(found) > MOST_ENTRIES:
            raise BadList(entry.line, f"A list has at most {MOST_ENTRIES:,} entries.")
    return tuple(found.values())


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
