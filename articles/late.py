"""Late: long parts of a page that are finished already, put into its bytes when all the rest is drawn.

Each template that a text passes through copies it twice: a part of 180 kB took longer to be copied than all the rest
of its page to be drawn.
"""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# No text on a page can have it: nobody is ever told.
MARK = f"late-{secrets.token_hex(8)}-"
MARKED = re.compile(f"{MARK}([0-9]+);")

_parts: ContextVar[list[bytes] | None] = ContextVar("parts", default=None)


def put(part: bytes) -> str:
    """Return what holds the place of a part on the page that is being drawn; "" where nobody puts it in later."""
    parts = _parts.get()
    if parts is None:
        return ""
    parts.append(part)
    return f"{MARK}{len(parts) - 1};"


def render(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Draw a page as Django's shortcut does, and put the parts in their places."""
    parts: list[bytes] = []
    token = _parts.set(parts)
    try:
        drawn = render_to_string(template, dict(context), request)
    finally:
        _parts.reset(token)
    return HttpResponse(_put_in(drawn, parts))


def _put_in(drawn: str, parts: list[bytes]) -> bytes:
    """Join what was drawn with the parts; every other piece of the split is a part's number."""
    pieces = enumerate(MARKED.split(drawn))
    return b"".join(parts[int(piece)] if place % 2 else piece.encode() for place, piece in pieces)
