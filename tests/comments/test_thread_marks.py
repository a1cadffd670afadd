"""Marks on the story's page: picks, the newsroom's badge, and what is pinned above the thread."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import deeds, moderation, thread
from comments.models import Comment
from tests.comments.test_thread import lay
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def read(client: Client, article: Article) -> Page:
    """Return the story's page, checked as every public page is."""
    response = client.get(article.get_absolute_url())
    assert_public(response)
    return Page(response.content.decode())


def pinned(comment: Comment, mo: User) -> Comment:
    """Pin a comment as it stands now, and return it."""
    now = Comment.objects.get(pk=comment.pk)
    assert deeds.pin(now, by=mo, seen=now.seq)
    return now


def test_a_pick_says_so_and_stays_in_its_place(client: Client, article: Article, mo: User) -> None:
    first, second = (make_comment(article, status="approved") for _ in range(2))
    moderation.decide([second], action="pick", by=mo)
    page = read(client, article)
    assert [each["id"] for each in page.all("article", has_class="comment")] == [
        f"comment-{first.pk}",
        f"comment-{second.pk}",
    ]
    assert page.one("article", has_class="comment--pick")["id"] == f"comment-{second.pk}"
    assert page.one("p", has_class="pick-label").text == "Editors’ pick"


def test_a_page_without_marks_shows_none(client: Client, article: Article) -> None:
    make_comment(article, status="approved")
    body = client.get(article.get_absolute_url()).content.decode()
    for mark in ("pick", "badge", "pinned", "comment--"):
        assert mark not in body


def test_what_is_pinned_stands_above_the_thread_and_in_its_place(
    client: Client, article: Article, mo: User
) -> None:
    make_comment(article, status="approved")
    comment = pinned(make_comment(article, status="approved", name="Edda Voss"), mo)
    page = read(client, article)
    above, _, below = page.all("article", has_class="comment")
    assert page.one("section", has_class="pinned") in above.inside
    assert "id" not in above.attributes
    assert below["id"] == f"comment-{comment.pk}"
    links = [link for link in page.all("a", href=comment.get_absolute_url()) if above in link.inside]
    assert len(links) == 1


def test_several_stand_in_the_order_in_which_they_were_pinned(article: Article, mo: User) -> None:
    comments = [make_comment(article, status="approved") for _ in range(3)]
    for comment in (comments[2], comments[0], comments[1]):
        pinned(comment, mo)
    above = [row.id for row in thread.load(Article.objects.get()).pinned]
    assert above == [comments[2].pk, comments[0].pk, comments[1].pk]


def test_a_pin_far_down_a_long_thread_costs_one_query_and_no_pin_costs_none(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "COMMENTS_A_PAGE", 20)
    lay(article, tops=30)
    story = Article.objects.get(pk=article.pk)
    with django_assert_num_queries(1):
        assert thread.load(story).pinned == ()
    last = Comment.objects.for_article(article.pk).in_thread_order().last()
    assert last is not None
    Comment.objects.filter(pk=last.pk).update(pinned_at=last.submitted_at)
    # What a deed moves, so that no process goes on with what it has read.
    story.changed_at = last.submitted_at
    with django_assert_num_queries(2):
        assert [row.id for row in thread.load(story).pinned] == [last.pk]
    assert thread.load(story, 2).pinned == ()


def test_what_is_pinned_and_not_public_any_more_is_gone(client: Client, article: Article, mo: User) -> None:
    comment = pinned(make_comment(article, status="approved", name="Edda Voss"), mo)
    moderation.decide([Comment.objects.get(pk=comment.pk)], action="trash", by=mo)
    assert "Edda Voss" not in client.get(article.get_absolute_url()).content.decode()


def test_pins_and_escalations_are_read_from_their_indexes(article: Article) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    pins = Comment.objects.public().for_article(article.pk).pinned()
    assert "comment_pinned" in pins.explain()
    assert "comment_escalated" in Comment.objects.escalated().order_by("escalated_at", "id").explain()
