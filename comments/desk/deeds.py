"""Deeds: what a moderator does with a card beside deciding on it: picks taken back, pins, escalations."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from comments import deeds
from comments.desk import back, sheet
from comments.desk.access import moderator, moderator_required
from comments.desk.decision import NOTE_LIMIT, NoteField
from comments.models import Comment, LogEntry
from comments.words import Action

MARKS: dict[str, Callable[..., LogEntry | None]] = {
    Action.UNPICK: deeds.unpick,
    Action.PIN: deeds.pin,
    Action.UNPIN: deeds.unpin,
}
UNKNOWN = "There is no such deed. Press one of the buttons."


class EscalationForm(forms.Form):
    """Why a comment is handed on, or back."""

    note = NoteField(
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={
            "required": "Say why in a few words: whoever reads it next needs them.",
            "max_length": "The note is %(show_value)d characters long. The limit is %(limit_value)d.",
        },
    )


@moderator_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pick back, pin or unpin: 303 to the card, 422 when it cannot be.

    409 when the comment has moved since, or a colleague has its card.
    """
    comment = sheet.comment_of(request, pk)
    deed = MARKS.get(request.POST.get("deed", ""))
    if deed is None:
        return _unmarked(request, comment, HTTPStatus.UNPROCESSABLE_ENTITY, UNKNOWN)
    if theirs := sheet.claimed(request, pk):
        return _unmarked(request, comment, HTTPStatus.CONFLICT, theirs)
    try:
        entry = deed(comment, by=moderator(request), seen=sheet.seen(request))
    except (deeds.NotPublic, deeds.TooManyPinned) as error:
        return _unmarked(request, comment, HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    if entry is None:
        return _unmarked(request, comment, HTTPStatus.CONFLICT, sheet.overtaken(request, pk))
    return back.to_card(request, pk, decided=entry.seq)


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a comment on, or an escalated one back, with a note: 303 to its card.

    409 when the comment has moved since, or a colleague has its card.
    """
    comment = sheet.comment_of(request, pk)
    form = EscalationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return sheet.draw(request, "desk/escalate.html", comment, {"form": form}, status=status)
    deed = deeds.hand_back if comment.escalated_at else deeds.escalate
    note = form.cleaned_data["note"]
    theirs = sheet.claimed(request, pk)
    entry = None if theirs else deed(comment, by=moderator(request), note=note, seen=sheet.seen(request))
    if entry is None:
        told = {"form": form, "refusal": theirs or sheet.overtaken(request, pk)}
        return sheet.draw(request, "desk/escalate.html", comment, told, status=HTTPStatus.CONFLICT)
    return back.to_card(request, pk, decided=entry.seq)


def _unmarked(request: HttpRequest, comment: Comment, status: HTTPStatus, why: str) -> HttpResponse:
    return sheet.draw(request, "desk/unmarked.html", comment, {"refusal": why}, status=status)
