"""Address: which network address a request came from, and the network around it."""

import ipaddress
from collections.abc import Iterable

# A household has one IPv4 address, or one IPv6 prefix (RFC 6177 leaves /56 to a home).
NETWORK_V4 = 24
NETWORK_V6 = 56


def client_address(remote: str, forwarded_for: str, trusted: Iterable[str]) -> str:
    """Return the address of the client as text, "" when it is not known.

    ``remote`` is the peer of the connection, ``forwarded_for`` the X-Forwarded-For header, ``trusted`` the
    networks (CIDR) of our own proxies. Read from the right: the first hop that is not ours is the client, for
    what stands to the left of it is whatever the client wrote.
    """
    networks = [ipaddress.ip_network(network, strict=False) for network in trusted]
    hops = [*(hop.strip() for hop in forwarded_for.split(",") if hop.strip()), remote]
    client = ""
    for hop in reversed(hops):
        parsed = _parsed(hop)
        if parsed is None:
            return client
        client = str(parsed)
        if not any(parsed in network for network in networks):
            return client
    return client


def network_of(address: str) -> str:
    """Return the network around an address (/24 or /56) as text, "" when the address is not one."""
    parsed = _parsed(address)
    if parsed is None:
        return ""
    prefix = NETWORK_V4 if parsed.version == 4 else NETWORK_V6
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an address, in the forms in which proxies write it: bare, in brackets, with a port, with a zone."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
