"""Template tags: the seam where a story's page shows its comments and the form."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles import late, pages
from articles.models import Article
from comments import formmarks, markup, openness, thread
from comments.formmarks import Marks
from comments.forms import ReplyForm
from comments.house_rules import HOUSE_RULES
from comments.models import Comment
from comments.openness import Openness

register = template.Library()

# What stands in a form for the comment that it answers, and how much of that is shown.
STAND_IN = Comment(pk=987_654_321, name="whoever-is-answered", text="what-is-answered")
STANDING_IN = (str(STAND_IN.pk), STAND_IN.name, STAND_IN.text)
EXCERPT = 60


@register.simple_tag
def reply_counts(stories: Iterable[Article]) -> dict[int, int]:
    """Return how many public comments each of these stories has, in one query."""
    return Comment.objects.count_public([story.pk for story in stories])


@register.filter
def count_for(counts: Mapping[int, int], story: Article) -> int:
    """Return one story's count out of ``reply_counts``."""
    return counts.get(story.pk, 0)


@register.simple_tag
def load_thread(article: Article) -> thread.Thread:
    """Return the first page of a story's thread: ``{% load_thread article as thread %}`` tells its total early."""
    return thread.load(article)


@register.simple_tag
def openness_of(article: Article) -> Openness:
    """Return how a story takes comments now; a page that shows it is true until that changes by itself."""
    found = openness.of(article)
    pages.until(found.until)
    return found


@register.simple_tag
def taking_comments(stories: Collection[Article]) -> set[int]:
    """Return which of these stories take comments now, in one query, as ``openness_of`` does."""
    found = openness.of_each(stories)
    for each in found.values():
        pages.until(each.until)
    return {pk for pk, each in found.items() if each.takes_comments}


@register.inclusion_tag("comments/thread.html")
def comment_thread(
    article: Article, page: thread.Thread | None = None, known: Openness | None = None
) -> dict[str, Any]:
    """Draw a page of a story's thread, by default the first; what is ``known`` of the story is not asked for again."""
    shown, found = page or thread.load(article), known or openness_of(article)
    url, takes = article.get_absolute_url(), found.takes_comments
    rows, pinned = shown.joined(url, takes_replies=takes), shown.joined_pinned(url, takes_replies=takes)
    list_ = late.put(rows) or markup.stored(rows.decode())
    return {"article": article, "thread": shown, "list": list_, "pinned": pinned, "openness": found}


@register.simple_tag(takes_context=True)
def reply_form(context: Context, article: Article, known: Openness) -> SafeString:
    """Draw "Leave a Reply", in answer to the comment that ``?replyto=`` names, if it is public and of this story."""
    asked = context["request"].GET.get("replyto", "")
    answered = _public_comment(article, asked) if asked else None
    settled = replace(known, until=None, message="")
    pieces, url, marks = _frame(settled, get_language(), answers=answered is not None)
    own_url = article.get_absolute_url()
    own = formmarks.of(own_url)
    said = {url: escape(own_url), marks.trap: own.trap, marks.token: own.token}
    if answered:
        said |= _said_of(answered)
    return markup.stored("".join(said.get(piece, piece) for piece in pieces))


@lru_cache
def _frame(known: Openness, language: str, *, answers: bool) -> tuple[tuple[str, ...], str, Marks]:
    """Return the form with the address and the marks in it: all else is the same on each page.

    One that ``answers`` stands in answer to ``STAND_IN``. It is cut where something is put in, each stand-in a piece by
    itself: what is put in, a story's own words or a reader's, is never looked at again.
    """
    story = Article(dated=dt.date(2000, 1, 1), slug="stand-in")
    replying_to = STAND_IN if answers else None
    form = ReplyForm(article=story, replying_to=replying_to)
    rules = {"openness": known, "house_rules": HOUSE_RULES}
    shown = {"article": story, "form": form, "replying_to": replying_to, **rules}
    lines = (line.strip() for line in render_to_string("comments/reply.html", shown).split("\n"))
    url = story.get_absolute_url()
    marks = formmarks.of(url)
    stand_ins = [url, marks.trap, marks.token, *(STANDING_IN if answers else ())]
    cuts = re.compile(f"({'|'.join(map(re.escape, stand_ins))})")
    return tuple(cuts.split("\n".join(filter(None, lines)))), url, marks


def _said_of(answered: tuple[int, str, str]) -> dict[str, str]:
    """Return what stands in a form for the comment that it answers, each with what is said of this one."""
    pk, name, text = answered
    begins = escape(Truncator(text).chars(EXCERPT))
    return dict(zip(STANDING_IN, (str(pk), escape(name), begins), strict=True))


def _public_comment(article: Article, asked: str) -> tuple[int, str, str] | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Comment.objects.answered(article.pk, int(asked))
