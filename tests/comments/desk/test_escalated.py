"""Escalated: what a moderator wants decided stands in the list's row and on the card."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments import deeds
from comments.desk import escalated
from comments.models import Comment, LogDetail
from tests.comments.desk.hands import DESK, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
NOTE = "Is this libel? Ask the lawyer before noon."


def hand_on(comment: Comment, by: User, note: str = NOTE) -> None:
    """Escalate a comment as it stands."""
    now = Comment.objects.get(pk=comment.pk)
    assert deeds.escalate(now, by=by, note=note, seen=now.seq)


@pytest.fixture
def comment(article: Article, colleague: User) -> Comment:
    """Return a comment that Bashir has handed on, and on which something was noted since."""
    comment = make_comment(article)
    hand_on(comment, colleague)
    deeds.looked(comment, by=colleague)
    return comment


def test_the_row_says_who_wants_what_decided(desk: Client, comment: Comment) -> None:
    assert read(desk, f"{DESK}?view=escalated").says("queue__why") == f"Bashir Lindgren: {NOTE}"


def test_the_card_says_it_wherever_it_is_opened(desk: Client, comment: Comment) -> None:
    for address in (f"{DESK}?view=escalated", f"{DESK}{comment.pk}/"):
        said = read(desk, address).says("reports")
        assert said.startswith("Escalated by Bashir Lindgren")
        assert said.endswith(NOTE)


def test_the_last_escalation_counts_and_a_decision_ends_it(
    desk: Client, comment: Comment, colleague: User, moderator: User
) -> None:
    now = Comment.objects.get(pk=comment.pk)
    deeds.hand_back(now, by=moderator, note="It is not.", seen=now.seq)
    assert read(desk, f"{DESK}{comment.pk}/").says("reports") == ""
    hand_on(comment, moderator, "Now it is.")
    assert read(desk, f"{DESK}?view=escalated").says("queue__why") == "Amara Quist: Now it is."


def test_a_long_note_is_cut_in_the_row_alone(desk: Client, article: Article, colleague: User) -> None:
    hand_on(make_comment(article), colleague, "word " * 80 + "end")
    page = read(desk, f"{DESK}?view=escalated")
    assert page.says("queue__why").endswith("…")
    assert page.says("reports").endswith("end")


def test_an_erased_note_leaves_who_and_when(desk: Client, comment: Comment) -> None:
    LogDetail.objects.filter(entry__action="escalate").delete()
    assert read(desk, f"{DESK}?view=escalated").says("queue__why") == "Bashir Lindgren"


def test_a_list_asks_once_for_all_its_rows_and_no_other_list_asks(
    desk: Client, article: Article, colleague: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        hand_on(make_comment(article), colleague)
    comments = list(Comment.objects.all())
    with django_assert_max_num_queries(1):
        assert len(escalated.of_each([comment.pk for comment in comments], comments[0].submitted_at)) == 3
    fresh = make_comment(article)
    with django_assert_max_num_queries(0):
        assert escalated.of(fresh, fresh.submitted_at) is None
