"""Door: which requests a kept page answers, and in which encoding."""

from functools import lru_cache
from urllib.parse import unquote_plus

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from articles.pages.rendering import Environ

SAFE = frozenset({"GET", "HEAD"})
# Parameters that make another page of the address; any other (`utm_source`, `fbclid`) changes nothing.
OTHERS = frozenset({"replyto", "page", "sort"})
# Different ways to ask that are remembered; there are far fewer.
REMEMBERED = 256
# No browser sends more in a header or a query that we could want to look into, or to remember.
LONGEST = 1000
# The best first, as a web server with both modules chooses.
CODINGS = ("br", "gzip")


def is_for_kept_pages(environ: Environ) -> bool:
    """Whether a request asks for a page as everybody is given it, under our name and safely; else it is Django's."""
    query, host = environ.get("QUERY_STRING") or "", environ.get("HTTP_HOST", "")
    return (
        environ["REQUEST_METHOD"] in SAFE
        and not environ.get("SCRIPT_NAME")
        and (not query or (len(query) <= LONGEST and not asks_for_another(query)))
        and len(host) <= LONGEST
        and is_our_host(host)
        and (not settings.SECURE_SSL_REDIRECT or _is_secure(environ))
    )


@lru_cache(REMEMBERED)
def asks_for_another(query: str) -> bool:
    """Whether a query string has a parameter that makes another page."""
    return any(unquote_plus(part.partition("=")[0]) in OTHERS for part in query.split("&"))


@lru_cache(REMEMBERED)
def is_our_host(host: str) -> bool:
    """Whether Django would accept this Host."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def encoding(accepted: str) -> str:
    """Return the encoding to send to whoever sent this ``Accept-Encoding``; a page as it is to who sends nonsense."""
    return _encoding(accepted) if len(accepted) <= LONGEST else ""


@lru_cache(REMEMBERED)
def _encoding(accepted: str) -> str:
    """Return br, gzip or "" (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        weights[coding] = _weight(parameters)
    return next((coding for coding in CODINGS if weights.get(coding, weights.get("*", 0)) > 0), "")


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _is_secure(environ: Environ) -> bool:
    believed: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    if believed and (forwarded := environ.get(believed[0])) is not None:
        return bool(forwarded.partition(",")[0].strip() == believed[1])
    return bool(environ["wsgi.url_scheme"] == "https")
