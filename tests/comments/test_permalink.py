"""Permalinks: each public comment has an address that stays, wherever it stands in its thread."""

import pytest
from django.test import Client

from articles import publishing
from comments.models import Comment
from tests.comments.test_thread import lay
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_a_permalink_leads_to_the_comment_on_its_page(client: Client) -> None:
    article = make_article()
    lay(article, tops=60)
    first, last = Comment.objects.earliest("position"), Comment.objects.latest("position")
    story = article.get_absolute_url()
    assert client.get(f"/comments/{first.pk}/")["Location"] == f"{story}#comment-{first.pk}"
    assert client.get(f"/comments/{last.pk}/")["Location"] == f"{story}comments/2/#comment-{last.pk}"
    assert f'id="comment-{last.pk}"' in client.get(f"{story}comments/2/").content.decode()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "trash"])
def test_what_is_not_public_has_no_permalink(client: Client, status: str) -> None:
    comment = make_comment(make_article(), status=status)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_number_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/comments/{number}/").status_code == 404


def test_a_comment_under_a_withdrawn_story_leads_to_410(client: Client) -> None:
    article = make_article()
    comment = make_comment(article, status="approved")
    publishing.withdraw(article)
    assert client.get(f"/comments/{comment.pk}/", follow=True).status_code == 410


@pytest.mark.parametrize(("number", "status"), [(1, 301), (2, 200), (3, 404), (0, 404)])
def test_a_thread_has_the_pages_that_it_needs(client: Client, number: int, status: int) -> None:
    article = make_article()
    lay(article, tops=60)
    assert client.get(f"{article.get_absolute_url()}comments/{number}/").status_code == status


def test_a_thread_without_a_published_story_has_no_pages(client: Client) -> None:
    article = make_article(published=False)
    assert client.get(f"{article.get_absolute_url()}comments/2/").status_code == 404
    assert client.get("/2026/11/22/nothing/comments/2/").status_code == 404
