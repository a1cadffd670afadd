"""The admin's own list of comments: no full count, pages that end, and searches that look at the newest."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.admin import paging, reading
from comments.models import Comment
from tests.comments.staffroom import LIST, make_moderator, rows, signed_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


@pytest.fixture
def moderator() -> Client:
    return signed_in(make_moderator())


def test_nothing_is_counted_further_than_pages_go(
    moderator: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_COUNTED", 2)
    for _ in range(3):
        make_comment(article)
    with CaptureQueriesContext(connection) as captured:
        assert len(rows(moderator)) == 3
    counts = [query["sql"] for query in captured.captured_queries if "COUNT(" in query["sql"]]
    assert counts
    assert all(re.search(r"LIMIT 3\b", count) for count in counts)


@pytest.mark.parametrize("query", ["q=harbour", "rule=unproved", "article__section__id__exact={section}"])
def test_a_search_looks_at_the_newest_and_says_so(
    moderator: Client, article: Article, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_AT", 2)
    for number in range(3):
        make_comment(article, text=f"At the harbour, {number}.")
    asked = query.format(section=article.section_id)
    assert rows(moderator, asked) == ["At the harbour, 2.", "At the harbour, 1."]
    assert "were looked at" in moderator.get(f"{LIST}?{asked}").content.decode()


def test_a_list_that_is_short_is_looked_at_whole(moderator: Client, article: Article) -> None:
    make_comment(article, text="At the harbour.")
    assert rows(moderator, "q=harbour") == ["At the harbour."]
    assert "were looked at" not in moderator.get(f"{LIST}?q=harbour").content.decode()


def test_an_old_comment_is_opened_from_a_filtered_list(
    moderator: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_AT", 1)
    old, _new = make_comment(article), make_comment(article)
    address = f"{LIST}{old.pk}/change/?_changelist_filters=status__exact%3Dpending"
    assert moderator.get(address).status_code == 200
    assert Comment.objects.count() == 2
