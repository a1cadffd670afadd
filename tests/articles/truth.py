"""Truth: what readers get, and what a web server would send them, beside what the database says."""

import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings

from articles.models import Article
from tests.articles.workers import PATIENCE_SECONDS, Worker

CODINGS = ("", "gzip", "br")
DECODE: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.decompress, ".br": brotli.decompress}


def addresses(story: Article) -> list[str]:
    """Return the addresses of the pages that show something of a story."""
    return [story.get_absolute_url(), story.section.get_absolute_url(), "/"]


def headline(story: Article) -> str:
    """Return the headline that the database has."""
    return Article.objects.get(pk=story.pk).headline


def on_disk(address: str) -> dict[str, str]:
    """Return what a web server would find of a page, by the ends of its files' names."""
    folder: Path = settings.NEWSROOM_PAGES / "current" / (address.strip("/") or "front")
    files = {end: folder / f"index.html{end}" for end in DECODE}
    return {end: DECODE[end](path.read_bytes()).decode() for end, path in files.items() if path.exists()}


def assert_nothing_is_kept(pages: list[str]) -> None:
    """Whoever looks for these pages finds none."""
    assert [address for address in pages if on_disk(address)] == []


def assert_readers_get_the_truth(pages: list[str], reader: Worker) -> None:
    """A web server would send nothing but the truth, and a reader gets it, in every encoding."""
    for address in pages:
        fresh = reader.do("fresh", address=address)
        assert set(on_disk(address).values()) <= {fresh}, address
        answers = {reader.do("read", address=address, coding=coding) for coding in CODINGS}
        assert answers == {fresh}, address
        assert set(on_disk(address).values()) <= {fresh}, address


def keep_all(pages: list[str], reader: Worker) -> None:
    """Read until every page is kept again: a killed client's transaction may take the server a moment to end."""
    wait_until(lambda: not any(is_missing(address, reader) for address in pages))


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until it is true; fail when that has taken far too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def is_missing(address: str, reader: Worker) -> bool:
    """Whether a page that there is has been read now and is not kept even so."""
    answer: Any = reader.do("read", address=address)
    return "</html>" in answer and on_disk(address) != dict.fromkeys(DECODE, answer)
