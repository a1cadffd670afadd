"""Shelf: the kept pages that this process was asked for last, in memory, each sent only while its file stands there."""

import os
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django.utils.http import http_date

from articles.pages import store
from articles.pages.kinds import Spot
from articles.pages.moments import FOR_EVER
from articles.pages.store import LEEWAY, Page

# A page takes some 10,000 bytes in one encoding.
MOST_BYTES = 24 * 1024 * 1024
Sign = tuple[int, int, int]


class Kept(NamedTuple):
    """A page in one encoding, ready to be sent; ``look`` looks for its file, by its ``sign``, where it has one.

    ``dated_at`` is when its file's time comes: until then it is sent without a date.
    """

    look: Callable[[], os.stat_result] | None
    sign: Sign | None
    true_from: float
    true_until: float
    tag: str
    changed: str
    headers: list[tuple[str, str]]
    body: bytes
    dated_at: float = FOR_EVER


class Shelf:
    """Pages in memory by address and encoding."""

    def __init__(self, find: Callable[[str], Spot | None]) -> None:
        self._find = find
        self._kept: dict[tuple[str, str], Kept] = {}
        self._bytes = 0

    def get(self, address: str, encoding: str, now: float) -> Kept | None:
        """Return a page that is kept and true, or None."""
        kept = self._kept.get((address, encoding))
        if kept is None or now >= kept.dated_at or not _stands(kept):
            kept = self._load(address, encoding)
        return kept if kept and kept.true_from <= now < kept.true_until else None

    def _load(self, address: str, encoding: str) -> Kept | None:
        self._forget(address, encoding)
        spot = self._find(address)
        kept = load(spot, encoding) if spot else None
        if kept:
            if self._bytes > MOST_BYTES:
                self._kept, self._bytes = {}, 0
            self._kept[address, encoding] = kept
            self._bytes += len(kept.body)
        return kept

    def _forget(self, address: str, encoding: str) -> None:
        gone = self._kept.pop((address, encoding), None)
        self._bytes -= len(gone.body) if gone else 0


def load(spot: Spot, encoding: str) -> Kept | None:
    """Read a kept page in one encoding; None when it is not there whole."""
    path = store.path_of(spot, encoding)
    facts = store.facts_of(path.parent)
    try:
        with path.open("rb") as file:
            body, found = file.read(), os.fstat(file.fileno())
    except OSError:
        return None
    tag = store.digest(body)
    if facts is None or facts.digests.get(encoding) != tag:
        return None
    page = Page({}, facts.headers, facts.baked_at, facts.until)
    # In a burst of changes the file's time runs ahead of the clock; a date that lies ahead is none (RFC 9110, 8.8.2.1).
    has_come = found.st_mtime <= time.time()
    kept = ready(page, encoding, body, tag, http_date(found.st_mtime) if has_come else "")
    dated_at = FOR_EVER if has_come else found.st_mtime
    return kept._replace(look=partial(os.stat, str(path)), sign=_sign(found), dated_at=dated_at)


def ready(page: Page, encoding: str, body: bytes, tag: str, changed: str = "") -> Kept:
    """Give a page what its answer needs, with its bytes in one encoding."""
    tag = f'"{tag}-{encoding}"' if encoding else f'"{tag}"'
    headers = [*page.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
    if changed:
        headers.append(("Last-Modified", changed))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    headers.append(("Content-Length", str(len(body))))
    return Kept(None, None, page.baked_at - LEEWAY, page.until, tag, changed, headers, body)


def _stands(kept: Kept) -> bool:
    try:
        return kept.look is not None and _sign(kept.look()) == kept.sign
    except OSError:
        return False


def _sign(found: os.stat_result) -> Sign:
    return found.st_ino, found.st_size, found.st_mtime_ns
