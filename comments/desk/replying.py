"""Replying: what the newsroom answers under a story, written beside a comment's card."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from comments import replies
from comments.desk import back, sheet
from comments.desk.access import moderator, moderator_required
from comments.models import Comment


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish an answer to a comment: 303 to its card, 422 where it cannot be.

    409 when the comment has moved since, or a colleague has its card.
    """
    comment = sheet.comment_of(request, pk)
    if request.method != "POST":
        return _asked(request, comment, HTTPStatus.OK)
    if theirs := sheet.claimed(request, pk):
        return _asked(request, comment, HTTPStatus.CONFLICT, theirs)
    try:
        answer = replies.reply(
            comment,
            text=request.POST.get("text", ""),
            by=moderator(request),
            seen=sheet.seen(request),
            approve="approve" in request.POST,
        )
    except replies.Refused as error:
        return _asked(request, comment, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    if answer is None:
        return _asked(request, comment, HTTPStatus.CONFLICT, sheet.overtaken(request, pk))
    return back.to_card(request, pk, decided=answer.seq)


def _asked(request: HttpRequest, comment: Comment, status: HTTPStatus, refusal: str = "") -> HttpResponse:
    by = moderator(request)
    context = {
        "text": request.POST.get("text", ""),
        "byline": by.get_full_name(),
        "role": replies.role(by),
        "refusal": refusal,
    }
    return sheet.draw(request, "desk/reply.html", comment, context, status=status)
