"""Hosts: the one way in which a host is written here, and lists of domains that take in what is under them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv6Address
from socket import inet_aton, inet_ntoa
from urllib.parse import unquote

from comments.screening.lists import Entry, Fault, lines, parse, refuse
from comments.screening.names import shape
from comments.weblinks import IPV4, LONGEST_HOST

LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What stands before and after the host in a line of a list: a scheme, "*.", slashes, a path.
AROUND = re.compile(r"(?:[a-z]{1,5}:)?/*(?:\*?\.)?([^/\s?#:]+)\.?(?:[:/?#]\S*)?", re.IGNORECASE)
NUMBERS = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}")
BRACKETED = re.compile(r"\[([^\[\]]*)")
PUNYCODE = "xn--"
# Under these of a country's domains everybody has a name of their own, so one of them alone is no domain to list.
SHARED = frozenset(["ac", "co", "com", "edu", "gob", "gov", "gouv", "ltd", "me", "ne", "net", "or", "org"])


class NotADomain(ValueError):
    """A line of a list that names no domain, or one that half of the world is under; the text says which."""


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """Return a host as a look-up writes it: percent-decoded, lower case, in punycode, without a last dot.

    What is no host in punycode (IDNA 2003, as Python has it) is only put in lower case. Any text will do. A number is
    the network address that a browser makes of it (WHATWG URL, "IPv4 parser"): 2130706433 and 0x7f.1 are 127.0.0.1.
    """
    plain = _in_ascii(unquote(host).strip().rstrip(".").lower()).rstrip(".")
    return _as_address(plain) if NUMBERS.fullmatch(plain) else plain


def _in_ascii(host: str) -> str:
    if host.isascii() or len(host) > LONGEST_HOST:
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _as_address(number: str) -> str:
    try:
        return inet_ntoa(inet_aton(number))
    except OSError:
        return number


@lru_cache(maxsize=4096)
def in_other_letters(host: str) -> bool:
    """Tell whether a host, as ``ascii_host`` writes it, is drawn like one in plain letters, under a plain ending."""
    labels = host.split(".")
    return not labels[-1].startswith(PUNYCODE) and any(map(_is_drawn_plainly, labels))


def _is_drawn_plainly(label: str) -> bool:
    if not label.startswith(PUNYCODE):
        return False
    try:
        return shape(label.removeprefix(PUNYCODE).encode().decode("punycode")).isascii()
    except UnicodeError:
        return False


def host_of(url: str) -> str:
    """Return the host of a web address, as ``ascii_host`` writes it, without user name and port.

    An IPv6 address is returned in its brackets and in its shortest form (RFC 5952).
    """
    host = re.split(r"[/?#\\]", url.split("://", 1)[-1], maxsplit=1)[0].rpartition("@")[2]
    if bracketed := BRACKETED.match(host):
        return f"[{_shortest(bracketed[1])}]"
    return ascii_host(host.partition(":")[0])


def _shortest(address: str) -> str:
    try:
        return str(IPv6Address(address))
    except ValueError:
        return address.lower()


def is_listed(host: str, domains: frozenset[str]) -> bool:
    """Whether a host, as ``ascii_host`` writes it, is one of these domains or under one."""
    labels = host.split(".")[-12:]  # no listed domain has more
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))


def same_site(one: str, other: str) -> bool:
    """Whether of two hosts one is the other or under it, a leading "www" left aside."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def domain(line: str) -> str:
    """Return the domain that a line of a list names: "example.org", "*.example.org", or an address under it.

    Raises ``NotADomain`` for what is none, and for what would take in everybody, such as "com" or "co.uk".
    """
    found = AROUND.fullmatch(line.strip())
    name = ascii_host(found[1]).removeprefix("www.") if found else ""
    labels = name.split(".")
    if IPV4.fullmatch(name) and found and IPV4.fullmatch(found[1]):
        return name
    if len(name) > LONGEST_HOST or not all(LABEL.fullmatch(label) for label in labels):
        raise NotADomain("this is no domain")
    if len(labels) == 1 or (len(labels) == 2 and labels[0] in SHARED and len(labels[1]) == 2):
        raise NotADomain("everybody's domains are under this one")
    if labels[-1].isdigit():
        raise NotADomain("no domain ends in a number")
    return name


def check_domains(text: str) -> None:
    """Look at every line of a list of domains. Raises ``BadList`` for those that name none, or name one again."""
    refuse(_faults(parse(text)))


def _faults(entries: Iterable[Entry]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for entry in entries:
        try:
            name = domain(entry.text)
        except NotADomain as error:
            yield Fault(entry.line, f"“{entry.text}”: {error}.")
            continue
        if first.setdefault(name, entry.line) != entry.line:
            yield Fault(entry.line, f"“{name}” stands in line {first[name]} already.")


def compile_domains(text: str) -> frozenset[str]:
    """Return the domains of a list that was checked when it was saved."""
    return domains(entry.text for entry in lines(text))


def domains(names: Iterable[str]) -> frozenset[str]:
    """Return the set of the domains that names name; what is none is left out, for it was refused at saving."""
    return frozenset(_named(names))


def _named(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            yield domain(name)
        except NotADomain:
            continue
