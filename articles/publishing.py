"""Publishing: the only writer of a story's status and of its corrections."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from articles import markup, pages
from articles.models import Article, Correction


class NotPossible(Exception):
    """What was asked for cannot be done with this story; the text says why and what to do."""


@transaction.atomic
def publish(article: Article, *, at: dt.datetime | None = None) -> bool:
    """Publish a draft or bring back a withdrawn story; return False when it is published or scheduled already.

    ``at`` is an aware time, by default now; one that lies ahead schedules the story, which appears by itself
    then. The first publication fixes ``dated``, the day in the newsroom's zone, for good. Raises
    ``NotPossible`` for a story without a body or with another story at its address.
    """
    story = _locked(article)
    if story.status == Article.Status.PUBLISHED:
        return False
    if not markup.plain(story.body):
        raise NotPossible("This story has no text yet. Write the body, then publish it.")
    if story.published_at is None:
        story.published_at = at or timezone.now()
        story.dated = timezone.localdate(story.published_at)
        _refuse_taken_address(story)
    story.status = Article.Status.PUBLISHED
    _store(story, article, "status", "published_at", "dated")
    return True


@transaction.atomic
def withdraw(article: Article) -> bool:
    """Take a published story from its readers (its address answers 410); return False when it is not published.

    A scheduled story becomes a draft again: nobody has seen it, so that nothing is gone and it may be published
    at any other time.
    """
    story = _locked(article)
    if story.status != Article.Status.PUBLISHED:
        return False
    if story.is_published:
        story.status = Article.Status.WITHDRAWN
    else:
        pages.expire(story)  # its time may come before this is committed, and the lists show it then
        story.status, story.published_at = Article.Status.DRAFT, None
    _store(story, article, "status", "published_at")
    return True


@transaction.atomic
def revise(article: Article, *, at: dt.datetime | None = None) -> None:
    """Note that what readers see of a story was changed; what they cannot see yet is only expired."""
    story = _locked(article)
    if story.is_published:
        story.updated_at = at or timezone.now()
    _store(story, article, "updated_at")


@transaction.atomic
def correct(article: Article, *, text: str, at: dt.datetime | None = None) -> Correction:
    """Publish a correction under a story and return it. Raises ``NotPossible`` unless readers can see the story."""
    story = _locked(article)
    if not story.is_published:
        raise NotPossible(
            "Only a published story is corrected. Change one that readers have not seen itself."
        )
    if not text.strip():
        raise NotPossible("A correction needs a text: what was wrong, and what is right.")
    moment = at or timezone.now()
    correction = Correction.objects.create(article=story, text=text.strip(), corrected_at=moment)
    story.updated_at = moment
    _store(story, article, "updated_at")
    return correction


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _refuse_taken_address(story: Article) -> None:
    if Article.objects.at_address(story.dated, story.slug).exclude(pk=story.pk).exists():
        raise NotPossible(f"Another story of {story.dated} has the slug “{story.slug}”. Choose another one.")


def _store(story: Article, given: Article, *fields: str) -> None:
    story.save(update_fields=fields)
    pages.expire(story)
    for field in fields:
        setattr(given, field, getattr(story, field))
