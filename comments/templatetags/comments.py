"""Template tags: the seam where a story's page shows its comments and the form."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles import pages
from articles.models import Article
from comments import formmarks, markup, openness, thread
from comments.formmarks import Marks
from comments.forms import ReplyForm
from comments.house_rules import HOUSE_RULES
from comments.models import Comment
from comments.openness import Openness

register = template.Library()


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
    return {"article": article, "thread": shown, "list": rows, "pinned": pinned, "openness": found}


@register.simple_tag(takes_context=True)
def reply_form(context: Context, article: Article, known: Openness) -> SafeString:
    """Draw "Leave a Reply", in answer to the comment that ``?replyto=`` names, if it is public and of this story."""
    asked = context["request"].GET.get("replyto", "")
    replying_to = _public_comment(article, asked) if asked else None
    if replying_to is not None:
        return _form(article, known, replying_to)
    form, url, marks = _empty_form(replace(known, until=None, message=""), get_language())
    own_url = article.get_absolute_url()
    own = formmarks.of(own_url)
    marked = form.replace(marks.trap, own.trap).replace(marks.token, own.token)
    return markup.stored(marked.replace(url, escape(own_url)))


def _form(article: Article, known: Openness, replying_to: Comment | None = None) -> SafeString:
    form = ReplyForm(article=article, replying_to=replying_to)
    shown = {
        "article": article,
        "form": form,
        "openness": known,
        "replying_to": replying_to,
        "house_rules": HOUSE_RULES,
    }
    return render_to_string("comments/reply.html", shown)


@lru_cache
def _empty_form(known: Openness, language: str) -> tuple[str, str, Marks]:
    """Return the form that answers nobody, with the address and the marks in it: all else is the same on each page."""
    stand_in = Article(dated=dt.date(2000, 1, 1), slug="stand-in")
    lines = (line.strip() for line in _form(stand_in, known).split("\n"))
    url = stand_in.get_absolute_url()
    return "\n".join(filter(None, lines)), url, formmarks.of(url)


def _public_comment(article: Article, asked: str) -> Comment | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Comment.objects.public().for_article(article.pk).defer("email_sealed").filter(pk=asked).first()
