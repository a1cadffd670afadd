"""Site: the admin as the newsroom's staff see it."""

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override

from comments import policies
from comments.desk import queue
from newsroom.login import StaffLoginForm

# The admin's own scripts and pictures, and nothing from anywhere else; its icons are partly data addresses.
STAFF_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


def staff_page[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Serve a view under the staff's content security policy, and let nobody keep what it shows."""
    kept_by_nobody = cache_control(private=True, no_store=True)
    return csp_override(STAFF_CSP)(kept_by_nobody(view))


class StaffSite(AdminSite):
    """The newsroom's own admin: its name, its counts, its content security policy and its guarded door."""

    index_title = "Newsroom"
    # The rooms are in the bar over each page; lists need the width.
    enable_nav_sidebar = False
    login_form = StaffLoginForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page of the admin shows, under the paper's own name."""
        name = settings.NEWSROOM_NAME
        return {**super().each_context(request), "site_header": name, "site_title": name}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out Django's way to a row's page: it tells where drafts will be, and believes the Host it is given."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def admin_view[View: Callable[..., HttpResponseBase]](self, view: View, cacheable: bool = False) -> View:
        """Guard a view as Django does; nothing that staff see is kept by a cache."""
        return staff_page(super().admin_view(_without_nul(view)))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what there is to edit and, to those who decide on comments, how many wait, and whether all must."""
        return super().index(request, {**_held(request), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the sign-in form, or answer 429 while it takes no further attempt."""
        return staff_page(self._login)(request, extra_context)

    def _login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        context = response.context_data if isinstance(response, TemplateResponse) else None
        form = (context or {}).get("form")
        if isinstance(form, StaffLoginForm) and form.wait is not None:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(math.ceil(form.wait.total_seconds()))
        return response


def _without_nul[View: Callable[..., HttpResponseBase]](view: View) -> View:
    """Refuse an address with a NUL in what it asks for: PostgreSQL cannot even be asked."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("There is a NUL in the address.")
        return view(request, *args, **kwargs)

    return cast(View, answer)


def _held(request: HttpRequest) -> dict[str, Any]:
    if not request.user.has_perm("comments.moderate_comment"):
        return {}
    held, overdue = queue.held(cast(User, request.user), timezone.now())
    return {"held": held.said, "overdue": overdue.said, "trouble": policies.trouble()}
