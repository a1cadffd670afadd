"""Template tags: the seam where a story's page shows its comments and the form."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Article
from comments import fragments, markup, thread
from comments.forms import ReplyForm
from comments.house_rules import HOUSE_RULES
from comments.models import Comment

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


@register.inclusion_tag("comments/thread.html")
def comment_thread(article: Article, page: thread.Thread | None = None) -> dict[str, Any]:
    """Draw a page of a story's thread, by default the first."""
    shown = page or thread.load(article)
    url, takes_replies = article.get_absolute_url(), article.takes_comments
    rows = fragments.join(shown.rows, url, takes_replies=takes_replies) if shown.rows else ""
    return {"article": article, "thread": shown, "list": rows}


@register.simple_tag(takes_context=True)
def reply_form(context: Context, article: Article) -> SafeString:
    """Draw "Leave a Reply", in answer to the comment that ``?replyto=`` names, if it is public and of this story."""
    asked = context["request"].GET.get("replyto", "")
    replying_to = _public_comment(article, asked) if asked else None
    if replying_to is not None:
        return _form(article, replying_to)
    before, after = _empty_form(article.comments_policy, get_language())
    return markup.stored(before + escape(article.get_absolute_url()) + after)


def _form(article: Article, replying_to: Comment | None = None) -> SafeString:
    form = ReplyForm(article=article, replying_to=replying_to)
    shown = {"article": article, "form": form, "replying_to": replying_to, "house_rules": HOUSE_RULES}
    return render_to_string("comments/reply.html", shown)


@lru_cache
def _empty_form(policy: str, language: str) -> tuple[str, str]:
    """Return the form that answers nobody, before and after the story's address: all else is the same on each page."""
    stand_in = Article(dated=dt.date(2000, 1, 1), slug="stand-in", comments_policy=policy)
    lines = (line.strip() for line in _form(stand_in).split("\n"))
    before, after = "\n".join(filter(None, lines)).split(stand_in.get_absolute_url())
    return before, after


def _public_comment(article: Article, asked: str) -> Comment | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Comment.objects.public().for_article(article.pk).defer("email_sealed").filter(pk=asked).first()
