"""Finds the web addresses that a reader typed in plain text, in time that grows no faster than the text."""

import re
from collections.abc import Iterator

LONGEST_HOST = 253  # characters of a host name (RFC 1035, section 2.3.4)
HIGHEST_PORT = 65_535
ENDS_A_SENTENCE = ".,:;!?'*_~"

# Outside ASCII an address holds letters, marks and digits: no punctuation, white space, invisible or private character.
_APART = (
    r"\x7f-\xbf\u061c\u1680\u180e\u2000-\u206f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\ud800-\uf8ff\ufdd0-\ufdef"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\ufeff-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff"
    r"\U000e0000-\U0010ffff"
)
_EDGE = rf"[^\x00-/:-@\[-`{{-~{_APART}]"
_HOST = rf"[^\x00-,/:-@\[-^`{{-~{_APART}]"
_USER = r"[^\x00-\x20\"<>/?#\\@]{1,255}+@"
_TAIL = rf"[^\x00-\x20\"<>\\^`{{|}}{_APART}]"
ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9_@/])(?:(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://|(?=[Ww]{{3}}\.))(?P<user>{_USER})?+"
    rf"(?P<host>{_EDGE}(?:{_HOST}{{0,{LONGEST_HOST}}}{_EDGE})?)"
    rf"(?::(?P<port>[0-9]{{1,5}})(?!{_HOST}))?+(?:[/?#]{_TAIL}*+)?+"
)
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
IPV4 = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}")


type Found = tuple[int, int, str]  # where an address starts and ends, and what to link to


def addresses(text: str) -> Iterator[Found]:
    """Give each address in a plain text: where it starts and ends (code points), and what to link to."""
    for found in ADDRESS.finditer(text):
        typed = found[0][: _end(found[0])]
        if url := address(typed):
            yield found.start(), found.start() + len(typed), url


def address(typed: str) -> str | None:
    """Give what to link a typed address to, or None when it is not to be linked.

    Linked are http and https with a host and without a user name ("https://bank.example@evil.example" deceives).
    One that begins with "www." gets https: all but a few hosts have it, and nobody on the way sees the page asked for.
    """
    parts = ADDRESS.fullmatch(typed)
    if not parts or parts["user"] or int(parts["port"] or 0) > HIGHEST_PORT or not _stands(parts["host"]):
        return None
    if parts["scheme"]:
        return typed
    return f"https://{typed}" if parts["host"].count(".") > 1 else None


def _end(typed: str) -> int:
    """Tell where an address ends in what matched: before punctuation and brackets that belong to the sentence."""
    end = len(typed)
    surplus = {")": typed.count(")") - typed.count("("), "]": typed.count("]") - typed.count("[")}
    while typed[end - 1] in ENDS_A_SENTENCE or surplus.get(typed[end - 1], 0) > 0:
        end -= 1
        if typed[end] in surplus:
            surplus[typed[end]] -= 1
    return end


def _stands(host: str) -> bool:
    """Tell whether a browser takes a host: when its last label begins with a digit, it must be an IPv4 address."""
    numeric = host.rpartition(".")[2][0] in "0123456789"
    return len(host) <= LONGEST_HOST and ".." not in host and (not numeric or bool(IPV4.fullmatch(host)))
