"""Closing: the thread under a comment's story, closed from its card and opened again."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from comments import closing, openness
from comments.desk import back, sheet
from comments.desk.access import moderator, moderator_required
from comments.models import Comment
from comments.models.story_policy import REASON_LENGTH

DEEDS = {"close": closing.close, "open": closing.reopen}
UNCHANGED = "The thread stands so already: somebody was first."
UNKNOWN = "Press one of the buttons."


class ThreadForm(forms.Form):
    """Why a thread is closed or opened again."""

    note = forms.CharField(
        required=False,
        max_length=REASON_LENGTH,
        error_messages={
            "max_length": "The note is %(show_value)d characters long. The limit is %(limit_value)d."
        },
    )


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a story's thread or open it again: 303 to the card.

    409 where it stands so already, or a colleague has the card.
    """
    comment = sheet.comment_of(request, pk)
    if request.method != "POST":
        return _asked(request, comment, HTTPStatus.OK)
    deed, form = DEEDS.get(request.POST.get("deed", "")), ThreadForm(request.POST)
    if deed is None or not form.is_valid():
        why = str(form.errors["note"][0]) if deed else UNKNOWN
        return _asked(request, comment, HTTPStatus.UNPROCESSABLE_ENTITY, why)
    if theirs := sheet.claimed(request, pk):
        return _asked(request, comment, HTTPStatus.CONFLICT, theirs)
    try:
        is_done = deed(comment.article, by=moderator(request), note=form.cleaned_data["note"])
    except closing.NotForTheDesk as error:
        return _asked(request, comment, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return back.to_card(request, pk) if is_done else _asked(request, comment, HTTPStatus.CONFLICT, UNCHANGED)


def _asked(request: HttpRequest, comment: Comment, status: HTTPStatus, refusal: str = "") -> HttpResponse:
    context = {
        "openness": openness.of(comment.article),
        "opening": closing.opening(comment.article),
        "note": request.POST.get("note", ""),
        "refusal": refusal,
    }
    return sheet.draw(request, "desk/close.html", comment, context, status=status)
