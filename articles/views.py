"""Views: the public pages, the same bytes for everybody; no view touches the session or the user."""

import datetime as dt
import re
from http import HTTPStatus
from typing import cast

from django.core.files.storage import default_storage
from django.db.models import FETCH_RAISE
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import front_page, late, pages, reading
from articles.conditional import conditional
from articles.models import Article, Section
from articles.models.image import NAME_LENGTH
from articles.querysets import ArticleQuerySet

STORIES_A_PAGE = 24
A_YEAR = 365 * 24 * 60 * 60

# A digest of the picture and, where the same picture came twice, what the storage puts behind it.
PICTURE_NAME = re.compile(rf"[0-9a-f]{{{NAME_LENGTH}}}(?:_[A-Za-z0-9]{{7}})?\.(webp|jpe?g|png|gif)", re.ASCII)
PICTURE_TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}
CURSOR = re.compile(r"(?P<microseconds>[0-9]{1,17})-(?P<pk>[0-9]{1,18})", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@require_safe
@conditional
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page, or with ``?page=`` the stories older than those before it."""
    stories, older = _page(request, Article.objects.newest_first())
    if "page" in request.GET:
        return render(request, "articles/older.html", {"stories": stories, "older": older})
    page = front_page.arrange(stories)
    if stories:
        gap = front_page.last_before_a_gap(stories, page)
        older = _older_than(gap) if older or gap != stories[-1] else ""
    places = {"lead": page.lead, "side": page.side, "opinion": page.opinion, "strips": page.strips}
    edition = stories[0].published_at if stories else None
    context = {**places, "stories": stories, "older": older, "edition": edition}
    return render(request, "articles/front.html", context)


@require_safe
@conditional
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a section's stories, the newest first."""
    shown = get_object_or_404(Section, slug=slug)
    stories, older = _page(request, Article.objects.in_section(shown))
    context = {"section": shown, "stories": stories, "older": older}
    return render(request, "articles/section.html", context)


@require_safe
@conditional
def story(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Show a story; a withdrawn one answers 410, a draft as if it were not there."""
    article = _at_address(year, month, day, slug)
    if not article.is_published:
        gone = render(request, "410.html", {"article": article}, status=HTTPStatus.GONE)
        gone["Cache-Control"] = "no-cache"  # it may come back
        return gone
    corrections = reading.corrections(article)
    shown = {"article": article, "corrections": corrections, "made_of": (article.read_as, corrections)}
    return late.render(request, "articles/story.html", shown)


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Serve a picture; its name is made from its bytes, so that no address ever changes its picture."""
    matched = PICTURE_NAME.fullmatch(name)
    if matched is None:
        raise Http404("No picture has this name.")
    try:
        file = default_storage.open(f"pictures/{name}")
    except FileNotFoundError as error:
        raise Http404("No picture has this name.") from error
    response = FileResponse(file, content_type=PICTURE_TYPES[matched[1]])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: HttpRequest, stories: ArticleQuerySet) -> tuple[list[Article], str]:
    """Return the public ones of these stories that ``?page=`` asks for, and the query string of those after them.

    It is "" where there are none after them. The page is true until the next of the stories appears by itself.
    """
    pages.until(stories.next_publication())
    found = stories.published().newest_first().for_page().defer("body").fetch_mode(FETCH_RAISE)
    if "page" in request.GET:
        found = found.older_than(*_place(request.GET["page"]))
    window = list(found[: STORIES_A_PAGE + 1])
    shown = window[:STORIES_A_PAGE]
    return shown, _older_than(shown[-1]) if len(window) > len(shown) else ""


def _older_than(article: Article) -> str:
    """Return the query string of the page that goes on after a story: its time in microseconds, and its id."""
    published_at = cast(dt.datetime, article.published_at)  # a constraint says so of every published story
    return urlencode({"page": f"{(published_at - EPOCH) // MICROSECOND}-{article.pk}"})


def _place(cursor: str) -> tuple[dt.datetime, int]:
    matched = CURSOR.fullmatch(cursor)
    if matched is None:
        raise Http404("No page has this address.")
    return EPOCH + int(matched["microseconds"]) * MICROSECOND, int(matched["pk"])


def _at_address(year: int, month: int, day: int, slug: str) -> Article:
    try:
        date = dt.date(year, month, day)
    except ValueError as error:
        raise Http404("No day has this date.") from error
    article = reading.story(date, slug)
    if article is None:
        raise Http404("No story has this address.")
    return article
