"""Campaigns at a hundred thousand: what of one waits is found in an index, however much of it was decided."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.desk import campaigns, queue
from comments.desk.scope import of
from comments.models import Campaign, Comment
from tests.comments.desk.test_queue_plans import is_flat, plan_of
from tests.comments.staffroom import signed_in
from tests.comments.test_plans import ROWS, crowd
from tests.factories import make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["crowd"]
WAITING = 3


@pytest.fixture
def campaign(crowd: Article) -> Campaign:
    """Return a campaign of every second comment; but for the newest few it was decided on. All the others wait."""
    made = Campaign.objects.create(begun_at=timezone.now(), last_at=timezone.now(), size=ROWS)
    newest = Comment.objects.newest_id()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_comment SET status = 'pending'")
        cursor.execute(
            "UPDATE comments_comment SET campaign_id = %s, text = %s,"
            " status = CASE WHEN id > %s THEN 'pending' ELSE 'spam' END WHERE (%s - id) %% 2 = 0",
            [made.pk, "The same words once more.", newest - 2 * WAITING, newest],
        )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return made


@pytest.fixture
def amara() -> User:
    """Return a moderator whose scope is known."""
    user = make_staff("amara", "Moderator")
    of(user)
    return user


@pytest.mark.usefixtures("campaign")
def test_what_waits_is_found_without_what_was_decided(amara: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        (row,) = campaigns.of_whom_something_waits(amara)
    assert (row.waiting, row.stories, row.first_words) == (WAITING, 1, "The same words once more.")
    assert queue.counts(amara)[queue.CAMPAIGNS].number == 1
    told = plan_of(captured.captured_queries[0]["sql"])
    assert (
        told.count("comment_campaign_held") == 5
    )  # whether any does, how many, where, since when, and the words
    assert "comments_comment" not in told.replace("comment_campaign_held on comments_comment", "")


def test_what_was_decided_last_is_read_from_the_end_of_an_index(campaign: Campaign, amara: User) -> None:
    members = Comment.objects.in_campaign(campaign.pk)
    for rows in (members.decided().last_moved_first()[:50], members.pending().order_by("pk")[:50]):
        told = rows.explain()
        assert "comment_campaign" in told
        assert is_flat(told), told
    page = Page.of(signed_in(amara).get(campaigns.address(campaign.pk)))
    assert page.one("h1").text == "3 nearly the same"
