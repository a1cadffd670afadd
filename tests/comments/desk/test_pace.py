"""Pace: the line above the card, and what an empty desk has to tell."""

import datetime as dt
from collections.abc import Iterator
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import moderation
from comments.desk import pace, scope
from comments.models import Comment, DeskScope
from comments.summaries import keeping
from tests.comments.desk.hands import DESK, MINUTE, read
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_three() -> Iterator[None]:
    """Let it be three in the afternoon."""
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


def decided(article: Article, by: User, *, after: int) -> Comment:
    """Return a comment that was sent at half past nine, and decided on so many minutes later."""
    sent = NOW.replace(hour=9, minute=30)
    comment = make_comment(article, at=sent)
    moderation.decide([comment], action="approve", by=by, at=sent + after * MINUTE)
    return comment


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted yet"])
def test_the_line_tells_the_oldest_wait_half_and_your_own(
    desk: Client, article: Article, moderator: User, colleague: User, counted: bool
) -> None:
    for minutes in (2, 23, 50):
        decided(article, moderator, after=minutes)
    decided(article, colleague, after=1)
    make_comment(article, at=NOW - 72 * MINUTE)
    if counted:
        keeping.count_up()
    line = read(desk).says("desk__bar")
    assert "oldest 1 h 12 min half within 2 min you decided 3 since 09:32" in line


def test_a_day_that_has_only_begun_tells_what_there_is(desk: Client, article: Article) -> None:
    make_comment(article, at=NOW - 5 * MINUTE)
    line = read(desk).says("desk__bar")
    assert "oldest 5 min" in line
    assert "half" not in line
    assert "you decided" not in line


def test_an_empty_desk_tells_how_soon_half_were_read(desk: Client, article: Article, moderator: User) -> None:
    assert "Half of" not in read(desk).says("empty")
    for minutes in (2, 23, 50):
        decided(article, moderator, after=minutes)
    assert "Half of today’s 3 were read within 23 min." in read(desk).says("empty")


def test_half_within_a_minute_is_not_nought(desk: Client, article: Article, moderator: User) -> None:
    decided(article, moderator, after=0)
    assert "Half of today’s 1 were read within a minute." in read(desk).says("empty")


def test_other_lists_have_no_such_line(desk: Client, article: Article, moderator: User) -> None:
    decided(article, moderator, after=10)
    assert "half within" not in read(desk, f"{DESK}?view=approved").says("desk__bar")


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted yet"])
def test_who_sees_some_sections_is_told_of_these(
    desk: Client, article: Article, moderator: User, colleague: User, counted: bool
) -> None:
    council = make_article(section=make_section(slug="council"))
    decided(article, colleague, after=1)
    decided(council, moderator, after=40)
    make_comment(article, at=NOW - 90 * MINUTE)
    make_comment(council, at=NOW - 30 * MINUTE)
    limit = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limit.sections.set([council.section])
    if counted:
        keeping.count_up()
    line = read(desk).says("desk__bar")
    assert "oldest 30 min half within 40 min you decided 1 since 10:10" in line


def test_the_line_takes_two_queries_however_much_was_done(article: Article, moderator: User) -> None:
    scope.of(moderator)
    taken = []
    for _ in range(2):
        make_comment(article)
        with CaptureQueriesContext(connection) as queries:
            pace.of(moderator, now=NOW)
        taken.append(len(queries))
        for minutes in range(5):
            decided(article, moderator, after=minutes)
    assert taken == [2, 2]
