"""Template tags: the seam where a story's page shows its comments and the form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context

from articles.models import Article
from comments import thread
from comments.forms import ReplyForm
from comments.house_rules import HOUSE_RULES
from comments.models import Comment

register = template.Library()


@register.simple_tag
def reply_counts(stories: Iterable[Article]) -> dict[int, int]:
    """Return how many public comments each of these stories has, in one query."""
    return Comment.objects.public().count_by_article([story.pk for story in stories])


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
    return {"article": article, "thread": page or thread.load(article)}


@register.inclusion_tag("comments/reply.html", takes_context=True)
def reply_form(context: Context, article: Article) -> dict[str, Any]:
    """Draw "Leave a Reply", in answer to the comment that ``?replyto=`` names, if it is public and of this story."""
    asked = context["request"].GET.get("replyto", "")
    replying_to = _public_comment(article, asked) if asked else None
    form = ReplyForm(article=article, replying_to=replying_to)
    return {"article": article, "form": form, "replying_to": replying_to, "house_rules": HOUSE_RULES}


def _public_comment(article: Article, asked: str) -> Comment | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Comment.objects.public().for_article(article.pk).defer("email_sealed").filter(pk=asked).first()
