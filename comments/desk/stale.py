"""Stale: a form of the desk whose page was made before its sender signed in anew, so that its token is not theirs."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from comments.desk import access, many, unsent

TITLE = "This form had grown stale."
MESSAGE = (
    "It was not sent, so that nobody else can send it in your name: you signed in anew since its page was made. "
    "Nothing was done. Open the page anew and send it once more."
)


@cache_control(private=True, no_store=True)
def refused(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form without the right token, with what was typed and the way to its page."""
    if not request.user.is_authenticated:
        return unsent.signed_out(request)
    if not access.may_decide(request):
        return unsent.not_allowed(request)
    context = {
        "title": TITLE,
        "message": MESSAGE,
        "typed": unsent.typed(request),
        "again": unsent.back(request),
    }
    return many.show(request, "desk/refused.html", context, status=HTTPStatus.FORBIDDEN)
