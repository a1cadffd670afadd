"""Unmasking: the links of a text as a reader understands them, however they are written, in linear time.

The text is first written plainly: without what nobody sees and without the tags that our markup allows, with entities
and percent-encoded letters decoded, full-width characters narrowed, and "[.]" or "(dot)" made a dot. Each character
keeps its place in the source. What then reads as a host is a link, or was meant to become one.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comments.screening.endings import KNOWN, SURE
from comments.screening.hosts import ascii_host, host_of, same_site
from comments.screening.shapes import Span
from comments.screening.tracing import Edit, Edited, Traced, Typed
from comments.screening.unseen import UNSEEN
from comments.typesetting import ENTITY, TAG, meaning
from comments.weblinks import LONGEST_HOST

PLAIN, BARE, DISGUISED, DECEPTIVE = "plain", "bare", "disguised", "deceptive"

_SAID = r"[ \t]?(?:\.|dot|punkt|point)[ \t]?"
_DOT = rf"(?:\[{_SAID}\]|\({_SAID}\)|\{{{_SAID}\}})[ \t]{{0,3}}"
MOST_BEFORE = 3  # spaces before a dot in brackets; as many may follow
_WIDE = r"\u3002\uff01-\uff5e\uff61\u2024\ufe52"
# No mask begins without one of these, so that most texts are left as they are at once.
PERHAPS_MASKED = re.compile(rf"[\[({{<&%{UNSEEN}{_WIDE}]")
MASKED = re.compile(
    rf"(?P<unseen>[{UNSEEN}]++)|(?P<wide>[{_WIDE}])|(?P<dot>{_DOT})|(?P<tag>{TAG.pattern})"
    rf"|(?P<entity>{ENTITY.pattern})|(?P<colon>[\[(]:(?://)?[\])])|%(?P<code>2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a])",
    re.IGNORECASE,
)
WORTH_READING = re.compile(r"[.\u3002\uff0e\uff61\u2024\ufe52]|dot|punkt|point|&|%2e", re.IGNORECASE)
HOST = re.compile(
    r"(?<![\w@-])(?P<scheme>h[tx*]{2}ps?[ ]?:?[ ]?//[ ]?(?:[^\s/@<>]{1,64}+@)?+)?+"
    r"(?P<host>[\w-]++(?:\.[\w-]++)++)(?P<tail>(?::[0-9]{1,5})?+(?:[/?#][^\s<>\"]*+)?+)",
    re.IGNORECASE,
)
DOTS = "\u3002\uff61\u2024\ufe52"


@dataclass(frozen=True)
class Link(Span):
    """A link in a text: where it stands, the host that it leads to, and how it is written.

    ``how`` is "plain" (the page links it), "bare" (a host without "https://"), "disguised" (written so that only a
    person reads it) or "deceptive" (it reads as one host and leads to another).
    """

    host: str = ""
    how: str = PLAIN


def links(text: str, linked: Iterable[tuple[int, int, str]]) -> tuple[Link, ...]:
    """Return every link of a text in the order of the text, each once.

    ``linked`` are those that the page links: start, end (code points) and address. One that stands within another is
    not counted again, but it may show that the other deceives.
    """
    found = [Link(start, end, host_of(url)) for start, end, url in linked]
    found.sort(key=lambda link: link.start)
    written = tuple(_written(text)) if WORTH_READING.search(text) else ()
    return tuple(sorted(_together(found, written), key=lambda link: (link.start, link.end)))


def plainly(text: str) -> Traced:
    """Return a text as it is read, from which each character leads back to its place in the source."""
    edits = list(_masks(text))
    return Edited(Typed(text), edits) if edits else Typed(text)


def _masks(text: str) -> Iterator[Edit]:
    """Yield what is read otherwise than it is typed; only where one may begin is looked for one."""
    done = 0
    for place in PERHAPS_MASKED.finditer(text):
        if place.start() >= done and (mask := MASKED.match(text, place.start())):
            start = mask.start()
            if mask["dot"]:
                before = text[max(done, start - MOST_BEFORE) : start]
                start -= len(before) - len(before.rstrip(" \t"))
            done = mask.end()
            yield Edit(start, done, _unmasked(mask))


def _unmasked(mask: re.Match[str]) -> str:
    typed = mask[0]
    if mask["unseen"]:
        return ""
    if mask["wide"]:
        return "." if typed in DOTS else unicodedata.normalize("NFKC", typed)
    if mask["dot"]:
        return "."
    if mask["colon"]:
        return typed[1:-1]
    if mask["tag"]:
        return "\n" if mask["line"] or mask["paragraph"] else ""
    return chr(int(mask["code"], 16)) if mask["code"] else meaning(typed)


def _written(text: str) -> Iterator[Link]:
    read = plainly(text)
    for found in HOST.finditer(read.text):
        end = found.end() - len(found["tail"]) + len(found["tail"].rstrip(".,:;!?'\")]*_~"))
        whole, host = read.span(found.start(), end), read.span(*found.span("host"))
        typed = text[host.start : host.end]
        scheme = text[whole.start : host.start].lower()
        disguised = typed != found["host"] or scheme not in ("", "http://", "https://")
        if _is_host(found["host"]) and _reads_as_link(found, disguised):
            how = DISGUISED if disguised else BARE
            yield Link(whole.start, whole.end, ascii_host(found["host"]), how)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    whole = len(host) <= LONGEST_HOST and "_" not in host
    return whole and not any(label[0] == "-" or label[-1] == "-" or len(label) > 63 for label in labels)


def _reads_as_link(found: re.Match[str], disguised: bool) -> bool:
    """Tell whether a host in running text is meant as a link; "the end.So it is" is not."""
    host = found["host"]
    typed = host.rpartition(".")[2]
    ending = typed.lower()
    if ending.isdigit():
        return bool(found["scheme"])
    if found["scheme"] or ending.startswith("xn--") or (host[:4].lower() == "www." and host.count(".") > 1):
        return True
    if disguised:
        return ending in KNOWN
    followed = len(found["tail"].rstrip(".,:;!?")) > 1
    return ending in (KNOWN if followed else SURE) and not typed.istitle()


def _together(found: list[Link], written: Iterable[Link]) -> Iterator[Link]:
    """Join what the page links and what is written: a written link within a linked one counts as that one."""
    starts = [link.start for link in found]
    for link in written:
        at = bisect_left(starts, link.end) - 1
        if at < 0 or found[at].end <= link.start:
            yield link
        elif not same_site(found[at].host, link.host):
            whole = found[at]
            # The page linked a part of what is written; or its link says one thing and does another.
            beyond = link.end > whole.end
            found[at] = link if beyond else Link(whole.start, whole.end, whole.host, DECEPTIVE)
    yield from found
