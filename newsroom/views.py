"""Views of the frame: health, robots, and what is said when something is wrong."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from articles import pages
from comments.desk import stale as stale_form
from comments.origin import Evidence, evidence
from newsroom.outage import is_outage

A_DAY = 24 * 60 * 60
# What a database needs to start anew, and what the reader is told.
A_MINUTE = 60
# It takes reading the file, where SQLite would answer a bare "SELECT 1" without any.
PROBE = "SELECT 1 FROM django_migrations LIMIT 1"

# Addresses that are of use to one person, or that only repeat a story or a reply with a form drawn differently.
ROBOTS = """\
User-agent: *
Disallow: /*?replyto=
Disallow: /*&replyto=
Disallow: /comments/report/
Disallow: /comments/*/report/
Disallow: /receipts/
Disallow: /moderation/
Disallow: /admin/
"""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say how the newsroom is: ``ok``; ``degraded``, when it serves slowly, 200 too; ``failing``, 503.

    It fails without its database. Where pages cannot be kept it only slows down, and says why. What had befallen them
    and is mended already is told for a while.
    """
    said = {"status": "ok", "database": "ok", "pages": "ok"}
    if reason := pages.health():
        said |= {"status": "degraded", "pages": "failing", "reason": reason}
    elif reason := pages.lately():
        said |= {"status": "degraded", "pages": "mended", "reason": reason}
    if not _database_answers():
        return JsonResponse(
            {**said, "status": "failing", "database": "failing"}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    return JsonResponse(said)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(PROBE)
            cursor.fetchone()
    except Error:
        return False
    return True


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers which addresses to leave alone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is no proper request, with nothing but static text: its host may not be ours."""
    return _static_page("400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 in the paper's look."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without the token that Django asks for; on the desk with what was typed into it."""
    is_ours = evidence(request.headers, settings.NEWSROOM_ORIGIN) == Evidence.OURS
    if is_ours and request.resolver_match and request.resolver_match.app_name == "desk":
        return stale_form.refused(request)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the paper's look."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours with static text: whatever failed, this page asks nothing of it.

    Every error ends here, a middleware's and another error page's too: so does a database that does not answer,
    which is no fault, and passes (docs/decisions/0015).
    """
    if is_outage(sys.exception()):
        return _unavailable()
    return _static_page("500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _unavailable() -> HttpResponse:
    response = _static_page("503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(A_MINUTE)
    response["Cache-Control"] = "no-store"
    return response


def _static_page(template: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"site_name": settings.NEWSROOM_NAME}), status=status)
