"""The cast: the same stories, readers and staff in every test."""

import datetime as dt
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles import publishing
from articles.models import Article, Section
from comments import moderation
from comments.models import Comment
from comments.moderation import Submitted
from comments.screening.shapes import Submission
from comments.words import Action

_numbers = count(1)
DECISIONS = {
    "approved": Action.APPROVE,
    "rejected": Action.REJECT,
    "spam": Action.SPAM,
    "trash": Action.TRASH,
}


def make_section(**fields: Any) -> Section:
    """Return the section of that slug, by default Harbour."""
    slug = fields.pop("slug", "harbour")
    return Section.objects.get_or_create(slug=slug, defaults={"name": slug.title(), **fields})[0]


def make_article(*, published: bool = True, at: dt.datetime | None = None, **fields: Any) -> Article:
    """Return a story, published unless said otherwise."""
    number = next(_numbers)
    given = {"headline": f"Story {number}", "slug": f"story-{number}", "body": "<p>It rained.</p>", **fields}
    article = Article.objects.create(**{"section": given.pop("section", None) or make_section(), **given})
    if published:
        publishing.publish(article, at=at)
    return article


def make_submission(article: Article, **fields: Any) -> Submission:
    """Return what a reader nobody knows sends; each from a network of its own."""
    number = next(_numbers)
    given = {
        "name": f"Reader {number}",
        "email": f"reader{number}@example.org",
        "text": f"What I think, number {number}.",
        "address": f"2001:db8:{number % 65536:x}:{number // 65536:x}00::1",
    }
    return Submission(article_id=article.pk, **{**given, **fields})


def submit(article: Article, *, at: dt.datetime | None = None, **fields: Any) -> Submitted:
    """Submit what ``make_submission`` makes."""
    return moderation.submit(make_submission(article, **fields), at=at)


def make_comment(
    article: Article, *, status: str = "pending", parent: Comment | None = None, **fields: Any
) -> Comment:
    """Return a comment that was submitted and, unless it is to be pending, decided on by nobody in particular."""
    at = fields.pop("at", None) or timezone.now()
    comment = submit(article, at=at, parent_id=parent.pk if parent else None, **fields).comment
    if status != "pending":
        moderation.decide([comment], action=DECISIONS[status], by=None, at=at)
    return comment


def make_staff(name: str, *groups: str, **fields: Any) -> User:
    """Return somebody who may sign in to the admin, in these groups."""
    user = User.objects.create_user(name, password="correct horse battery", is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user
