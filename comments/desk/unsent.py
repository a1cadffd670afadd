"""Unsent: what was typed into a form of the desk that could not be taken, shown again to be copied."""

from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from comments.row_ids import row_id

# The fields of the desk in which somebody writes. What else a form carries is not shown: a token is among it.
FIELDS = {
    "note": "Your note",
    "text": "What you wrote",
    "why": "Why it should end",
    "passages": "What you pasted to be removed",
    "called": "What the filter should be called",
}
# More than any of these fields takes.
MOST = 20_000
# The pages at whose own address their form is sent; the others are parts of a card or of a list.
OWN_PAGES = frozenset({"ban", "campaign", "escalate", "note", "redact", "reply", "thread"})
SIGNED_OUT = "You are signed out."
NOT_ALLOWED = "You may decide on comments no more."
SIGN_IN = "Nothing was done. Sign in, then send it once more."
SIGN_IN_AND_COPY = (
    "Nothing was done. Copy what you typed before you leave this page. Then sign in, and send it once more."
)
ASK = "Nothing was done. An editor can give you the permission."


class Typed(NamedTuple):
    """A text out of a form, and the name of its field there."""

    name: str
    label: str
    text: str


def typed(request: HttpRequest) -> list[Typed]:
    """Return what somebody wrote into a form of the desk, field by field."""
    sent = ((name, label, request.POST.get(name, "")[:MOST]) for name, label in FIELDS.items())
    return [Typed(name, label, text) for name, label, text in sent if text.strip()]


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form whose sender is not signed in any more, with what was typed and the way to sign in."""
    message = SIGN_IN_AND_COPY if typed(request) else SIGN_IN
    return _plain(request, SIGNED_OUT, message, sign_in=reverse("admin:login", query={"next": back(request)}))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form whose sender may not decide, with what was typed."""
    return _plain(request, NOT_ALLOWED, ASK)


def back(request: HttpRequest) -> str:
    """Return where a form can be filled in anew: its own page, the card that it stood on, or else the desk."""
    if request.resolver_match and request.resolver_match.url_name in OWN_PAGES:
        return request.path
    pk = row_id(request.POST.get("comment", ""))
    return reverse("desk:card", args=[pk]) if pk else reverse("desk:queue")


def _plain(request: HttpRequest, title: str, message: str, **more: str) -> HttpResponse:
    context = {"title": title, "message": message, "typed": typed(request), **more}
    return render(request, "desk/unsent.html", context, status=HTTPStatus.FORBIDDEN)
