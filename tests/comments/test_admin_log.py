"""The log in the admin: read by action, by person and by period."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import moderation
from tests.comments.staffroom import LOG, make_moderator, signed_in
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Client:
    """Return a moderator's browser."""
    return signed_in(make_moderator())


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article(headline="Cars lose the swing bridge at night")


def test_the_log_is_read_by_action_by_person_and_by_period(article: Article) -> None:
    mo = make_moderator()
    old = timezone.now() - dt.timedelta(days=40)
    comment = make_comment(article, at=old)
    moderation.decide([comment], action="reject", by=mo, reason="person", note="See the log.")
    client = signed_in(mo)
    for query, entries in [
        ("", ["Rejected", "Submitted"]),
        ("action__exact=reject", ["Rejected"]),
        (f"actor={mo.pk}", ["Rejected"]),
        ("actor=rules", ["Submitted"]),
        ("actor=nobody", ["Rejected", "Submitted"]),
        (f"comment_id={comment.pk}", ["Rejected", "Submitted"]),
        (f"at__gte={timezone.localdate().isoformat()}+00:00:00%2B00:00", ["Rejected"]),
    ]:
        page = Page.of(client.get(f"{LOG}?{query}"))
        assert [cell.text for cell in page.all(has_class="field-action")] == entries, query
    shown = Page.of(client.get(f"{LOG}{comment.seq}/change/")).one("main").text
    for part in (
        "Mo Ray",
        "Pending → Rejected",
        "Attacks a person",
        "See the log.",
        "premoderated, unproved",
    ):
        assert part in shown


def test_the_log_costs_a_constant_number_of_queries(
    moderator: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_comment(article)
    # Session, user, permissions twice, limits, staff to filter by, count, entries, the last check.
    with django_assert_num_queries(9):
        moderator.get(LOG)
