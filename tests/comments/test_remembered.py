"""Remembered threads: read once while nothing changes, never shown when something has, and never too many."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from articles.models import Article
from articles.remembered import Remembered
from comments import fragments, moderation, thread
from comments.models import Comment, LogEntry
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def current(article: Article) -> list[str]:
    """Return a story's thread as the next request reads it."""
    return [row.fragment for row in thread.load(Article.objects.get(pk=article.pk)).rows]


def test_a_thread_is_read_once(article: Article, django_assert_num_queries: Any) -> None:
    make_comment(article, status="approved")
    asked = Article.objects.get(pk=article.pk)
    first = thread.load(asked)
    with django_assert_num_queries(0):
        assert thread.load(asked) is first


def test_what_is_decided_is_seen_at_once(article: Article) -> None:
    comment = make_comment(article, status="approved")
    assert len(current(article)) == 1
    rejected = moderation.decide([comment], action="reject", by=None, reason="person")
    assert current(article) == []
    moderation.undo(rejected, by=None)
    assert len(current(article)) == 1
    make_comment(article, status="approved")
    assert len(current(article)) == 2


def test_what_was_not_committed_is_not_remembered_as_the_present(article: Article) -> None:
    comment = make_comment(article, status="approved")
    before = current(article)
    with transaction.atomic():
        moderation.decide([comment], action="spam", by=None)
        assert current(article) == []
        transaction.set_rollback(True)
    assert current(article) == before
    assert LogEntry.objects.filter(action="spam").count() == 0


def test_another_version_of_fragments_is_another_thread(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_comment(article, status="approved", text="As it was made.")
    current(article)
    Comment.objects.update(fragment="<p>As it is made now.</p>", fragment_version="new")
    monkeypatch.setattr(fragments, "version", lambda: "new")
    assert current(article) == ["<p>As it is made now.</p>"]


def test_open_and_closed_are_told_apart(client: Client) -> None:
    article = make_article()
    make_comment(article, status="approved")
    url = article.get_absolute_url()
    assert b"Reply to" in client.get(url).content
    Article.objects.filter(pk=article.pk).update(comments_policy="closed")
    assert b"Reply to" not in client.get(url).content


def test_who_was_asked_for_longest_ago_goes_first() -> None:
    known: Remembered[str] = Remembered(most=3)
    read: list[str] = []

    def get(key: str) -> str:
        def look() -> str:
            read.append(key)
            return key

        return known.get(key, look, len)

    for key in ("a", "b", "c", "a", "d", "b"):
        assert get(key) == key
    assert read == ["a", "b", "c", "d", "b"]
    get("too long for it")
    get("too long for it")
    assert read[-2:] == ["too long for it", "too long for it"]
