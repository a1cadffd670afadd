"""Two tabs of one moderator in Chromium: what one decides is gone from the other, sent once, and undone from either."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Request, expect

from articles.models import Article
from comments.models import LogEntry
from tests.browser.conftest import Visitors
from tests.browser.desk import (
    DECIDE,
    PATIENCE_MS,
    all_sent,
    approve,
    held,
    settled,
    sign_in,
    sits_ready,
    stands,
    waits,
)  # fmt: skip
from tests.comments.desk.hands import DESK
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As a page that was frozen: it has not heard what other tabs did.
DEAF = "addEventListener('storage', (event) => event.stopImmediatePropagation())"
FIRST_ROW = ".queue__item[data-comment] >> nth=0"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def page(visitors: Visitors, article: Article, moderator: User) -> Page:
    """Return Amara's page at the desk, where six comments wait."""
    held(article, 6)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    return page


@pytest.fixture
def other(page: Page) -> Page:
    """Return a second tab of hers."""
    other = page.context.new_page()
    other.goto(DESK)
    sits_ready(other, "Reader 1")
    settled(other)
    return other


def deeds() -> list[str]:
    """Return what was done with the comments."""
    return list(LogEntry.objects.exclude(action="submit").values_list("action", flat=True))


def test_what_a_closed_tab_left_is_sent_by_the_other(page: Page, other: Page) -> None:
    settled(page)
    page.context.set_offline(True)
    approve(page, 1)
    waits(page, "1 decision kept here")
    page.close(run_before_unload=False)
    sits_ready(other, "Reader 2")
    expect(other.locator(FIRST_ROW)).to_be_hidden()
    other.context.set_offline(False)
    all_sent(other)
    assert stands() == ["approved"] + ["pending"] * 5


def test_one_tab_sends_and_both_know(page: Page, other: Page) -> None:
    sent: list[Request] = []
    for tab in (page, other):
        tab.on("request", lambda request: sent.append(request) if request.url.endswith("/decide/") else None)
    approve(page, 1, 2)
    all_sent(page)
    all_sent(other)
    sits_ready(other, "Reader 3")
    other.wait_for_timeout(500)  # in which the other would send them too
    assert len(sent) == 2
    assert stands() == ["approved"] * 2 + ["pending"] * 4


def test_what_is_taken_back_in_one_tab_comes_back_in_the_other(page: Page, other: Page) -> None:
    settled(page)
    page.context.set_offline(True)
    approve(page, 1, 2)
    sits_ready(page, "Reader 3")
    sits_ready(other, "Reader 3")
    second = other.locator(".queue__item[data-comment] >> nth=1")
    expect(second).to_be_hidden()
    page.keyboard.press("u")
    expect(second).to_be_visible()
    page.context.set_offline(False)
    all_sent(page)
    all_sent(other)
    assert stands() == ["approved"] + ["pending"] * 5


def test_what_another_tab_has_sent_is_told_here_and_undone_from_here(page: Page) -> None:
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 1)
    waits(page, "1 decision kept here")
    other = page.context.new_page()
    other.goto(DESK)
    all_sent(page)
    expect(page.locator(".toast__left")).to_contain_text(" s", timeout=PATIENCE_MS)
    sits_ready(page, "Reader 2")
    page.keyboard.press("u")
    sits_ready(page, "Reader 1")
    all_sent(page)
    assert deeds() == ["approve", "undo"]
    expect(other.locator(FIRST_ROW)).to_be_visible()


@pytest.mark.parametrize("forgotten", [False, True])
def test_an_undo_of_what_another_tab_has_sent_unheard_is_made(page: Page, *, forgotten: bool) -> None:
    page.add_init_script(DEAF)
    page.reload()
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 1)
    waits(page, "1 decision kept here")
    other = page.context.new_page()
    other.goto(DESK)
    all_sent(other)
    sits_ready(other, "Reader 2")
    assert deeds() == ["approve"]
    if forgotten:
        other.evaluate("localStorage.clear()")
    page.unroute(DECIDE)
    page.keyboard.press("u")
    sits_ready(page, "Reader 1")
    all_sent(page)
    assert deeds() == ["approve", "undo"]
