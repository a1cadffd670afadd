"""Today: the desk's line says what the log says, without waiting for the summaries."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import moderation
from comments.models import Comment
from comments.summaries import keeping, today
from comments.summaries.today import Today
from comments.words import Action
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
NOW = dt.datetime(2026, 11, 16, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def story() -> Article:
    """Return a story that holds every comment."""
    return make_article()


@pytest.fixture
def amara() -> User:
    """Return a moderator."""
    return make_staff("amara", "Moderator")


def decided(story: Article, by: User, *, sent: dt.datetime, after: dt.timedelta) -> Comment:
    """Return a comment that was sent then, and decided on so much later."""
    comment = make_comment(story, at=sent)
    moderation.decide([comment], action=Action.APPROVE, by=by, at=sent + after)
    return comment


def counted_and_not(amara: User) -> list[Today]:
    """Return how today goes, before and after the log is counted."""
    live = today.today(amara.pk, now=NOW)
    keeping.count_up()
    return [live, today.today(amara.pk, now=NOW)]


def test_a_day_without_anything(amara: User) -> None:
    assert counted_and_not(amara) == [Today(None)] * 2


def test_how_long_it_took_and_who_did_how_much(story: Article, amara: User) -> None:
    morning = NOW.replace(hour=9, minute=28)
    for minutes in (2, 23, 90):
        decided(story, amara, sent=morning, after=minutes * MINUTE)
    decided(story, make_staff("bashir"), sent=morning, after=24 * MINUTE)
    expected = Today(None, decided=4, half=23 * 60, mine=3, since=morning + 2 * MINUTE)
    assert counted_and_not(amara) == [expected] * 2


def test_what_is_counted_and_what_came_since_are_added(story: Article, amara: User) -> None:
    decided(story, amara, sent=NOW - 60 * MINUTE, after=10 * MINUTE)
    keeping.count_up()
    decided(story, amara, sent=NOW - 60 * MINUTE, after=30 * MINUTE)
    found = today.today(amara.pk, now=NOW)
    assert (found.decided, found.half, found.mine) == (2, 10 * 60, 2)
    assert found.since == NOW - 50 * MINUTE


def test_yesterday_is_another_day(story: Article, amara: User) -> None:
    decided(story, amara, sent=NOW - dt.timedelta(days=1), after=MINUTE)
    assert counted_and_not(amara) == [Today(None)] * 2


def test_midnight_is_the_newsrooms(story: Article, amara: User, settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # 04:00 on the next day
    decided(story, amara, sent=NOW.replace(hour=10), after=MINUTE)
    decided(story, amara, sent=NOW.replace(hour=11), after=MINUTE)
    assert [found.decided for found in counted_and_not(amara)] == [1, 1]


def test_the_oldest_is_the_one_that_was_sent_first_whatever_is_due(story: Article, amara: User) -> None:
    first = make_comment(story, at=NOW - 70 * MINUTE)
    make_comment(story, at=NOW - 65 * MINUTE, text="See http://a.example/ http://b.example/")
    make_comment(story, at=NOW - 90 * MINUTE, status="approved")
    assert [found.oldest for found in counted_and_not(amara)] == [first.submitted_at] * 2


def test_too_much_to_count_is_left_out(story: Article, amara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "LIVE_MOST", 3)
    decided(story, amara, sent=NOW - 20 * MINUTE, after=MINUTE)
    waiting = make_comment(story, at=NOW - MINUTE)
    assert today.today(amara.pk, now=NOW).decided == 1
    decided(story, amara, sent=NOW - 20 * MINUTE, after=MINUTE)
    assert today.today(amara.pk, now=NOW) == Today(waiting.submitted_at)


@pytest.mark.parametrize("many", [1, 30])
def test_it_takes_two_queries(story: Article, amara: User, many: int) -> None:
    for _ in range(many):
        decided(story, amara, sent=timezone.now(), after=MINUTE)
    with CaptureQueriesContext(connection) as queries:
        today.today(amara.pk, now=timezone.now())
    assert len(queries) == 2
