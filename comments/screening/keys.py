"""Keys: WordPress' lists of moderation and disallowed keys, taken over as far as they can stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from comments.screening.document import KINDS
from comments.screening.lists import BadList, Entry, clean, fault, lines, same
from comments.screening.wordlists import as_written

# Which list takes WordPress' moderation keys, and which its disallowed keys.
MODERATION, DISALLOWED = "words-hold", "words-reject"


@dataclass(frozen=True)
class Left:
    """A key that was left out: where it stood, what it was and why."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True)
class Taken:
    """A list with keys added: its whole text, how many were added, and what was left out.

    ``as_written`` is how many of the added keys are in disguise, and looked for as they are written.
    """

    text: str
    added: int
    left: tuple[Left, ...]
    as_written: int


def take(keys: str, name: str, known: str = "") -> Taken:
    """Add WordPress' keys to the list ``name``, whose text is ``known``, and return it.

    In WordPress a key matches wherever its letters stand, so that "press" holds every mention of WordPress; here an
    entry is a whole word unless it has wildcards. Left out are empty lines, repeated keys, network addresses (a list
    of words does not see them) and whatever the list itself refuses.
    """
    seen = {same(entry.text) for entry in lines(known)}
    added: list[str] = []
    left: list[Left] = []
    for entry in _keys(keys):
        if reason := _reason(entry, name, seen):
            left.append(Left(entry.line, entry.text, reason))
            continue
        seen.add(same(entry.text))
        added.append(entry.text)
    new = "".join(f"{key}\n" for key in added)
    return Taken(clean(clean(known) + new), len(added), tuple(left), as_written(new))


def _keys(keys: str) -> Iterator[Entry]:
    return (entry for entry in lines(keys) if entry.text)


def _reason(entry: Entry, name: str, seen: set[str]) -> str:
    if entry.is_remark:
        return "A line that begins with # is a remark here."
    if same(entry.text) in seen:
        return "It stands there already."
    if _is_address(entry.text):
        return "It is a network address; ban it instead."
    if reason := fault(entry):
        return reason
    try:
        KINDS[name].check(entry.text)
    except BadList as error:
        return error.reason
    return ""


def _is_address(key: str) -> bool:
    try:
        ip_address(key.rstrip("."))
    except ValueError:
        return key.replace(".", "").isdecimal() and key.count(".") > 1
    return True
