"""Rates: what came lately of the site, of a story and with an e-mail address, counted no further than anybody asks."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import identity, moderation
from comments.facts import rate
from comments.identity import Purpose
from comments.screening.rate import RateFacts, RatePolicy
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
ANN, BEN = "ann@example.org", "ben@example.org"


@pytest.fixture(autouse=True)
def flood(settings: Any) -> None:
    """Keep the flood time as it is delivered, and let every address post at once."""
    settings.NEWSROOM_FLOOD_SECONDS = 15


def counted(article: Article, email: str, *, at: dt.datetime, policy: RatePolicy | None = None) -> RateFacts:
    """Return what is counted for somebody who posts under a story."""
    prints = identity.fingerprints(Purpose.EMAIL, email)
    return rate.gather(article_id=article.pk, prints=prints, policy=policy or RatePolicy(), at=at)


@pytest.fixture
def stories() -> tuple[Article, Article]:
    """Return two stories: under the first Ann wrote twice, under the second Ben once and Ann long ago."""
    now, (harbour, schools) = timezone.now(), (make_article(), make_article())
    sent = [(harbour, ANN, 0.1), (harbour, ANN, 4), (schools, BEN, 5), (schools, ANN, 11)]
    for number, (story, email, minutes) in enumerate(sent):
        make_comment(
            story,
            email=email,
            text=f"Berth {number}.",
            address=f"192.0.2.{number}",
            at=now - minutes * MINUTE,
        )
    return harbour, schools


def test_the_window_counts_and_within_it_the_story_and_the_address(stories: tuple[Article, Article]) -> None:
    harbour, schools = stories
    now = timezone.now()
    assert counted(harbour, ANN, at=now) == RateFacts(1, 2, by_story=2, by_site=3)
    assert counted(schools, BEN, at=now) == RateFacts(0, 1, by_story=1, by_site=3)
    assert counted(schools, "", at=now) == RateFacts(by_story=1, by_site=3)


def test_nobodys_address_is_not_that_of_the_newsrooms_own_answers(stories: tuple[Article, Article]) -> None:
    asked = make_comment(stories[0], status="approved", at=timezone.now() - 20 * MINUTE)
    staff = make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")
    moderation.answer(asked, text="It opens at ten.", by=staff, role="")
    known = counted(stories[0], "", at=timezone.now())
    assert (known.by_email, known.by_email_in_window) == (0, 0)


def test_what_comes_later_does_not_count(stories: tuple[Article, Article]) -> None:
    assert counted(stories[0], ANN, at=timezone.now() - 3 * MINUTE) == RateFacts(0, 2, by_story=1, by_site=3)


def test_a_story_is_counted_also_while_others_get_more(stories: tuple[Article, Article]) -> None:
    few = replace(RatePolicy(), by_site_to_hold=0, by_story_to_hold=2, by_email_in_window=2)
    make_comment(stories[1], email=BEN, text="Berth 9.", address="192.0.2.9")
    assert counted(stories[0], ANN, at=timezone.now(), policy=few).by_story == 2


def test_no_more_are_counted_than_the_policy_asks_for(stories: tuple[Article, Article]) -> None:
    one = replace(RatePolicy(), by_site_to_hold=1, by_story_to_hold=1, by_email_in_window=1)
    assert counted(stories[0], ANN, at=timezone.now(), policy=one) == RateFacts(1, 1, by_story=1, by_site=1)


def test_all_is_counted_in_one_query(
    stories: tuple[Article, Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        counted(stories[0], ANN, at=timezone.now())
