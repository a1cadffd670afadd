"""The end of a list in Chromium: the desk stays in the list, with its filters, when its last comment was decided."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Article
from comments import deeds
from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.browser.desk import held, sign_in, sits_ready, stands
from tests.comments.desk.hands import DESK
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def elsewhere(transactional_db: None) -> Comment:
    """Return a comment that waits under another story."""
    return make_comment(make_article(headline="Ferry"), name="Elsewhere")


def test_a_story_that_is_decided_to_its_end_leads_to_no_other(
    visitors: Visitors, article: Article, moderator: User, elsewhere: Comment
) -> None:
    held(article, 2)
    page = visitors.arrive()
    sign_in(page, at=f"{DESK}?story={article.pk}")
    for number in [1, 2]:
        sits_ready(page, f"Reader {number}")
        page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing is here.")).to_be_visible()
    assert f"story={article.pk}" in page.url
    expect(page.locator(".toast")).to_contain_text("Approved: Reader 2")
    page.keyboard.press("u")
    sits_ready(page, "Reader 2")
    assert stands() == ["pending", "approved", "pending"]


def test_a_later_page_of_a_list_ends_in_its_first(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, 26)
    page = visitors.arrive()
    sign_in(page)
    page.goto(str(page.locator(".queue a[rel=next]").get_attribute("href")))
    sits_ready(page, "Reader 26")
    page.keyboard.press("a")
    sits_ready(page, "Reader 1")
    assert "after=" not in page.url


def test_what_was_escalated_ends_in_its_own_list(
    visitors: Visitors, article: Article, moderator: User, elsewhere: Comment
) -> None:
    [comment] = held(article, 1)
    deeds.escalate(comment, by=moderator, note="Is it libel?", seen=comment.seq)
    page = visitors.arrive()
    sign_in(page, at=f"{DESK}?view=escalated")
    sits_ready(page, "Reader 1")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing is here.")).to_be_visible()
    assert "view=escalated" in page.url
