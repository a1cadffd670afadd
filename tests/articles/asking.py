"""Asking: requests to the layer before Django, as a web server puts them, and what it answers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from articles.pages import slots
from articles.pages.answering import Layer
from articles.pages.rendering import Environ, StartResponse
from articles.pages.switch import switch


@dataclass(frozen=True)
class Told:
    """An answer: ``headers`` by their names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """The newsroom behind its layer, and the addresses that Django was asked for behind it."""

    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._django = WSGIHandler()
        self._layer = Layer(self._count, switch())

    def get(self, address: str, method: str = "GET", **headers: str) -> Told:
        """Ask for an address; ``headers`` by their names with ``_`` for ``-``; ``scheme`` is the request's."""
        return ask(self._layer, address, method, **headers)

    def _count(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        return self._django(environ, start_response)


def ask(application: Any, address: str, method: str = "GET", *, scheme: str = "http", **headers: str) -> Told:
    """Put a request to a WSGI application. The path is given as a server decodes it."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": urlsplit(settings.NEWSROOM_ORIGIN).netloc,
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    begun: list[Any] = []
    with connections_stay_open():
        parts = application(environ, lambda *told: begun.append(told))
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
    status, sent = begun[0][:2]
    return Told(int(status.split()[0]), {name.lower(): value for name, value in sent}, body)


@contextmanager
def connections_stay_open() -> Iterator[None]:
    """Keep the test's own connection, which is in a transaction, from being closed with each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def forget_marks() -> None:
    """Let it be as if the test's own transaction, which does not end before the test, had marked no page."""
    for path in slots.folder().iterdir():
        if path.is_file() and path.name != "switch":
            path.unlink()
