"""Plain copy: a story as a scraped or mailed page gives it, read into a ``WireStory``; no database here."""

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, groupby, islice, pairwise

from articles.wire import bylines, dateline, furniture
from articles.wire.addresses import web_address

LONGEST_COPY = 1024 * 1024  # bytes; the longest stories ever wired have a tenth of it
LONGEST_HEADLINE = 200  # characters, as the desk's form has it

# Nobody wraps at more: a block with a longer line has a paragraph a line.
_WIDEST_WRAP = 120
_BYTE_ORDER_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENCODINGS = ("utf-8", "cp1252")
_LINE_BREAK = re.compile(r"\r{0,2}\n|[\r\v\f\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Signs of Windows-1252 that somebody took for Latin-1 on their way into Unicode.
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
# Byte order marks, zero-width spaces, soft hyphens, and signs that would turn the text of the page around.
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x2060, 0x00AD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# What one keyboard or page sets in another way than the next.
_SAME = (
    dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032`\u00b4"), "'")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"')
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
)
_HYPHEN_AT_END = re.compile(r"\w-$")
# "pre- and post-war": this hyphen keeps its space.
_HYPHEN_WAITS = re.compile(r"(?:and|or|to)\b|\W")


class NotWireCopy(Exception):
    """What was given is no story; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class WireStory:
    """A story as an agency sent it: plain text in single-spaced paragraphs, "" for what was not said."""

    headline: str
    paragraphs: tuple[str, ...]
    dateline: str = ""
    names: tuple[str, ...] = ()
    source_credit: str = ""
    source_url: str = ""

    @property
    def key(self) -> str:
        """SHA-256 in hex of headline and text, the same however the copy was wrapped, quoted or encoded."""
        essence = f"{_essence(self.headline)}\n{_essence(''.join(self.paragraphs))}"
        return hashlib.sha256(essence.encode()).hexdigest()


def read(copy: bytes) -> WireStory:
    """Read a file's bytes: UTF-8, UTF-16 with its mark, or else Windows-1252. Raises ``NotWireCopy``."""
    if len(copy) > LONGEST_COPY:
        raise NotWireCopy(
            "This file is longer than 1 MB, which no story is. Import the text of one story alone."
        )
    return parse(_decoded(copy))


def parse(text: str) -> WireStory:
    """Read copy: a headline, perhaps bylines and a dateline, paragraphs, furniture. Raises ``NotWireCopy``."""
    blocks = _blocks(text)
    headline, blocks = _headline(blocks)
    blocks, pieces = furniture.cut(blocks)
    byline, blocks = _byline(blocks)
    paragraphs = [paragraph for block in blocks for paragraph in _paragraphs(block)]
    line = dateline.split(paragraphs[0] if paragraphs else "")
    paragraphs[:1] = [line.rest] if line.rest else []
    if not paragraphs:
        raise NotWireCopy("This file has a headline and no text under it. Add the story's paragraphs.")
    return WireStory(
        headline=headline,
        paragraphs=tuple(paragraphs),
        dateline=line.place,
        names=byline.names,
        source_credit=line.credit or byline.credit,
        source_url=web_address(furniture.source_url(pieces)),
    )


def _decoded(copy: bytes) -> str:
    marked = next((name for mark, name in _BYTE_ORDER_MARKS.items() if copy.startswith(mark)), None)
    for encoding in [marked] if marked else _ENCODINGS:
        try:
            return copy.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotWireCopy("This file is no text in UTF-8, UTF-16 or Windows-1252. Save the story as plain text.")


def _blocks(text: str) -> list[list[str]]:
    """Part the text at its blank lines; each line has single spaces and nothing unseen."""
    text = text.translate(_MISREAD)
    if control := _CONTROL.search(text):
        code = ord(control[0])
        raise NotWireCopy(
            f"This file is no plain text: it has the control character U+{code:04X}. Save it as text."
        )
    lines = map(_tidy, _LINE_BREAK.split(text))
    blocks = [list(lines) for filled, lines in groupby(lines, key=bool) if filled]
    if not blocks:
        raise NotWireCopy("This file is empty. Put the headline into its first line and the story below it.")
    return blocks


def _tidy(line: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", line).translate(_INVISIBLE).split())
    return line if any(unicodedata.category(sign) != "Cf" for sign in line) else ""


def _headline(blocks: list[list[str]]) -> tuple[str, list[list[str]]]:
    """Take the first line, with its continuation where the copy is hard-wrapped, from the blocks."""
    first, others = blocks[0], blocks[1:]
    count = _count_of_headline_lines(first, _width(others))
    headline = _joined(first[:count])
    if len(headline) > LONGEST_HEADLINE:
        raise NotWireCopy(
            f"The first line is the headline, and this one has {len(headline)} characters; "
            f"{LONGEST_HEADLINE} are the most. Put a shorter headline into a line of its own above the story."
        )
    return headline, [first[count:], *others] if first[count:] else others


def _width(blocks: list[list[str]]) -> int:
    """Return how wide hard-wrapped copy was set; 0 when these blocks are not hard-wrapped."""
    wrapped = (block for block in blocks if len(block) > 1 and _is_wrapped(block))
    return max((len(line) for block in wrapped for line in block), default=0)


def _count_of_headline_lines(block: list[str], width: int) -> int:
    """Count the lines that were broken only because the next word would not have fitted into the width."""
    count = 1
    for line, following in pairwise(block):
        would_be = len(line) + 1 + len(following.split(" ")[0])
        if not len(line) <= width < would_be or _opens_story(following):
            break
        count += 1
    whole = _joined(block[:count])
    return 1 if len(whole) > LONGEST_HEADLINE or furniture.ends_sentence(whole) else count


def _opens_story(line: str) -> bool:
    return bylines.parse(line) is not None or dateline.split(line).rest != line


def _byline(blocks: list[list[str]]) -> tuple[bylines.Byline, list[list[str]]]:
    """Take the bylines, which stand before everything else, from the blocks."""
    byline, count = bylines.take(list(islice(chain.from_iterable(blocks), bylines.MOST_LINES)))
    for _ in range(count):
        blocks = [blocks[0][1:], *blocks[1:]] if blocks[0][1:] else blocks[1:]
    return byline, blocks


def _paragraphs(block: list[str]) -> list[str]:
    return [_joined(block)] if _is_wrapped(block) else block


def _is_wrapped(block: list[str]) -> bool:
    return not any(len(line) > _WIDEST_WRAP and " " in line for line in block)


def _joined(lines: list[str]) -> str:
    parts = [line if _breaks_word(line, following) else f"{line} " for line, following in pairwise(lines)]
    return "".join([*parts, lines[-1]])


def _breaks_word(line: str, following: str) -> bool:
    return bool(_HYPHEN_AT_END.search(line[-2:])) and not _HYPHEN_WAITS.match(following)


def _essence(text: str) -> str:
    """Leave out what differs between two copies of the same words: white space, kinds of quotes and dashes."""
    same = unicodedata.normalize("NFKC", text.translate(_SAME))
    return re.sub("-+", "-", "".join(same.split()))
