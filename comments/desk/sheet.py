"""Sheet: a page of its own for a deed that takes more than one key: the comment, and the form under it."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comments import claims, moderation
from comments.desk import back, card, cover, frame, page, queue, telling
from comments.desk.access import moderator
from comments.models import Comment

CLAIMED = "Nothing was changed: until then it is theirs."
LATE = "Nothing was changed. Read it again, then send the form once more if you still want to."


def comment_of(request: HttpRequest, pk: int) -> Comment:
    """Return the comment that a sheet is about, if this moderator may decide on it; 404 otherwise."""
    comment = queue.card(pk, moderator(request))
    if comment is None:
        raise Http404("The desk has no such comment.")
    return comment


def seen(request: HttpRequest) -> int:
    """Return the last log ``seq`` of the comment that a form was made with; 0, which no comment has, without one."""
    return back.number(request, "seq") or 0


def claimed(request: HttpRequest, pk: int) -> str:
    """Return which colleague has the card and until when, for a deed that waits for that; "" where nobody has it."""
    holder = claims.holder_of(pk, besides=moderator(request))
    if holder is None:
        return ""
    notice = telling.claimed(holder, now=timezone.now(), lost=CLAIMED)
    return f"{notice.news} {notice.rest}"


def overtaken(request: HttpRequest, pk: int) -> str:
    """Return who was first, when and with what, for a sheet whose comment has moved since it was made."""
    stands = moderation.standing([pk]).get(pk)
    you = stands is not None and stands.by_id == moderator(request).pk
    notice = telling.conflict(stands, you=you, now=timezone.now(), lost=LATE)
    return f"{notice.news} {notice.rest}"


def draw(
    request: HttpRequest,
    template: str,
    comment: Comment,
    context: dict[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Draw a sheet: the frame, the comment as its card shows it, and what ``context`` says."""
    place = back.place(request)
    drawn = card.draw(
        comment, [], reader=moderator(request).pk, now=timezone.now(), covers=cover.is_on(request)
    )
    frame_of_it = {"rooms": frame.rooms(request), "moderator": moderator(request), "place": place}
    shown = {**frame_of_it, "card": drawn, "back": page.address(comment.pk, place), **context}
    return render(request, template, shown, status=status)
