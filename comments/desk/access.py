"""Access: who may sit at the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from comments.desk import answers, unsent

PERMISSION = "comments.moderate_comment"
View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Let in staff who may decide on comments, send strangers to sign in, answer 403 to everybody else.

    A form cannot be sent again after signing in: whoever sent it is told so, and given back what they typed. The desk's
    script keeps what it sends by itself. Nothing that a view of the desk answers is kept by a cache.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_form = request.method == "POST" and not answers.is_script(request)
        if not request.user.is_authenticated:
            return unsent.signed_out(request) if is_form else _to_sign_in(request)
        if may_decide(request):
            return view(request, *args, **kwargs)
        if is_form:
            return unsent.not_allowed(request)
        raise PermissionDenied("The desk is for staff who may decide on comments.")

    return cache_control(private=True, no_store=True)(guarded)


def may_decide(request: HttpRequest) -> bool:
    """Whether somebody who is signed in may sit at the desk."""
    return request.user.is_staff and request.user.has_perm(PERMISSION)


def moderator(request: HttpRequest) -> User:
    """Return who sits at the desk; for views behind ``moderator_required``."""
    return cast(User, request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the door and back again; what a script has sent leads to the desk."""
    is_page = request.method in ("GET", "HEAD")
    return redirect_to_login(
        request.get_full_path() if is_page else reverse("desk:queue"), reverse("admin:login")
    )
