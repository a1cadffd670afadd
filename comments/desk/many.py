"""Many: the pages of the desk that are about many comments, in its frame, and what they answer beside themselves."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.desk import frame, unsent
from comments.desk.access import moderator
from comments.desk.place import Place

UNDECIDED = "Nothing was decided."


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    place: Place | None = None,
    in_campaigns: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with a page in the desk's frame; ``place`` is the list that it is about, unless it is ``in_campaigns``."""
    user, shown = moderator(request), place or Place()
    known = {
        "rooms": frame.rooms(request),
        "moderator": user,
        "place": shown,
        "views": frame.views(None if in_campaigns else shown, user),
    }
    return render(request, template, {**known, **context}, status=status)


def refused(request: HttpRequest, status: HTTPStatus, message: str) -> HttpResponse:
    """Say why nothing was decided, with what was typed."""
    context = {"title": UNDECIDED, "message": message, "typed": unsent.typed(request)}
    return show(request, "desk/refused.html", context, status=status)


def see_other(url: str) -> HttpResponse:
    """Lead to the page that shows what came of a form."""
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
