"""Report views: where a reader says what is wrong with a comment, without an account and without JavaScript."""

import math
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import markup, reports
from comments.address import client_address
from comments.forms import ReportForm
from comments.models import Comment
from comments.origin import Evidence, evidence
from comments.row_ids import row_id
from comments.throttle import TooSoon

# Why no report is taken: status of the answer, heading, what to do.
MISSING = (
    HTTPStatus.NOT_FOUND,
    "This reply is not here.",
    "It is not under the story any more, or it never was. There is nothing left to report.",
)
GONE = (
    HTTPStatus.GONE,
    "The story of this reply was withdrawn.",
    "Its replies went with it. There is nothing left to report.",
)
FOREIGN = (
    HTTPStatus.FORBIDDEN,
    "Your report was sent from another site.",
    "Open the reply here, and report it with the button below it.",
)
TOO_BIG = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "This is far too long.",
    "Go back in your browser, shorten the text and send it again.",
)
KEPT = "Your text stands below, so that you can copy it."
A_MINUTE = 60


@csrf_exempt  # who is signed in makes no difference here; ``origin.evidence`` stands in the token's place
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form for a report of a comment, or take one: 303 to the thanks, the same for everybody."""
    comment = Comment.objects.public().for_desk().filter(pk=pk).first()
    address = reverse("comments:report", args=[pk])
    if request.method != "POST":
        refusal = _refusal(comment)
        return _refused(request, refusal) if refusal else _page(request, comment, ReportForm(address=address))
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return _refused(request, TOO_BIG)
    proof = evidence(request.headers, settings.NEWSROOM_ORIGIN)
    refusal = FOREIGN if proof is Evidence.FOREIGN else _refusal(comment)
    if comment is None or refusal:
        return _refused(request, refusal or MISSING, request.POST.get("sentence", ""))
    form = ReportForm(request.POST, address=address)
    if not form.is_valid():
        return _page(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _take(request, comment, form, is_ours=proof is Evidence.OURS and form.is_ours)


@require_safe
@cache_control(private=True, no_store=True)
def chosen(request: HttpRequest) -> HttpResponse:
    """Lead from the button under a comment, which shares the comment's number with Reply, to its form."""
    comment = row_id(request.GET.get("replyto", ""))
    if comment is None:
        return _refused(request, MISSING)
    there = reverse("comments:report", args=[comment])
    return _unlisted(HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": there}))


@require_safe
@cache_control(private=True, no_store=True)
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank for a report, whatever came of it."""
    comment = Comment.objects.public().for_desk().filter(pk=pk).first()
    shown = comment if _refusal(comment) is None else None
    return _unlisted(render(request, "comments/reported.html", {"comment": shown}))


def _take(request: HttpRequest, comment: Comment, form: ReportForm, *, is_ours: bool) -> HttpResponse:
    address = client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("X-Forwarded-For", ""),
        settings.NEWSROOM_TRUSTED_PROXIES,
    )
    typed = form.cleaned_data
    given = reports.Given(comment.pk, typed["reason"], typed["sentence"], address, is_ours=is_ours)
    try:
        reports.report(given)
    except reports.NotPublic:
        return _refused(request, MISSING, typed["sentence"])
    except TooSoon as early:
        minutes = math.ceil(early.wait.total_seconds() / A_MINUTE)
        wait = (
            f"Many reports came from your network address. Please wait {minutes} minutes, then send this one."
        )
        form.add_error(None, wait)
        response = _page(request, comment, form, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(math.ceil(early.wait.total_seconds()))
        return response
    there = reverse("comments:reported", args=[comment.pk])
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": there})


def _refusal(comment: Comment | None) -> tuple[HTTPStatus, str, str] | None:
    if comment is None:
        return MISSING
    return None if comment.article.is_published else GONE


def _page(
    request: HttpRequest, comment: Comment | None, form: ReportForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    # What is reported is not to be followed from here.
    text = markup.stored(markup.without_links(comment.body_html if comment else ""))
    context = {"comment": comment, "text": text, "form": form}
    return _unlisted(render(request, "comments/report.html", context, status=status))


def _refused(request: HttpRequest, refusal: tuple[HTTPStatus, str, str], text: str = "") -> HttpResponse:
    status, title, message = refusal
    context = {"title": title, "message": f"{message} {KEPT}" if text else message, "text": text}
    return _unlisted(render(request, "comments/refused.html", context, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
