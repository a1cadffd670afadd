"""Views: the reader's door; the only room that sees a reader's request."""

import datetime as dt
import logging
import math
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import late, reading
from articles.addresses import Place
from articles.conditional import conditional
from articles.models import Article
from comments import formmarks, identity, moderation, openness, receipts, thread
from comments.address import client_address
from comments.arrival import NotTaken
from comments.forms import ReplyForm
from comments.house_rules import HOUSE_RULES
from comments.models import Comment
from comments.origin import Evidence, evidence
from comments.throttle import TooSoon

# Why a story takes no reply: status of the answer, heading, what to do.
GONE = (HTTPStatus.GONE, "This story was withdrawn.", "It takes no replies any more.")
MISSING = (HTTPStatus.NOT_FOUND, "There is no story here.", "Look on the front page for the story you mean.")
FOREIGN = (
    HTTPStatus.FORBIDDEN,
    "Your reply was sent from another site.",
    "Open the story here, copy your text into its form and send it again.",
)
TOO_BIG = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "This is far too long.",
    "Go back in your browser, shorten the text and send it again.",
)
UNSTORED = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Your reply is not stored yet.",
    "Our database does not answer just now. Please send it again in a minute: the same reply is taken only once.",
)
A_MINUTE = 60
KEPT = "Your text stands below, so that you can copy it."

logger = logging.getLogger(__name__)


@csrf_exempt  # the page is the same for everybody, so it has no token; ``origin.evidence`` stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def post_comment(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Take a reply: 303 to its receipt, or an answer that says what is wrong and keeps what was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{request.path.removesuffix('reply/')}#reply")
    dated = _date(year, month, day)
    try:
        return _take(request, dated, slug)
    except (OperationalError, InterfaceError):
        if dated is None or _is_too_big(request):
            raise
        logger.exception("A reply could not be stored")
        # Known by its address alone, which is all that the form needs.
        return _unstored(request, Article(dated=dated, slug=slug))


def _take(request: HttpRequest, dated: dt.date | None, slug: str) -> HttpResponse:
    if _is_too_big(request):
        return _refused(request, TOO_BIG, _story(dated, slug))
    proof = evidence(request.headers, settings.NEWSROOM_ORIGIN)
    pk = reading.number(dated, slug) if dated and proof is not Evidence.FOREIGN else None
    if dated is None or pk is None:
        refusal = FOREIGN if proof is Evidence.FOREIGN else MISSING
        return _refused(request, refusal, _story(dated, slug), request.POST.get("comment", ""))
    # What is not refused needs no more of the story than where it is; whether it takes replies is seen at storing.
    form = ReplyForm(request.POST, article=Place(pk, dated, slug))
    if not form.is_valid():
        return _not_sent(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, "Your reply was not sent.")
    return _submit(request, form, from_our_page=proof is Evidence.OURS)


def _is_too_big(request: HttpRequest) -> bool:
    # Django's own limit leaves files out of its sum; the form has none.
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _submit(request: HttpRequest, form: ReplyForm, *, from_our_page: bool) -> HttpResponse:
    sent = form.submission(address=_address(request), from_our_page=from_our_page)
    try:
        submitted = moderation.submit(sent)
    except TooSoon as early:
        seconds = math.ceil(early.wait.total_seconds())
        form.add_error(None, _please_wait(seconds))
        response = _not_sent(request, form, HTTPStatus.TOO_MANY_REQUESTS, "Your reply was not sent yet.")
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response["Retry-After"] = str(seconds)
        return response
    except NotTaken as error:
        form.add_error(None, str(error))
        return _not_sent(request, form, HTTPStatus.CONFLICT, "Your reply was not sent.")
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": receipts.address(submitted.token)})


def _please_wait(seconds: int) -> str:
    if seconds <= A_MINUTE:
        return f"You sent a reply a moment ago. Please wait {seconds} seconds, then send this one."
    minutes = math.ceil(seconds / A_MINUTE)
    return f"Many replies came from your network address. Please wait {minutes} minutes, then send this one."


@require_safe
@cache_control(private=True, no_store=True)
def token(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Give a script a token of this second for a story's form; nothing is looked up for it."""
    address = request.path.removesuffix("reply/token/")
    return HttpResponse(formmarks.fresh(address), content_type="text/plain")


@require_safe
@cache_control(private=True, no_store=True)
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show a commenter where a comment stands."""
    shown = receipts.read(token)
    if shown is None:
        raise Http404("No receipt has this address.")
    response = render(request, "comments/receipt.html", {"receipt": shown})
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # it changes nothing and tells nothing of anybody; ``origin.evidence`` keeps other sites out
@require_POST
@cache_control(private=True, no_store=True)
def device(request: HttpRequest) -> HttpResponse:
    """Hand out a new device, for a browser whose reader ticked "Save my name"; nothing is stored here."""
    if evidence(request.headers, settings.NEWSROOM_ORIGIN) is Evidence.FOREIGN:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return HttpResponse(identity.new_device(on=timezone.now().date()), content_type="text/plain")


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page on which a public comment stands."""
    comment = get_object_or_404(Comment.objects.public().for_desk(), pk=pk)
    if not comment.article.is_published:
        return redirect(comment.article)  # which answers that the story was withdrawn
    page = thread.page_url(comment.article, thread.page_of(comment, comment.article))
    response = redirect(f"{page}#comment-{comment.pk}")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@conditional
def page(request: HttpRequest, year: int, month: int, day: int, slug: str, number: int) -> HttpResponse:
    """Show a further page of a thread; the first is under the story."""
    article = _story(_date(year, month, day), slug)
    if article is None or not article.is_published:
        raise Http404("No published story has this address.")
    if number == 1:
        return redirect(article, permanent=True)
    try:
        shown = thread.load(article, number)
    except thread.NoSuchPage as error:
        raise Http404("The thread has no such page.") from error
    return late.render(request, "comments/page.html", {"article": article, "thread": shown})


def _story(dated: dt.date | None, slug: str) -> Article | None:
    return reading.story(dated, slug) if dated else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _refused(
    request: HttpRequest, refusal: tuple[HTTPStatus, str, str], article: Article | None, text: str = ""
) -> HttpResponse:
    status, title, message = refusal
    shown = article if article is not None and article.is_published else None
    context = {
        "article": shown,
        "title": title,
        "message": f"{message} {KEPT}" if text else message,
        "text": text,
    }
    return render(request, "comments/refused.html", context, status=status)


def _not_sent(request: HttpRequest, form: ReplyForm, status: HTTPStatus, title: str) -> HttpResponse:
    """Show the form again with what is wrong in it, or why the story takes no reply at all."""
    article, text = _story(form.article.dated, form.article.slug), request.POST.get("comment", "")
    if article is None or not article.is_published:
        return _refused(request, MISSING if article is None else GONE, article, text)
    how = openness.of(article)
    if not how.takes_comments:
        return _refused(request, (HTTPStatus.FORBIDDEN, *how.notice), article, text)
    context = {
        "article": article,
        "form": form,
        "openness": how,
        "title": title,
        "replying_to": form.replying_to,
        "house_rules": HOUSE_RULES,
    }
    return render(request, "comments/refused.html", context, status=status)


def _unstored(request: HttpRequest, story: Article) -> HttpResponse:
    """Give back what was typed, to be sent again, without asking the database, which does not answer.

    What another site sent is shown too, but in no form.
    """
    status, title, message = UNSTORED
    typed = request.POST
    context = {"article": story, "title": title, "message": message, "site_name": settings.NEWSROOM_NAME}
    if evidence(request.headers, settings.NEWSROOM_ORIGIN) is Evidence.FOREIGN:
        context |= {"text": typed.get("comment", ""), "message": f"{message} {KEPT}"}
    else:
        form = ReplyForm(article=story)
        form.initial = {**form.initial, **{name: typed[name] for name in form.fields if name in typed}}
        context |= {"form": form, "house_rules": HOUSE_RULES}
    page = render_to_string("comments/refused.html", context)
    return HttpResponse(page, status=status, headers={"Retry-After": str(A_MINUTE)})


def _address(request: HttpRequest) -> str:
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("X-Forwarded-For", ""),
        settings.NEWSROOM_TRUSTED_PROXIES,
    )
