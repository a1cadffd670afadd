"""The device in a browser: asked for when the box is ticked, kept with the name, sent, and gone when it is unticked."""

import json

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reply(page: Page, story: str, text: str) -> None:
    """Open a story and send a reply to it."""
    page.goto(story)
    for name, value in {"comment": text, "name": "Lindy", "email": "lindy@example.org"}.items():
        page.locator(f"[name={name}]").fill(value)


def send(page: Page) -> None:
    """Send it, and wait for its receipt."""
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**/receipts/**")


def test_a_browser_is_known_again_while_its_reader_wants_it(visitors: Visitors, settings: Settings) -> None:
    settings.NEWSROOM_FLOOD_SECONDS = 0
    page, story = visitors.arrive(), make_article().get_absolute_url()
    reply(page, story, "A stranger.")
    assert page.evaluate("localStorage.length") == 0
    with page.expect_response("**/comments/device/"):
        page.locator("[name=save]").check()
    send(page)
    kept = json.loads(page.evaluate("localStorage.getItem('newsroom.commenter')"))
    assert kept["device"].count(".") == 2
    reply(page, story, "The same person.")
    expect(page.locator("[name=save]")).to_be_checked()
    send(page)
    first, second = Comment.objects.order_by("pk")
    assert first.device_print == second.device_print is not None
    reply(page, story, "Forgotten.")
    page.locator("[name=save]").uncheck()
    send(page)
    assert Comment.objects.latest("pk").device_print is None
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_device_that_is_too_old_is_replaced(visitors: Visitors) -> None:
    page, story = visitors.arrive(), make_article().get_absolute_url()
    page.goto(story)
    old = json.dumps({"name": "Lindy", "device": "700000.old.seal"})
    page.evaluate("kept => localStorage.setItem('newsroom.commenter', kept)", old)
    page.goto(story)
    with page.expect_response("**/comments/device/"):
        page.locator("[name=comment]").focus()
    reply_text = page.locator("[name=comment]")
    reply_text.fill("Hello.")
    page.locator("[name=email]").fill("lindy@example.org")
    send(page)
    assert Comment.objects.get().device_print is not None
