"""Conditional requests: the validator of a public page as Django sends it, and 304 to those who have its bytes."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from articles.pages import kinds, moments, store

OK = 200


def conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a view's page with ``ETag`` and ``Cache-Control: no-cache``, or 304 when the reader has these bytes.

    The tag is a digest of the bytes, so that it can neither miss a change nor see one where there is none. There is
    no date beside it: a page's rows say when one of them changed, not when the last went. ``Surrogate-Key`` tells
    caches what the page is about. What is not a 200 passes as it is.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        spot = kinds.find(request.path)
        if spot:
            moments.note_version(partial(kinds.version_of, spot.subject))
        response = view(request, *args, **kwargs)
        if response.status_code != OK:
            return response
        tag = f'"{store.digest(response.content)}"'
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        if spot:
            response["Surrogate-Key"] = spot.surrogate_keys
        found = get_conditional_response(request, etag=tag, response=response)
        return found if isinstance(found, HttpResponse) else response

    return answer
