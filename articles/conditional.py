"""Conditional requests: the validators of a public page, and 304 to those who have its bytes already."""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

OK = 200
TAG_LENGTH = 32  # half a SHA-256: 128 bits


def conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a view's page with ``ETag`` and ``Cache-Control: no-cache``, or 304 when the reader has these bytes.

    The tag is a digest of the bytes, so that it can neither miss a change nor see one where there is none. It
    spares the line, not the database: that is for the layer in front of Django. What is not a 200 passes as it is.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != OK:
            return response
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:TAG_LENGTH]}"'
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        found = get_conditional_response(request, etag=tag, last_modified=changed, response=response)
        return found if isinstance(found, HttpResponse) else response

    return answer


def dated(response: HttpResponse, changed_at: dt.datetime | None) -> HttpResponse:
    """Give a page its ``Last-Modified`` and return it.

    A date in HTTP has whole seconds. While the second of the last change runs, a further change would have the
    same date and a reader who has only the date would keep the old page: until then there is none.
    """
    if changed_at is not None and int(changed_at.timestamp()) < int(timezone.now().timestamp()):
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response
