"""Weight: what a browser fetches for a story with 200 comments, and how many bytes come over the wire."""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import brotli

from benchmarks.newsroom import Site, served
from benchmarks.shapes import BYTES, REQUESTS, Context, Figure, figure

NAME = "weight"
NEEDS: tuple[str, ...] = ()
SIZES: tuple[int, ...] = ()
IN_SHEET = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s;]+)|url\(["']?([^"')]+)["']?\)""")
STORIES = {"story": "all 200 replies", "parted": "200 replies in 85 threads, the first 50"}
BEST = 11
# Twenty until a page is worth the work, and the caretaker's round.
POLISH_SECONDS = 60.0
ICONS = {"icon", "apple-touch-icon", "mask-icon"}


def run(context: Context) -> Iterable[Figure]:
    """Fetch what two pages name, as a browser that knows brotli does, with nothing of it at hand."""
    with served(context, Site()) as newsroom:
        for story, what in STORIES.items():
            newsroom.get(newsroom.facts[story])  # bakes it
            address = newsroom.url(newsroom.facts[story])
            if not _is_polished(address):
                context.note(
                    f"Weight: {what} was not compressed further within {POLISH_SECONDS:.0f} seconds."
                )
            yield from _figures(weigh(address), what)


def _is_polished(address: str) -> bool:
    """Wait until a page comes in as few bytes as brotli can make of it, as whoever reads it later gets it."""
    until = time.monotonic() + POLISH_SECONDS
    size, text = _fetch(address)
    least = len(brotli.compress(text.encode(), quality=BEST))
    while size > least and time.monotonic() < until:
        time.sleep(1)
        size, _ = _fetch(address)
    return size <= least


def _figures(page: "Page", story: str) -> Iterator[Figure]:
    beside = page.sheets | page.scripts | page.others
    everything = {page.address, *beside, *page.icons, *page.pictures}
    foreign = [url for url in everything if urlsplit(url).netloc != urlsplit(page.address).netloc]
    yield figure(NAME, f"{story}: page, compressed", BYTES, [page.size])
    yield figure(NAME, f"{story}: with sheet and script", BYTES, [page.whole])
    yield figure(NAME, f"{story}: requests beside picture and icon", REQUESTS, [1 + len(beside)])
    yield figure(NAME, f"{story}: pictures", REQUESTS, [len(page.pictures)])
    yield figure(NAME, f"{story}: requests to other origins", REQUESTS, [len(foreign)])


@dataclass
class Page:
    """A page's size, and the sizes of what it names by address; pictures and icons are not fetched."""

    address: str
    size: int
    sheets: dict[str, int] = field(default_factory=dict)
    scripts: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    icons: set[str] = field(default_factory=set)

    @property
    def whole(self) -> int:
        """The bytes of the page and what it names beside pictures and icons."""
        return self.size + sum((self.sheets | self.scripts | self.others).values())


def weigh(address: str) -> Page:
    """Fetch a page and what it names."""
    size, text = _fetch(address)
    page, named = Page(address, size), Named()
    named.feed(text)
    page.pictures = {urljoin(address, url) for url in named.pictures}
    page.icons = {urljoin(address, url) for url in named.icons}
    page.scripts = {url: _fetch(url)[0] for url in (urljoin(address, each) for each in named.scripts)}
    for sheet in named.sheets:
        _add_sheet(page, urljoin(address, sheet))
    return page


class Named(HTMLParser):
    """Collects what a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[str] = []
        self.scripts: list[str] = []
        self.pictures: list[str] = []
        self.icons: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        relations = set(given.get("rel", "").lower().split())
        if tag == "link" and "stylesheet" in relations:
            self.sheets.append(given["href"])
        elif tag == "link" and relations & ICONS:
            self.icons.append(given["href"])
        elif tag == "script" and "src" in given:
            self.scripts.append(given["src"])
        elif tag == "img" and not given.get("src", "").startswith("data:"):
            self.pictures.append(given.get("src", ""))


def _add_sheet(page: Page, url: str) -> None:
    """Add a sheet and what it imports; of what else it names, each thing once (a browser may need less)."""
    if url in page.sheets:
        return
    page.sheets[url], text = _fetch(url)
    for imported, other in IN_SHEET.findall(text):
        if imported:
            _add_sheet(page, urljoin(url, imported))
        elif not other.startswith(("data:", "#")):
            further = urljoin(url, other)
            page.others[further] = _fetch(further)[0]


def _fetch(url: str) -> tuple[int, str]:
    """Return how many bytes came, and the text in them."""
    with urlopen(Request(url, headers={"Accept-Encoding": "br"}), timeout=30) as answer:
        content = bytes(answer.read())
        is_brotli = answer.headers.get("Content-Encoding") == "br"
    return len(content), (brotli.decompress(content) if is_brotli else content).decode(errors="replace")
