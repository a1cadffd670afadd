"""Noting: a note on a commenter, from the card of one of their comments."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comments import notes
from comments.desk import back, record, sheet
from comments.desk.access import moderator, moderator_required
from comments.desk.decision import NoteField
from comments.models import Comment, Note
from comments.models.note import NOTE_LIMIT


class NoteForm(forms.Form):
    """What is noted."""

    text = NoteField(
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={
            "required": "There is nothing to note. Write a few words.",
            "max_length": "The note is %(show_value)d characters long. The limit is %(limit_value)d.",
        },
    )


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something about whoever sent a comment: 303 to its card, 422 where there is nothing to note."""
    comment = sheet.comment_of(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    try:
        about = notes.target_of(comment)[0]
    except notes.NobodyMeant as error:
        return _asked(request, comment, form, HTTPStatus.GONE, str(error))
    if form.is_valid():
        notes.add(comment, text=form.cleaned_data["text"], by=moderator(request))
        return back.to_card(request, pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _asked(request, comment, form, status, about=about.label)


@moderator_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a note about whoever sent a comment: 303 to its card, 403 for a colleague's, 404 for another's."""
    comment = sheet.comment_of(request, pk)
    number, prints = back.number(request, "note"), record.noted_by(comment, timezone.now())
    found = Note.objects.about(prints).filter(pk=number).first() if number else None
    if found is None:
        raise Http404("There is no such note about whoever sent this comment.")
    try:
        notes.delete(found, by=moderator(request))
    except notes.NotYours as error:
        raise PermissionDenied(str(error)) from error
    return back.to_card(request, pk)


def _asked(
    request: HttpRequest,
    comment: Comment,
    form: NoteForm,
    status: HTTPStatus,
    refusal: str = "",
    about: str = "",
) -> HttpResponse:
    context = {"form": form, "refusal": refusal, "about": about}
    return sheet.draw(request, "desk/note.html", comment, context, status=status)
