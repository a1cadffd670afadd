"""Answering: answers for kept pages before Django is asked; a WSGI application around the application."""

import time
from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings

from articles.pages import baking, caretaker, door, kinds, preconditions, store, trouble
from articles.pages.generation import generation
from articles.pages.kinds import Spot
from articles.pages.rendering import Answer, Application, Environ, StartResponse, body_of
from articles.pages.shelf import Kept, Shelf, ready
from articles.pages.store import Page
from articles.pages.switch import Switch, switch

# What a 304 has no use for (RFC 9110, 15.4.5), nor a 412.
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
OK = "200 OK"


def layer(application: Application) -> Application:
    """Return an application that answers for kept pages itself, keeps those that are missing, and else asks Django.

    Such a page is the same for everybody, so cookies are not looked at. While a developer looks at the details of
    errors (``DEBUG``), and where nothing can be kept at all, everything is Django's.
    """
    shared = None if settings.DEBUG else _shared_switch()
    if shared is None:
        return application
    generation()  # by the code that is loaded: what lies there later may be a newer one
    caretaker.start(application)
    return Layer(application, shared)


class Layer:
    """The application around the application."""

    def __init__(self, application: Application, shared: Switch) -> None:
        self._application = application
        self._switch = shared
        self._shelf = Shelf(kinds.find)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not door.is_for_kept_pages(environ):
            return self._application(environ, start_response)
        encoding = door.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        kept = self._kept(environ["PATH_INFO"], encoding)
        if kept is not None:
            return _send(kept, environ, start_response)
        spot = kinds.find(environ["PATH_INFO"])
        if spot is None:
            return self._application(environ, start_response)
        return self._fetch(spot, encoding, environ, start_response)

    def _kept(self, address: str, encoding: str) -> Kept | None:
        return self._shelf.get(address, encoding, time.time()) if self._switch.is_on else None

    def _fetch(
        self, spot: Spot, encoding: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        fetched = baking.fetch(self._application, spot)
        if isinstance(fetched, Answer):
            start_response(fetched.status, fetched.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [fetched.body]
        kept = self._kept(spot.address, encoding) or _unkept(fetched, encoding)
        return _send(kept, environ, start_response)


def _unkept(page: Page, encoding: str) -> Kept:
    body = body_of(page, encoding)
    return ready(page, encoding, body, store.digest(body))


def _send(kept: Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    status = preconditions.status(environ, tag=kept.tag, changed=kept.changed)
    if status is HTTPStatus.OK:
        start_response(OK, kept.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
    headers = [(name, value) for name, value in kept.headers if name not in OF_THE_BODY]
    start_response(f"{status.value} {status.phrase}", headers)
    return []


def _shared_switch() -> Switch | None:
    try:
        return switch()
    except OSError as error:
        trouble.failed("preparing", error)
        return None
