"""Personal: a commenter's e-mail address, shown and looked for by those who may, each time with an entry in the log."""

from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from comments import deeds, identity
from comments.admin import limits
from comments.identity import Purpose
from comments.models import Comment
from comments.models.comment import EMAIL_LIMIT
from comments.querysets import CommentQuerySet
from comments.row_ids import row_id

SEE_PERSONAL = "comments.see_personal"
DELETED = "(deleted)"
SHUT = "This cannot be opened: the key that sealed it is not in the list any more."
SHOWN, SOUGHT = "admin/comments/comment/email.html", "admin/comments/comment/sought.html"
SAME_EMAIL = "same_email"


class EmailForm(forms.Form):
    """A whole e-mail address to look for; it is posted, so that it stands in no address and in no list of them."""

    email = forms.EmailField(
        max_length=EMAIL_LIMIT,
        label="Find by the whole e-mail address",
        error_messages={
            "required": "Please type the whole e-mail address.",
            "invalid": "This is not an e-mail address. It should look like name@example.org.",
        },
    )


class SameEmailFilter(admin.SimpleListFilter):
    """Keeps the comments that were sent with the same e-mail address as one of them."""

    title = "e-mail address"
    parameter_name = SAME_EMAIL

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer what was asked for, and nothing else: one comes here from a search."""
        asked = request.GET.get(SAME_EMAIL, "")
        return [(asked, f"the same as that of comment {asked}")] if row_id(asked) is not None else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        """Compare fingerprints, also those under keys that were rotated."""
        asked = self.value()
        if not asked:
            return queryset
        named = limits.within(request, Comment.objects.filter(pk=asked))
        comment = named.only("uuid", "email_sealed", "email_print").first()
        return cast(CommentQuerySet, queryset).from_email(_prints(comment) if comment else ())


def show(request: HttpRequest, comment: Comment | None, context: dict[str, Any]) -> HttpResponse:
    """Show a comment's e-mail address; the log says who looked."""
    _require(request)
    if comment is None:
        raise Http404("There is no such comment.")
    told = email_of(comment)
    if told not in (DELETED, SHUT):
        deeds.looked(comment, by=cast(User, request.user))
    shown = {**context, "title": f"E-mail address of comment {comment.pk}", "comment": comment, "email": told}
    return TemplateResponse(request, SHOWN, shown)


def find(request: HttpRequest, comments: CommentQuerySet, context: dict[str, Any]) -> HttpResponse:
    """Look for the comments of an e-mail address; the log says who did, and whom they found."""
    _require(request)
    form = EmailForm(request.POST)
    if not form.is_valid():
        shown = {**context, "title": "Find by e-mail address", "form": form}
        return TemplateResponse(request, SOUGHT, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    prints = identity.fingerprints(Purpose.EMAIL, identity.email_key(form.cleaned_data["email"]))
    newest = comments.from_email(prints).order_by("-submitted_at", "-id").first()
    there = reverse("admin:comments_comment_changelist")
    if newest is None:
        deeds.sought(by=cast(User, request.user))
        messages.warning(request, "No comment was sent with this e-mail address.")
        return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)
    deeds.looked(newest, by=cast(User, request.user))
    return HttpResponseRedirect(f"{there}?{SAME_EMAIL}={newest.pk}", status=HTTPStatus.SEE_OTHER)


def email_of(comment: Comment) -> str:
    """Return a comment's e-mail address, unsealed, or why there is none to show."""
    try:
        return comment.email or DELETED
    except identity.Unreadable:
        return SHUT


def _prints(comment: Comment) -> set[str]:
    kept = email_of(comment)
    known = () if kept in (DELETED, SHUT) else identity.fingerprints(Purpose.EMAIL, identity.email_key(kept))
    return {comment.email_print, *known} - {""}


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE_PERSONAL):
        raise PermissionDenied("E-mail addresses are for those who may see them.")
