"""Readers' text in, safe HTML out, through three locks: our own typesetting, then bleach, then nh3."""

import re
import threading
import unicodedata
from collections.abc import Iterator, MutableMapping
from functools import partial
from html.parser import HTMLParser
from itertools import islice
from typing import NamedTuple

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe

from comments.typesetting import ELEMENTS, MOST_MARKS, SURROGATE, Link, Page, as_typed

TAGS = frozenset({*ELEMENTS, "br", "p"})
SCHEMES = frozenset({"http", "https"})
REL = "nofollow ugc noopener"

# Bounds: bleach is slow on much markup, and a text with more of it than this is no ordinary reply.
MOST_TAGS = 200  # start and end tags, those of links too; paragraphs and line breaks are ours and not counted
MOST_DOUBTS = (
    20  # of one kind in one text, so that a text made of doubtful characters does not swell the findings
)
TALLEST_STACK = 6  # combining marks on one letter: pointed and accented Hebrew needs five

MARKUP = re.compile("[<>&]|://|www[.]", re.IGNORECASE)
type Attributes = MutableMapping[tuple[str | None, str], str]

NOTHING = re.compile(r"(?!)")
LINE = re.compile("[^\n\r\u2029]+")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
BIDI_OVERRIDES = ("\u202d", "\u202e")
BIDI_ENDS = ("\u202c", "\u2069")


class Doubt(NamedTuple):
    """What a moderator should look at: a code, and where it is in the source (code points, end not included)."""

    code: str
    start: int
    end: int


class Rendered(NamedTuple):
    """The HTML of a text, and what is doubtful in the text."""

    html: str
    doubts: tuple[Doubt, ...]


def render(text: str) -> Rendered:
    """Make safe HTML of a reader's text, and name what is doubtful in it.

    The HTML holds paragraphs, line breaks and the elements of ELEMENTS; every other tag is shown as typed.
    Paragraphs and quotations are block elements, so that a bidirectional control left open in one ends with it.
    Rendering what was rendered changes nothing. Any string will do; nothing is raised.
    """
    body, code = _through_the_locks(text)
    own = (Doubt(code, 0, len(text)),) if code else ()
    return Rendered(body, (*own, *_unusual_characters(text)))


def to_html(text: str) -> str:
    """Make safe HTML of a reader's text."""
    return _through_the_locks(text)[0]


def links(text: str) -> list[Link]:
    """List every link of a reader's text, typed as an element or as a bare address, in linear time."""
    return Page(text).links if MARKUP.search(text) else []


def without_links(body: str) -> str:
    """Give a rendered text with each link replaced by what it says."""
    return _UNLINKED.clean(body)


def stored(body: str) -> SafeString:
    """Mark as safe what `render` made and the database kept."""
    return mark_safe(body)


def clean_source(text: str) -> str:
    """Make a text fit to be stored and counted: line ends become LF; NUL and lone surrogates become U+FFFD."""
    return SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd"))


def _through_the_locks(text: str) -> tuple[str, str]:
    """Give the HTML of a text, and the code of the doubt if the locks had one."""
    if not MARKUP.search(text):
        return _LAST.clean(as_typed(text)), ""
    page = Page(text, most_tags=MOST_TAGS, most_marks=MOST_MARKS)
    if page.overfull:
        return _LAST.clean(as_typed(text)), "unusual-markup"
    swept = _bleach().clean(page.html)
    kept = _LAST.clean(swept)
    if _nodes(swept) != _nodes(kept):
        return _LAST.clean(as_typed(text)), "sanitisers-disagree"
    return kept, ""


# The second lock. A Cleaner is not safe to share, so each thread has its own. The link filter only sets `rel`:
# addresses are linked by then, by a pattern of ours, since bleach's takes quadratic time.
_OF_THREAD = threading.local()


def _bleach() -> Cleaner:
    if not hasattr(_OF_THREAD, "cleaner"):
        link_filter = partial(LinkifyFilter, callbacks=[_set_rel], url_re=NOTHING)
        _OF_THREAD.cleaner = Cleaner(
            tags=TAGS, attributes={"a": ["href"]}, protocols=SCHEMES, filters=[link_filter]
        )
    cleaner: Cleaner = _OF_THREAD.cleaner
    return cleaner


def _set_rel(attributes: Attributes, new: bool = False, /) -> Attributes:
    attributes[None, "rel"] = REL
    return attributes


# The third lock, after which nothing is added.
_LAST = nh3.Cleaner(
    tags=TAGS, attributes={"a": {"href", "rel"}}, link_rel=None, url_schemes=SCHEMES, url_relative="deny"
)
_UNLINKED = nh3.Cleaner(tags=TAGS - {"a"}, attributes={}, link_rel=None)


def _nodes(markup: str) -> list[tuple[object, ...]]:
    reader = _Nodes()
    reader.feed(markup)
    reader.close()
    return reader.nodes


class _Nodes(HTMLParser):
    """Reads HTML as a list of tags with their attributes sorted, and of the texts between them, entities decoded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[tuple[object, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.nodes.append(("/", tag))

    def handle_data(self, data: str) -> None:
        self.nodes.append(("", data))


def _unusual_characters(text: str) -> Iterator[Doubt]:
    """Find what can make a text unreadable: bidirectional controls at work, and piles of combining marks."""
    if not text.isascii():
        for spans in (_bidi_at_work(text), _tall_stacks(text)):
            yield from (Doubt("unusual-characters", *span) for span in islice(spans, MOST_DOUBTS))


def _bidi_at_work(text: str) -> Iterator[tuple[int, int]]:
    for line in LINE.finditer(text) if BIDI.search(text) else ():
        yield from _bidi_at_work_in(text, *line.span())


def _bidi_at_work_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find overrides, and embeddings and isolates that nothing in their line closes (Unicode Annex 9)."""
    at_work: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for control in BIDI.finditer(text, start, end):
        if control[0] in BIDI_ENDS:
            del waiting[-1:]
        elif control[0] in BIDI_OVERRIDES:
            at_work.append(control.span())
        else:
            waiting.append(control.span())
    return at_work + waiting


def _tall_stacks(text: str) -> Iterator[tuple[int, int]]:
    marks = "".join("m" if unicodedata.category(character) in ("Mn", "Me") else " " for character in text)
    return (stack.span() for stack in re.finditer(rf"m{{{TALLEST_STACK + 1},}}", marks))
