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
from comments.screening.hosts import ascii_host, host_of, in_other_letters, same_site
from comments.screening.shapes import Span
from comments.screening.tracing import Edit, Edited, Traced, Typed
from comments.screening.unseen import UNSEEN
from comments.typesetting import ENTITY, TAG, href, meaning
from comments.weblinks import IPV4, LONGEST_HOST

PLAIN, BARE, DISGUISED, DECEPTIVE = "plain", "bare", "disguised", "deceptive"

_SAID = r"[ \t]?(?:\.|d[o0]t|punkt|point|punto|period)[ \t]?"
_DOT = rf"(?:\[{_SAID}\]|\({_SAID}\)|\{{{_SAID}\}}|<{_SAID}>)[ \t]{{0,3}}"
# What a browser takes for a dot, and what is drawn like one; ideographic dots in an address too (UTF-8, RFC 3986).
DOTS = "\u3002\uff61\u2024\ufe52\xb7\u2022\u2027\u2219\u22c5\u0701\u0702\u06d4\ua4f8\u2e33\u30fb\uff65\ufe12"
_CODED_DOT = "%e3%80%82|%ef%bc%8e|%ef%bd%a1|%c2%b7"
# Letters that a browser reads as our own in a host (NFKC): wide, circled, squared and mathematical ones.
_WIDE = r"\uff01-\uff5e\u24b6-\u24e9\u2160-\u217f\u210a-\u2115\u2119-\u211d\U0001d400-\U0001d7ff\U0001f110-\U0001f149"
MOST_BEFORE = 3  # spaces before a dot in brackets; as many may follow
# No mask begins without one of these, so that most texts are left as they are at once.
PERHAPS_MASKED = re.compile(rf"[\[({{<&%{UNSEEN}{DOTS}{_WIDE}]")
MASKED = re.compile(
    rf"(?P<unseen>[{UNSEEN}]++)|(?P<wide>[{DOTS}{_WIDE}]|{_CODED_DOT})|(?P<dot>{_DOT})|(?P<tag>{TAG.pattern})"
    rf"|(?P<entity>{ENTITY.pattern})|(?P<colon>[\[(]:(?://)?[\])])|%(?P<code>2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a])",
    re.IGNORECASE,
)
WORTH_READING = re.compile(
    rf"[.{DOTS}\uff0e&]|d[o0]t|punkt|point|punto|period|%(?:2e|e3|ef|c2)|//", re.IGNORECASE
)
_SCHEME = (
    r"(?P<scheme>(?:[a-z*]{2,12}[ ]?[:;][ ]?//|h[tx*]{2}ps?[ ]?(?::[ ]?[/\\]{1,3}|//))[ ]?"
    r"(?:[^\s/@<>]{1,64}+@)?+)?+(?P<slashes>//)?+"
)
_ADDRESS = r"(?<=[/@])(?:0x[0-9a-f]{1,8}|[0-9]{8,12}|\[[0-9a-f:.]{2,45}\])(?![\w.])"
_NAME, _TAIL = r"[\w-]++(?:\.[\w-]++)++", r"(?P<tail>(?::[0-9]{1,5})?+(?:[/?#][^\s<>\"]*+)?+)"
HOST = re.compile(rf"(?<![\w@-]){_SCHEME}(?P<host>{_NAME}|{_ADDRESS}){_TAIL}", re.IGNORECASE)
# The same for a text without anything like a scheme, which is most of them.
HOST_ALONE = re.compile(rf"(?<![\w@-])(?P<scheme>)(?P<slashes>)(?P<host>{_NAME}){_TAIL}", re.IGNORECASE)
SLASHES = re.compile(r"[:;][ ]?[/\\]|//")
PATH = re.compile(r"[:/].*[a-z]|:[0-9]", re.IGNORECASE)


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
    found = [_linked(start, end, host_of(url)) for start, end, url in linked]
    found.sort(key=lambda link: link.start)
    written = tuple(_written(text)) if WORTH_READING.search(text) else ()
    return tuple(sorted(_together(found, written), key=lambda link: (link.start, link.end)))


def _linked(start: int, end: int, host: str) -> Link:
    return Link(start, end, host, DISGUISED if in_other_letters(host) else PLAIN)


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
        return "." if typed in DOTS or typed[0] == "%" else unicodedata.normalize("NFKC", typed)
    if mask["dot"]:
        return "."
    if mask["colon"]:
        return typed[1:-1]
    if mask["tag"]:
        if mask["start"] and mask["start"].lower() == "a" and href(mask["inside"]) is None:
            return typed  # the page shows it as it was typed
        return "\n" if mask["line"] or mask["paragraph"] else ""
    return chr(int(mask["code"], 16)) if mask["code"] else meaning(typed)


def _written(text: str) -> Iterator[Link]:
    read = plainly(text)
    for found in (HOST if SLASHES.search(read.text) else HOST_ALONE).finditer(read.text):
        end = found.end() - len(found["tail"]) + len(found["tail"].rstrip(".,:;!?'\")]*_~"))
        whole, host = read.span(found.start(), end), read.span(*found.span("host"))
        scheme = text[whole.start : host.start].lower()
        leads_to = ascii_host(found["host"])
        disguised = (
            text[host.start : host.end] != found["host"]
            or scheme not in ("", "http://", "https://", "//")
            or in_other_letters(leads_to)
            or (IPV4.fullmatch(leads_to) is not None and leads_to != found["host"])
        )
        if _is_host(found["host"]) and _reads_as_link(found, disguised):
            yield Link(whole.start, whole.end, leads_to, DISGUISED if disguised else BARE)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    whole = len(host) <= LONGEST_HOST and "_" not in host
    return whole and not any(label[0] == "-" or label[-1] == "-" or len(label) > 63 for label in labels)


def _reads_as_link(found: re.Match[str], disguised: bool) -> bool:
    """Tell whether a host in running text is meant as a link; "the end.So it is" is not."""
    host = found["host"]
    typed = host.rpartition(".")[2]
    ending = typed.lower()
    if IPV4.fullmatch(ascii_host(host)):
        return bool(found["scheme"] or (IPV4.fullmatch(host) and PATH.match(found["tail"])))
    if ending.isdigit():
        return bool(found["scheme"])
    if found["scheme"] or ending.startswith("xn--") or (host[:4].lower() == "www." and host.count(".") > 1):
        return True
    if disguised:
        return ending in KNOWN
    followed = len(found["tail"].rstrip(".,:;!?")) > 1
    if found["slashes"]:
        return followed or ending in KNOWN
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
