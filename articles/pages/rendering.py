"""Rendering: a public page as Django makes it, for nobody in particular, and its bytes in three encodings."""

import gzip
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import brotli
from django.conf import settings

from articles.pages import moments
from articles.pages.kinds import Spot
from articles.pages.store import ENCODINGS, Page

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

GZIP_LEVEL = 6
# While somebody waits; a page that stands for a while is polished.
BROTLI_QUALITY = 5
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, compresslevel=GZIP_LEVEL, mtime=0),
    "br": partial(brotli.compress, quality=BROTLI_QUALITY),
}
# What each answer is given anew.
OURS = frozenset({"content-length", "etag", "last-modified", "vary"})
NOBODYS = ("private", "no-store", "s-maxage")


@dataclass(frozen=True)
class Answer:
    """What Django answers: ``status`` such as "200 OK", headers, and the whole body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def says_there_is_none(self) -> bool:
        """Whether there is no such page; a failure says nothing about that."""
        return self.status.startswith(("404 ", "410 "))

    @property
    def is_for_everybody(self) -> bool:
        """Whether it may be kept: a whole page that says nothing against it and sets no cookie."""
        known = {name.lower(): value.lower() for name, value in self.headers}
        control = known.get("cache-control", "")
        return (
            self.status.startswith("200 ")
            and not {"set-cookie", "content-encoding"} & known.keys()
            and not any(word in control for word in NOBODYS)
            and "'nonce-" not in known.get("content-security-policy", "")
        )


def render(application: Application, spot: Spot) -> Page | Answer:
    """Let Django render a page. Return it, not compressed, or its answer as it is when that is not to be kept."""
    baked_at = time.time()
    with moments.noting() as noted:
        answer = ask(application, spot.address)
    if not answer.is_for_everybody:
        return answer
    headers = [(name, value) for name, value in answer.headers if name.lower() not in OURS]
    return Page({"": answer.body}, headers, baked_at, noted.until, noted.version)


def ask(application: Application, address: str) -> Answer:
    """Ask Django for a public page in nobody's name."""
    begun: list[Any] = []
    parts = application(_environ(address), lambda *told: begun.append(told))
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    status, headers = begun[0][:2]
    return Answer(status, list(headers), body)


def finished(page: Page) -> Page:
    """Return a page that was rendered with its bytes in all encodings, to be kept."""
    return replace(page, bodies={encoding: body_of(page, encoding) for encoding in ENCODINGS})


def body_of(page: Page, encoding: str) -> bytes:
    """Return a page's bytes in an encoding, made when they are first asked for; the same bytes for the same page."""
    if encoding not in page.bodies:
        with page.squeezing:  # of several who want it at the same moment one does the work
            if encoding not in page.bodies:
                page.bodies[encoding] = COMPRESSED[encoding](page.bodies[""])
    return page.bodies[encoding]


def _environ(address: str) -> Environ:
    origin = urlsplit(settings.NEWSROOM_ORIGIN)
    default_port = 443 if origin.scheme == "https" else 80
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": origin.hostname or "",
        "SERVER_PORT": str(origin.port or default_port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": origin.netloc,
        "HTTP_X_FORWARDED_PROTO": origin.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
