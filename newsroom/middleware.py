"""Middleware: what is settled about a request before Django's own middleware looks at it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
PROBE = "/healthz"
# Where staff sign in and work. Everything else is public and knows nobody.
STAFF = ("/admin/", "/moderation/")


def probe(get_response: Answer) -> Answer:
    """Let in whoever asks whether we are well, by whatever name they call this machine: nothing is told but that."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info == PROBE:
            request.META["HTTP_HOST"] = urlsplit(settings.NEWSROOM_ORIGIN).netloc
        return get_response(request)

    return answer


def nobody(get_response: Answer) -> Answer:
    """Take the cookies from a request for a public page, which has to be the same for everybody.

    Without them there is neither session nor user, nor anything that a forged form could do in somebody's name.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF):
            request.META.pop("HTTP_COOKIE", None)
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # Django's own sign, not in the stubs
        return get_response(request)

    return answer
