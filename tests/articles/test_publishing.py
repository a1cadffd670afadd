"""Publishing: what may become public and when, and what its address, its dates and its corrections say."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from articles import pages, publishing
from articles.models import Article
from articles.pages import expiry
from articles.publishing import NotPossible
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def test_a_draft_becomes_public_with_the_day_of_its_publication() -> None:
    article = make_article(published=False)
    assert publishing.publish(article, at=NOON)
    assert (article.status, article.published_at) == ("published", NOON)
    assert article.get_absolute_url().startswith("/2026/11/22/")


def test_the_day_is_the_newsrooms_own(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    article = make_article(at=dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC))
    assert article.dated == dt.date(2026, 11, 23)


def test_the_day_never_changes_after_the_first_publication() -> None:
    article = make_article(at=NOON)
    publishing.withdraw(article)
    assert publishing.publish(article, at=NOON + dt.timedelta(days=9))
    assert (article.dated, article.published_at) == (NOON.date(), NOON)


def test_what_is_public_is_not_published_again_nor_a_draft_withdrawn() -> None:
    assert not publishing.publish(make_article())
    assert not publishing.withdraw(make_article(published=False))


@pytest.mark.parametrize("body", ["", "  ", "<p></p>", "<p>&nbsp;</p>"])
def test_a_story_without_text_stays_a_draft(body: str) -> None:
    article = make_article(published=False, body=body)
    with pytest.raises(NotPossible, match="no text yet"):
        publishing.publish(article)
    assert Article.objects.get(pk=article.pk).status == "draft"


def test_a_story_whose_address_is_taken_that_day_stays_a_draft() -> None:
    make_article(slug="swing-bridge", at=NOON)
    article = make_article(slug="swing-bridge", published=False, dated=dt.date(2026, 1, 1))
    with pytest.raises(NotPossible, match="has the slug"):
        publishing.publish(article, at=NOON)


def test_a_correction_is_dated_and_says_that_the_story_was_updated() -> None:
    article = make_article(at=NOON)
    correction = publishing.correct(article, text=" It opened in 1908. ", at=NOON + dt.timedelta(hours=2))
    assert correction.text == "It opened in 1908."
    assert article.updated_at == correction.corrected_at == NOON + dt.timedelta(hours=2)


def test_only_what_is_public_is_corrected_and_only_with_a_text() -> None:
    with pytest.raises(NotPossible, match="Only a published story"):
        publishing.correct(make_article(published=False), text="It opened in 1908.")
    with pytest.raises(NotPossible, match="needs a text"):
        publishing.correct(make_article(), text="  ")


def test_a_revision_dates_a_public_story_and_leaves_a_draft_undated() -> None:
    public, draft = make_article(), make_article(published=False)
    publishing.revise(public, at=NOON)
    publishing.revise(draft, at=NOON)
    assert (public.updated_at, draft.updated_at) == (NOON, None)


def test_each_change_of_a_page_has_a_second_of_its_own() -> None:
    article = make_article()
    before = Article.objects.get(pk=article.pk).changed_at
    pages.expire(article, article.pk)
    pages.expire(article)
    assert Article.objects.get(pk=article.pk).changed_at >= before + 2 * expiry.TICK


def test_nothing_expires_when_nothing_is_named(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        pages.expire()
