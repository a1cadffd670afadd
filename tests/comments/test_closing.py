"""Closing: a thread is closed and opened from the desk, in the policy that editors set, and editors see who did."""

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import User

from articles.models import Article
from comments import closing, openness
from comments.models import SitePolicy, StoryPolicy
from comments.words import Mode
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a published story that is open."""
    return make_article(comments_policy="postmoderated")


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def test_a_thread_is_closed_once(article: Article, mo: User) -> None:
    assert closing.close(article, by=mo, note="Nothing new comes.")
    assert openness.of(article).mode is Mode.CLOSED
    assert not closing.close(article, by=mo)
    edit = Edit.objects.get()
    assert (edit.user_id, edit.get_change_message()) == (mo.pk, "Closed the thread from the desk.")
    assert StoryPolicy.objects.get().reason == "Nothing new comes."


def test_a_thread_is_opened_again_and_every_comment_is_read_first(article: Article, mo: User) -> None:
    closing.close(article, by=mo)
    assert closing.reopen(article, by=mo)
    assert openness.of(article).mode is Mode.PREMODERATED
    assert not closing.reopen(article, by=mo)


def test_a_story_that_closed_by_itself_is_opened(mo: User) -> None:
    article = make_article(comments_policy="closed")
    SitePolicy.objects.create(closes_after_days=0)
    assert closing.reopen(article, by=mo)
    assert openness.of(article).takes_comments


def test_what_the_law_or_the_editors_have_closed_is_not_opened_from_the_desk(
    article: Article, mo: User
) -> None:
    StoryPolicy.objects.create(article=article, mode=Mode.LEGAL_HOLD, reason="A court asked.")
    with pytest.raises(closing.NotForTheDesk):
        closing.reopen(article, by=mo)
    SitePolicy.objects.create(stopped=True)
    with pytest.raises(closing.NotForTheDesk):
        closing.reopen(make_article(), by=mo)
