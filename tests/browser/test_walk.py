"""The walk: a story, a reply, a moderator, a published comment; with JavaScript and without it."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from articles.models import Article
from comments import verification
from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPLY = "There was a sheet. It hung in the cabin until the 1996 refit."


@pytest.fixture
def article() -> Article:
    """Return a story with one published comment."""
    article = make_article(headline="Cars lose the swing bridge at night", slug="swing-bridge")
    make_comment(article, status="approved", name="Oona Brandt", text="My father was bridgeman.")
    return article


def write(page: Page) -> None:
    """Fill in the form."""
    page.get_by_role("textbox", name="Comment").fill(REPLY)
    page.get_by_role("textbox", name="Name").fill("Piet Haarlem")
    page.get_by_role("textbox", name="Email").fill("piet@example.org")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reply_is_read_held_approved_and_published(
    visitors: Visitors, article: Article, javascript: bool
) -> None:
    make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")
    reader, moderator = visitors.arrive(javascript=javascript), visitors.arrive(javascript=javascript)

    # A reader comes from the front page and answers Oona Brandt.
    reader.goto("/")
    reader.get_by_role("link", name="Cars lose the swing bridge at night").first.click()
    reader.get_by_role("button", name="Reply to Oona Brandt").click()
    expect(reader.get_by_text("Replying to")).to_be_visible()
    write(reader)
    reader.get_by_role("button", name="Send reply").click()

    # The receipt says that it is held, and nobody else sees it.
    expect(reader.get_by_text("Held for moderation", exact=True)).to_be_visible()
    expect(reader.get_by_text(REPLY)).to_be_visible()
    receipt = reader.url
    reader.goto(article.get_absolute_url())
    expect(reader.get_by_text(REPLY)).to_have_count(0)

    # A moderator signs in at the desk, reads it with what it answers, and approves it.
    moderator.goto("/moderation/")
    moderator.get_by_label("Username").fill("amara")
    moderator.get_by_label("Password").fill("correct horse battery")
    moderator.get_by_role("button", name="Log in").click()
    expect(moderator.get_by_text("My father was bridgeman.")).to_be_visible()
    expect(moderator.locator("#card").get_by_text(REPLY)).to_be_visible()
    moderator.locator(".decide").get_by_role("button", name="Approve", exact=True).click()
    expect(moderator.get_by_text("Nothing waits.")).to_be_visible()

    # The receipt knows it, and it stands under the story, under what it answers.
    reader.goto(receipt)
    expect(reader.get_by_text("Published", exact=True).first).to_be_visible()
    reader.get_by_role("link", name="See it in place").click()
    comment = Comment.objects.get(text=REPLY)
    assert reader.url.endswith(f"{article.get_absolute_url()}#comment-{comment.pk}")
    expect(reader.locator(f"#comment-{comment.pk}")).to_contain_text(REPLY)
    expect(reader.locator(f"li:has(> article:has-text('bridgeman')) #comment-{comment.pk}")).to_be_visible()

    # And the log says by whom.
    assert verification.verify().is_sound
    assert "piet@example.org" not in reader.content()


def test_what_is_wrong_is_said_first_and_everything_typed_stays(visitors: Visitors, article: Article) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    write(page)
    page.get_by_role("textbox", name="Email").fill("piet.example.org")
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("textbox", name="Comment")).to_have_value(REPLY)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name="Email")).to_be_focused()


def test_a_name_is_kept_in_this_browser_only_when_the_box_is_ticked(
    visitors: Visitors, article: Article
) -> None:
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    write(page)
    page.get_by_role("button", name="Send reply").click()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("textbox", name="Name")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_name_that_was_kept_is_there_the_next_time_and_goes_when_the_box_is_unticked(
    visitors: Visitors, article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_FLOOD_SECONDS = 0
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    write(page)
    page.get_by_label("Save my name").check()
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("Held for moderation", exact=True)).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Piet Haarlem")
    assert "piet@example.org" in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("textbox", name="Comment").fill("And another thing.")
    page.get_by_label("Save my name").uncheck()
    page.get_by_role("button", name="Send reply").click()
    expect(page.get_by_text("Held for moderation", exact=True)).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("textbox", name="Name")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0
