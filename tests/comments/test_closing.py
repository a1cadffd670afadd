"""Closing: a thread is closed and opened from the desk, in the policy that editors set, and editors see who did."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import closing, openness
from comments.models import SectionPolicy, SitePolicy, StoryPolicy
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


@pytest.mark.parametrize("mode", ["", Mode.POSTMODERATED, Mode.LINKS_HELD, Mode.PREMODERATED])
def test_a_thread_opens_again_as_it_was(article: Article, mo: User, mode: str) -> None:
    StoryPolicy.objects.create(article=article, mode=mode, closes_after_days=90, reason="Talk of the town.")
    before = openness.of(article)
    closing.close(article, by=mo, note="A pause.")
    assert closing.reopen(article, by=mo)
    assert openness.of(article) == before
    policy = StoryPolicy.objects.get()
    assert (policy.mode, policy.closes_after_days, policy.before_closing) == (mode, 90, None)
    assert policy.reason == "Talk of the town."
    assert not closing.reopen(article, by=mo)


def test_what_an_editor_sets_while_a_thread_is_closed_stays_when_it_opens(article: Article, mo: User) -> None:
    StoryPolicy.objects.create(article=article, mode=Mode.POSTMODERATED, closes_after_days=90)
    closing.close(article, by=mo)
    StoryPolicy.objects.update(closes_after_days=30)
    assert closing.reopen(article, by=mo)
    policy = StoryPolicy.objects.get()
    assert (policy.mode, policy.closes_after_days) == (Mode.POSTMODERATED, 30)


def test_what_is_refused_leaves_nothing_behind(article: Article, mo: User) -> None:
    assert not closing.close(make_article(comments_policy="closed"), by=mo)
    assert not closing.reopen(article, by=mo)
    assert not StoryPolicy.objects.exists()


def test_a_thread_that_nobody_had_set_anything_for_follows_its_section_again(
    article: Article, mo: User
) -> None:
    closing.close(article, by=mo)
    closing.reopen(article, by=mo, note="Calm again.")
    SectionPolicy.objects.create(section=article.section, closes_after_days=14)
    assert article.published_at is not None
    assert openness.of(article).until == article.published_at + dt.timedelta(days=14)
    assert StoryPolicy.objects.get().reason == "Calm again."


def test_a_thread_whose_days_were_over_is_opened_as_it_was_and_stays_open(mo: User) -> None:
    article = make_article(comments_policy="postmoderated", at=timezone.now() - dt.timedelta(days=20))
    SitePolicy.objects.create(closes_after_days=14)
    assert closing.reopen(article, by=mo)
    assert openness.of(article).mode is Mode.POSTMODERATED
    assert StoryPolicy.objects.get().closes_after_days == closing.NEVER


def test_a_thread_whose_days_ran_out_while_it_was_closed_opens_too(mo: User) -> None:
    article = make_article(at=timezone.now() - dt.timedelta(days=20))
    closing.close(article, by=mo)
    SitePolicy.objects.create(closes_after_days=14)
    assert closing.reopen(article, by=mo)
    assert openness.of(article).takes_comments


def test_a_story_that_was_closed_from_the_start_is_opened_with_every_comment_read_first(mo: User) -> None:
    article = make_article(comments_policy="closed")
    assert closing.reopen(article, by=mo)
    assert openness.of(article).mode is Mode.PREMODERATED


def test_what_an_editor_closes_in_the_admin_opens_as_it_was(article: Article, mo: User) -> None:
    policy = StoryPolicy.objects.create(article=article, mode=Mode.LINKS_HELD)
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    address = reverse("admin:comments_storypolicy_change", args=[policy.pk])
    form = {"closes_after_days": "", "reason": "", "risk": "", "risk_until_0": "", "risk_until_1": ""}
    for mode in (Mode.CLOSED, Mode.CLOSED):
        assert client.post(address, {**form, "mode": mode}).status_code == HTTPStatus.FOUND
    assert closing.reopen(article, by=mo)
    assert openness.of(article).mode is Mode.LINKS_HELD
    closing.close(article, by=mo)
    client.post(address, {**form, "mode": Mode.POSTMODERATED})
    assert StoryPolicy.objects.get().before_closing is None


def test_what_the_law_or_the_editors_have_closed_is_not_opened_from_the_desk(
    article: Article, mo: User
) -> None:
    StoryPolicy.objects.create(article=article, mode=Mode.LEGAL_HOLD, reason="A court asked.")
    with pytest.raises(closing.NotForTheDesk):
        closing.reopen(article, by=mo)
    assert closing.opening(article) is None
    SitePolicy.objects.create(stopped=True)
    with pytest.raises(closing.NotForTheDesk):
        closing.reopen(make_article(), by=mo)
