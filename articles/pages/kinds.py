"""Kinds of pages: which addresses are baked, and which of them show something of a story."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article
from articles.pages import everywhere

FRONT = "front"
# What every baked page can be purged by, besides the address of what it is about.
ALL_PAGES = "pages"


@dataclass(frozen=True)
class Spot:
    """One address: the page's own file stands at ``place``, it expires with its ``subject``."""

    address: str
    subject: str

    @property
    def place(self) -> str:
        """The page's folder within its generation."""
        return self.address.strip("/") or FRONT

    @property
    def surrogate_keys(self) -> str:
        """What caches before us can purge the page by: all pages, or those about its subject, by address."""
        return f"{ALL_PAGES} {address_of(self.subject)}"


@dataclass(frozen=True)
class Kind:
    """A kind of public page.

    ``pattern`` matches a whole address, in the one form that our routes give it, and nothing else; its group
    ``subject`` is what the page expires with, and a folder: the address without its slashes, or the beginning of
    it. ``touched_by`` returns the subjects of this kind that show something of these stories. ``versions`` goes
    through all subjects that have a page, the most wanted first, each with a text that changes with what it
    shows; for one subject alone when it is given.
    """

    name: str
    pattern: re.Pattern[str]
    touched_by: Callable[[Sequence[Article]], Iterable[str]]
    versions: Callable[[str | None], Iterable[tuple[str, str]]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let pages of this kind be baked; called when its app is ready. The same name again replaces it."""
    _kinds[kind.name] = kind


def find(address: str) -> Spot | None:
    """Return where a page of this address is kept, or None when there is no kind for it."""
    for kind in _kinds.values():
        if matched := kind.pattern.fullmatch(address):
            return Spot(address, matched.groupdict().get("subject", FRONT))
    return None


def touched_by(stories: Sequence[Article]) -> set[str]:
    """Return the subjects of all kinds that show something of these stories."""
    return {subject for kind in _kinds.values() for subject in kind.touched_by(stories)}


def address_of(subject: str) -> str:
    """Return the address of the page that is all about a subject."""
    return "/" if subject == FRONT else f"/{subject}/"


def subjects() -> Iterator[str]:
    """Go through all subjects that have a page now, the most wanted of each kind first."""
    for kind in _kinds.values():
        yield from (subject for subject, _ in kind.versions(None))


def versions() -> Iterator[tuple[str, str]]:
    """Go through all subjects that have a page now, with their versions."""
    on_all = everywhere.read()
    for kind in _kinds.values():
        yield from ((subject, f"{version} {on_all}") for subject, version in kind.versions(None))


def version_of(subject: str) -> str:
    """Return the version of what a subject shows now; "" when it has no page."""
    found = (pair for kind in _kinds.values() for pair in kind.versions(subject))
    return next((f"{version} {everywhere.known()}" for _, version in found), "")
