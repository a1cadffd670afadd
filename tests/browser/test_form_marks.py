"""Form marks in a browser: nobody meets the hidden field, and writing is timed from its beginning."""

import re

import pytest
from playwright.sync_api import expect

from comments import formmarks
from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AN_AGE = re.compile(r"^[0-9]+:")


def test_the_tab_key_passes_the_hidden_field_by(visitors: Visitors) -> None:
    article = make_article()
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    page.locator("[name=website]").focus()
    page.keyboard.press("Tab")
    expect(page.locator("[name=save]")).to_be_focused()
    trap = page.locator(f"[name={formmarks.of(article.get_absolute_url()).trap}]")
    assert trap.evaluate("field => field.closest('.vh').getBoundingClientRect().width") <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_token_with_an_age_comes_when_somebody_begins_to_write(visitors: Visitors) -> None:
    article = make_article()
    page = visitors.arrive()
    page.goto(article.get_absolute_url())
    token = page.locator("[name=token]")
    expect(token).to_have_value(formmarks.of(article.get_absolute_url()).token)
    page.locator("[name=comment]").focus()
    expect(token).to_have_value(WITH_AN_AGE)
    for name, value in {"comment": "At once.", "name": "Lindy", "email": "lindy@example.org"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**/receipts/**")
    rules = {finding["rule"] for finding in Comment.objects.get().findings}
    assert "no-form" not in rules
    assert "trap" not in rules
