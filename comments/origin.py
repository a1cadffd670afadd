"""Origin: whether a reader's post comes from one of our own pages, judged by what the browser says of it."""

from collections.abc import Mapping
from enum import Enum
from urllib.parse import urlsplit


class Evidence(Enum):
    """What the headers of a post prove."""

    OURS = "ours"
    FOREIGN = "foreign"
    NONE = "none"


def evidence(headers: Mapping[str, str], origin: str) -> Evidence:
    """Judge a post by its headers; ``origin`` is our own, for instance ``https://news.example``.

    A page that is the same for everybody can carry no CSRF token. Fetch Metadata (W3C) tells the same: a browser
    sends ``Sec-Fetch-Site`` and no page can forge it. Where it is missing (plain http to a named host, old
    browsers) ``Origin`` decides, then ``Referer``. A post without any of them, or with ``Origin: null``, may be
    honest: it is accepted and held.
    """
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return Evidence.OURS if site in {"same-origin", "none"} else Evidence.FOREIGN
    for name in ("Origin", "Referer"):
        value = headers.get(name, "")
        if value == "null":
            return Evidence.NONE
        if value:
            return Evidence.OURS if _origin_of(value) == _origin_of(origin) else Evidence.FOREIGN
    return Evidence.NONE


def _origin_of(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", "", None)
    return (parts.scheme, parts.hostname or "", port)
