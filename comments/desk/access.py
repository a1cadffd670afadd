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

PERMISSION = "comments.moderate_comment"
View = Callable[..., HttpResponse]


def moderator_required(view: View) -> View:
    """Let in staff who may decide on comments, send strangers to sign in, answer 403 to everybody else.

    Nothing that a view of the desk answers is kept by a cache.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_way_back(request), reverse("admin:login"))
        if not (request.user.is_staff and request.user.has_perm(PERMISSION)):
            raise PermissionDenied("The desk is for staff who may decide on comments.")
        return view(request, *args, **kwargs)

    return cache_control(private=True, no_store=True)(guarded)


def moderator(request: HttpRequest) -> User:
    """Return who sits at the desk; for views behind ``moderator_required``."""
    return cast(User, request.user)


def _way_back(request: HttpRequest) -> str:
    """Return where to go after signing in: a form cannot be sent again, so its sender gets the desk."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("desk:queue")
