"""Picks: a decision that approves and marks in one, and what becomes of the mark."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from comments import deeds, moderation, verification
from comments.models import Comment, LogEntry
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=5)


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def again(comment: Comment) -> Comment:
    """Return a comment as it stands now."""
    return Comment.objects.get(pk=comment.pk)


def picked(article: Article, mo: User) -> Comment:
    """Return a comment that was picked."""
    comment = make_comment(article)
    moderation.decide([comment], action="pick", by=mo)
    return comment


def test_a_held_comment_is_approved_and_picked_in_one_deed(article: Article, mo: User) -> None:
    comment = make_comment(article)
    (entry,) = moderation.decide([comment], action="pick", by=mo)
    assert (entry.action, entry.from_status, entry.to_status) == ("pick", "pending", "approved")
    assert again(comment).picked_at is not None
    assert comment.picked_at is not None
    assert "Editors’ pick" in str(again(comment).fragment)


def test_a_public_comment_is_only_picked(article: Article, mo: User) -> None:
    comment = make_comment(article, status="approved")
    (entry,) = moderation.decide([comment], action="pick", by=mo)
    assert (entry.from_status, entry.to_status) == ("approved", "approved")
    assert again(comment).picked_at is not None


def test_a_pick_is_not_picked_again(article: Article, mo: User) -> None:
    comment = picked(article, mo)
    before = again(comment).picked_at
    assert moderation.decide([again(comment)], action="pick", by=mo) == []
    assert again(comment).picked_at == before


def test_an_undone_pick_leads_back_to_where_the_comment_was(article: Article, mo: User) -> None:
    held, public = make_comment(article), make_comment(article, status="approved")
    entries = moderation.decide([held, public], action="pick", by=mo)
    assert len(moderation.undo(entries, by=mo)) == 2
    assert (again(held).status, again(public).status) == ("pending", "approved")
    assert (again(held).picked_at, again(public).picked_at) == (None, None)
    assert "Editors’ pick" not in f"{again(held).fragment}{again(public).fragment}"


def test_a_decision_before_the_pick_is_not_undone_past_it(article: Article, mo: User) -> None:
    comment = make_comment(article)
    (approval,) = moderation.decide([comment], action="approve", by=mo)
    moderation.decide([comment], action="pick", by=mo)
    assert moderation.undo([approval], by=mo) == []
    assert moderation.standing([comment])[comment.pk].action == "pick"
    assert again(comment).is_public


@pytest.mark.parametrize("action", ["reject", "spam", "trash"])
def test_what_is_not_public_any_more_is_no_pick_and_not_pinned_until_that_is_undone(
    article: Article, mo: User, action: str
) -> None:
    comment = picked(article, mo)
    deeds.pin(again(comment), by=mo, seen=comment.seq)
    marked = again(comment)
    entries = moderation.decide([again(comment)], action=action, by=mo, reason=None)
    assert (again(comment).picked_at, again(comment).pinned_at) == (None, None)
    assert "Editors’ pick" not in str(again(comment).fragment)
    moderation.undo(entries, by=mo)
    back = again(comment)
    assert (back.status, back.picked_at, back.pinned_at) == ("approved", marked.picked_at, marked.pinned_at)
    assert "Editors’ pick" in str(back.fragment)


def test_a_rejected_pick_that_is_approved_again_is_no_pick(article: Article, mo: User) -> None:
    comment = picked(article, mo)
    for action in ("trash", "approve"):
        moderation.decide([again(comment)], action=action, by=mo)
    assert again(comment).picked_at is None


def test_a_pick_is_taken_back_and_that_is_undone(article: Article, mo: User) -> None:
    comment = picked(article, mo)
    when = again(comment).picked_at
    entry = deeds.unpick(again(comment), by=mo, seen=comment.seq)
    assert entry is not None
    assert (entry.action, entry.from_status, entry.to_status) == ("unpick", "approved", "approved")
    assert again(comment).picked_at is None
    assert deeds.unpick(again(comment), by=mo, seen=entry.seq) is None
    moderation.undo([entry], by=mo)
    assert again(comment).picked_at == when


def test_many_picks_cost_no_more_queries_than_one(
    article: Article, mo: User, django_assert_max_num_queries: object
) -> None:
    comments = [make_comment(article) for _ in range(20)]
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert len(moderation.decide(comments, action="pick", by=mo)) == 20


@pytest.mark.parametrize(
    ("status", "pick", "offered"),
    [
        ("pending", False, {"approve", "pick", "reject", "spam", "trash"}),
        ("approved", False, {"pick", "reject", "spam", "trash"}),
        ("approved", True, {"reject", "spam", "trash"}),
        ("trash", False, {"approve", "pick", "reject", "spam"}),
    ],
)
def test_what_would_change_something_is_offered(
    article: Article, mo: User, status: str, pick: bool, offered: set[str]
) -> None:
    comment = picked(article, mo) if pick else make_comment(article, status=status)
    assert moderation.offers(again(comment)) == offered


@pytest.mark.django_db(transaction=True)
def test_the_log_stays_sound_through_it_all(article: Article, mo: User) -> None:
    comment = picked(article, mo)
    deeds.unpick(again(comment), by=mo, seen=comment.seq)
    moderation.decide([again(comment)], action="reject", by=mo, reason="person")
    assert verification.verify().is_sound
    assert list(LogEntry.objects.of_comment(comment.pk).moves().values_list("action", flat=True)) == [
        "submit",
        "pick",
        "reject",
    ]
