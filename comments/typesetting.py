"""The first lock on readers' text: writes it anew as well-nested HTML, with nothing of the source left unescaped."""

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html.entities import html5
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from comments.weblinks import Found, address, addresses

ELEMENTS = ("a", "b", "blockquote", "code", "del", "em", "i", "strong")
DEEPEST_QUOTE = 5  # a quotation nested deeper is shown as typed, since each takes a strip off the column

FIRST_PARAGRAPH = 2  # its marks; a quotation may have one in it and one after it
SLICE = 2_048  # characters
MOST_MARKS = 1_000  # "<" and "&" together; a text with more of them is no ordinary reply

# What could be repeated in two ways is possessive, so that each pattern takes linear time.
_SPACE = r"[ \t\r\n]"
_NAME = r"""[^\s"'<>/=]++"""
_VALUE = r"""(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++)"""
_INSIDE = rf"(?:{_SPACE}++{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE})?+)*+{_SPACE}*+"
_BREAK = rf"(?P<line><br{_INSIDE}/?+>(?:[ \t]*+(?:\r\n?+|\n))?+)|(?P<paragraph></?p{_INSIDE}/?+>)"
_ELEMENT = "|".join(ELEMENTS)
_FLAGS = re.ASCII | re.IGNORECASE  # ASCII, or the long s and the Kelvin sign would be letters of a name
ATTRIBUTE = re.compile(rf"{_SPACE}++({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE}))?+", _FLAGS)
BREAK = re.compile(_BREAK, _FLAGS)
TAG = re.compile(
    rf"{_BREAK}|<(?P<start>{_ELEMENT})(?P<inside>{_INSIDE})>|</(?P<end>{_ELEMENT})[ \t]*+>", _FLAGS
)
TAG_LIKE = re.compile(rf"<({_ELEMENT})(?![a-z0-9])", _FLAGS)
ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", _FLAGS)
REMOVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]+")  # C0 but tab and line ends, DEL, BOM
ODD = re.compile(rf"(?P<newline>\r\n?+|\n)|{ENTITY.pattern}|{REMOVED.pattern}", _FLAGS)
BLANK = re.compile(r"\n{2,}")
SURROGATE = re.compile("[\ud800-\udfff]")


class Link(NamedTuple):
    """A link as typed: from where to where in the source (code points, end not included), and its address."""

    start: int
    end: int
    url: str


type Piece = tuple[str, int, int]  # a part of the text between two tags, and where in the source it stands


class Places:
    """Tells for a place in a text made of pieces where it was in the source."""

    def __init__(self, pieces: list[Piece]) -> None:
        lengths = accumulate((len(text) for text, _, _ in pieces), initial=0)
        self._offsets = [offset for pair in pairwise(lengths) for offset in pair]
        self._sources = [place for piece in pieces for place in piece[1:]]

    def __getitem__(self, offset: int) -> int:
        at = bisect_right(self._offsets, offset) - 1
        return self._sources[at] + offset - self._offsets[at]


def as_typed(text: str) -> str:
    """Set a text in paragraphs and lines alone: every other tag is shown as typed, and nothing is linked."""
    text = BREAK.sub(lambda gap: "\n\n" if gap["paragraph"] else "\n", SURROGATE.sub("\ufffd", text))
    text = ODD.sub(lambda odd: "\n" if odd["newline"] else meaning(odd[0]), text)
    lines = "\n".join([_cut(line.lstrip(" \t")) for line in text.split("\n")])
    paragraphs = [paragraph for paragraph in BLANK.split(lines.strip("\n")) if paragraph]
    return "".join([f"<p>{paragraph}</p>" for paragraph in paragraphs]).replace("\n", "<br>")


def _cut(line: str) -> str:
    """Escape a line, and cut a long one by a tag that nh3 drops.

    nh3 writes one piece of text in a time that grows with its length times its "&"; each piece counts by itself.
    """
    slices = [escape(line[at : at + SLICE]) for at in range(0, len(line), SLICE)]
    return "<wbr>".join(slices)


class Page:
    """A reader's text, set: its `html`, its `links`, and how many `tags` and `marks` it has.

    A blank line or `<p>` begins a paragraph (inside an inline element: two line breaks), a line end or `<br>` a line.
    An end tag closes what is open inside its element; one with nothing to close is shown as typed, as is any other tag.

    `tags` counts start and end tags, shown as typed or not, but those of paragraphs and lines. `marks` counts "<" and
    "&", with room for the paragraphs that a quotation makes, shown as typed or not. So neither is less for what is
    shown as typed, and both are the same for what is made of a text: set again, it stays on the same side of a limit.
    """

    def __init__(self, text: str, *, most_tags: float = inf, most_marks: float = inf) -> None:
        self._most_tags, self._most_marks = most_tags, most_marks
        self._source = SURROGATE.sub("\ufffd", text)
        self._out: list[str] = []
        self._run: list[Piece] = []
        self._open: list[str] = []
        self._opened: Counter[str] = Counter()
        self._anchor = (0, "")
        self._in_paragraph = False
        self._gap = 0  # line breaks that wait for text: two begin a paragraph
        self.tags = 0
        self.marks = FIRST_PARAGRAPH
        self.links: list[Link] = []
        self._read()
        self.html = "".join(self._out)

    @property
    def overfull(self) -> bool:
        """Whether there is more than was asked for; reading stopped there."""
        return self.tags > self._most_tags or self.marks > self._most_marks

    def _read(self) -> None:
        at = 0
        for tag in TAG.finditer(self._source):
            self._say(at, tag.start())
            if not self._take(tag):
                self._say(*tag.span())
            at = tag.end()
            if self.overfull:
                return
        self._say(at, len(self._source))
        self._flush()
        self._end_paragraph(len(self._source))
        while self._open:
            self._close("blockquote", len(self._source))

    def _put(self, markup: str) -> None:
        self._out.append(markup)
        self.marks += markup.count("<") + markup.count("&")

    def _take(self, tag: re.Match[str]) -> bool:
        match tag.lastgroup:
            case "inside":
                return self._start(tag, tag["start"].lower())
            case "end":
                return self._end(tag["end"].lower(), tag.end())
            case kind:
                self._break(2 if kind == "paragraph" else 1)
                return True

    def _say(self, start: int, end: int) -> None:
        for odd in ODD.finditer(self._source, start, end):
            self._hear(start, odd.start())
            if odd["newline"]:
                self._break(1)
                if self.overfull:
                    return
            else:
                self._run.append((meaning(odd[0]), *odd.span()))
            start = odd.end()
        self._hear(start, end)

    def _hear(self, start: int, end: int) -> None:
        if start < end:
            self._run.append((self._source[start:end], start, end))

    def _break(self, lines: int) -> None:
        if self._run:
            self._flush()
        if self._in_paragraph:
            self._gap = min(2, self._gap + lines)

    def _flush(self) -> None:
        """Write the text that has come together, without white space at the beginning of a line except in code."""
        pieces, self._run = self._run, []
        text = "".join([text for text, _, _ in pieces])
        begins = (self._gap or not self._in_paragraph) and not self._opened["code"]
        skipped = len(text) - len(text.lstrip(" \t")) if begins else 0
        if skipped == len(text):
            return
        self._make_room()
        self._count(TAG_LIKE.findall(text) if "<" in text else ())
        linked = (":" in text or "." in text) and not self._opened["a"] and not self._opened["code"]
        if found := list(addresses(text)) if linked else []:
            skipped = self._write_linked(text, skipped, found, Places(pieces))
        self._put(escape(text[skipped:]))

    def _count(self, names: Iterable[str]) -> None:
        for name in names:
            self.tags += 2
            self.marks += 2 * FIRST_PARAGRAPH if name.lower() == "blockquote" else 0

    def _make_room(self) -> None:
        if not self._in_paragraph:
            self._put("<p>")
            self.marks -= FIRST_PARAGRAPH
        elif self._gap == 2 and not self._inside_inline():
            self._put("</p><p>")
        else:
            self._put("<br>" * self._gap)
        self._in_paragraph, self._gap = True, 0

    def _write_linked(self, text: str, at: int, found: list[Found], places: Places) -> int:
        """Write a text up to the end of its last address, and tell where that is."""
        self.tags += 2 * len(found)
        for start, end, url in found:
            self._put(f"{escape(text[at:start])}{_anchor(url)}{escape(text[start:end])}</a>")
            self.links.append(Link(places[start], places[end], url))
            at = end
        return at

    def _start(self, tag: re.Match[str], name: str) -> bool:
        """Open an element, or tell that it may not be opened."""
        url = href(tag["inside"]) if name == "a" else ""
        if url is None or (name == "blockquote" and self._opened[name] == DEEPEST_QUOTE):
            return False
        self._flush()
        if name == "blockquote":
            self._end_paragraph(tag.start())
        else:
            self._end_link_before(name, tag.start())
            self._make_room()
        self._anchor = (tag.start(), url) if url else self._anchor
        self._put(_anchor(url) if url else f"<{name}>")
        self._open.append(name)
        self._opened[name] += 1
        self._count((name,))
        return True

    def _end_link_before(self, name: str, at: int) -> None:
        """Links do not nest: one that begins in another ends that one, as in a browser."""
        if name == "a" and self._opened["a"]:
            self._close("a", at)

    def _end(self, name: str, at: int) -> bool:
        """Close an element, or tell that none of this name is open."""
        if not self._opened[name]:
            return False
        self._flush()
        if name == "blockquote":
            self._end_paragraph(at)
        self._close(name, at)
        return True

    def _close(self, name: str, at: int) -> None:
        """Close the innermost element of this name and all that is open inside it."""
        closed = ""
        while closed != name:
            closed = self._open.pop()
            self._opened[closed] -= 1
            self._put(f"</{closed}>")
            if closed == "a":
                start, url = self._anchor
                self.links.append(Link(start, at, url))

    def _end_paragraph(self, at: int) -> None:
        while self._inside_inline():
            self._close(self._open[-1], at)
        if self._in_paragraph:
            self._put("</p>")
        self._in_paragraph, self._gap = False, 0

    def _inside_inline(self) -> bool:
        return bool(self._open) and self._open[-1] != "blockquote"


@lru_cache(maxsize=1024)
def meaning(typed: str) -> str:
    """Give what an entity stands for (white space is a space); an unknown one as typed; for the rest nothing."""
    if typed[0] != "&":
        return ""
    if typed[1] != "#" and typed[1:] not in html5:
        return typed
    return REMOVED.sub("", re.sub(r"[\t\n\r]", " ", html.unescape(typed)))


def escape(text: str) -> str:
    """Escape text for an element, or for a double-quoted attribute when it holds no such quote.

    "&" becomes "&#38;", since bleach's link filter resolves what follows an "&amp;" once too often.
    """
    return text.replace("&", "&#38;").replace("<", "&lt;").replace(">", "&gt;")


def _anchor(url: str) -> str:
    return f'<a href="{escape(url)}">'


def href(inside: str) -> str | None:
    """Give the address among the attributes of an `<a>` if it may be linked: as in a browser, of the first `href`."""
    for name, value in ATTRIBUTE.findall(inside):
        if name.lower() == "href":
            bare = value[1:-1] if value[:1] in ("'", '"') else value
            return address(ENTITY.sub(lambda entity: meaning(entity[0]), bare).strip(" \t\r\n"))
    return None
