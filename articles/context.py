"""Context: the furniture of every page, the same for every reader."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles import reading


def furniture(request: HttpRequest | None = None) -> dict[str, object]:
    """Return the paper's name, its origin and its sections, which cost one query on a page that shows them."""
    return {
        "site_name": settings.NEWSROOM_NAME,
        "origin": settings.NEWSROOM_ORIGIN,
        "sections": SimpleLazyObject(reading.sections),
    }
