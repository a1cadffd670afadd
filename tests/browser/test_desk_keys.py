"""Keys at the desk in Chromium: one key a decision, none while somebody types, and a switch that turns them off."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Article
from comments.models import LogEntry
from tests.browser.conftest import Visitors
from tests.browser.desk import CARD, all_sent, held, sign_in, sits_ready, stands
from tests.comments.desk.hands import DESK
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


def test_each_key_decides_and_brings_the_next_card(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, 6)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    for number, keys in enumerate(["a", "s", "t", "d1", "d4"], start=1):
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator(CARD)).to_have_text(f"Reader {number + 1}")
        assert page.evaluate("document.activeElement.id") == "card"
    all_sent(page)
    assert stands() == ["approved", "spam", "trash", "rejected", "rejected", "pending"]
    reasons = LogEntry.objects.exclude(reason="").order_by("seq").values_list("reason", flat=True)
    assert list(reasons) == ["person", "unlawful"]
    expect(page.locator(".toast")).to_contain_text("Rejected: Reader 5")


def test_undo_brings_the_card_back(visitors: Visitors, article: Article, moderator: User) -> None:
    held(article, 3)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    page.keyboard.press("a")
    all_sent(page)
    sits_ready(page, "Reader 2")
    page.keyboard.press("s")
    sits_ready(page, "Reader 3")
    expect(page.locator(".toast button")).to_contain_text("Undo, ")
    page.keyboard.press("u")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    assert stands() == ["approved", "pending", "pending"]
    page.keyboard.press("u")
    expect(page.locator(CARD)).to_have_text("Reader 1")
    page.keyboard.press("t")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    all_sent(page)
    assert stands() == ["trash", "pending", "pending"]


def test_going_on_and_back_decides_nothing(visitors: Visitors, article: Article, moderator: User) -> None:
    held(article, 3)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    for pressed in ["j2", "j3", "k2", "k1", "k1", "j2"]:
        page.keyboard.press(pressed[0])
        expect(page.locator(CARD)).to_have_text(f"Reader {pressed[1]}")
    page.reload()
    sits_ready(page, "Reader 2")
    page.locator(".queue__link", has_text="Reader 3").click()
    expect(page.locator(CARD)).to_have_text("Reader 3")
    assert set(stands()) == {"pending"}


def test_no_key_acts_while_somebody_types_or_holds_another_key(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, 2)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    page.keyboard.press("m")
    page.keyboard.type("a stand at dusk")
    page.keyboard.press("Escape")
    for chord in ["Control+s", "Alt+a", "Meta+t"]:
        page.keyboard.press(chord)
    expect(page.locator(CARD)).to_have_text("Reader 1")
    page.keyboard.press("a")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    all_sent(page)
    assert stands() == ["approved", "pending"]
    assert "a stand at dusk" in LogEntry.objects.get(action="approve").detail.body


def test_the_keys_are_listed_changed_and_switched_off(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, 4)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("j")
    page.get_by_label("Key for: Approve", exact=True).fill("s")
    expect(page.get_by_label("Key for: Spam")).to_have_value("a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("s")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("s")
    page.get_by_role("button", name="Trash", exact=True).click()
    expect(page.locator(CARD)).to_have_text("Reader 3")
    expect(page.locator("html.keys-on")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert page.locator("[aria-keyshortcuts]").count() == 0
    page.get_by_role("button", name="All keys").click()
    page.get_by_label("Keys are on").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("s")
    expect(page.locator(CARD)).to_have_text("Reader 4")
    all_sent(page)
    assert stands() == ["approved", "trash", "approved", "pending"]


def test_each_list_has_a_digit(visitors: Visitors, article: Article, moderator: User) -> None:
    held(article, 1)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    tabs = page.locator(".views [data-view]").evaluate_all(
        "tabs => tabs.map((tab) => [tab.getAttribute('aria-keyshortcuts'), tab.dataset.view])"
    )
    assert [key for key, _ in tabs] == list("1234567890")
    for key, view in tabs:
        page.keyboard.press(key)
        page.wait_for_load_state()
        expect(page.locator(f".views [data-view={view}]")).to_have_attribute("aria-current", "page")
        page.goto(DESK)
        sits_ready(page, "Reader 1")


def test_the_keys_are_told_as_single_keys(visitors: Visitors, article: Article, moderator: User) -> None:
    held(article, 1)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    told = page.locator("[aria-keyshortcuts]").evaluate_all(
        "each => each.map((control) => control.getAttribute('aria-keyshortcuts'))"
    )
    assert {key for key in told if len(key) > 1} == {"Escape"}
    assert page.locator("[data-key=d1][aria-keyshortcuts]").count() == 0
    expect(page.locator(".decide [data-key=d1] .key")).to_have_text("1")


def test_rows_are_selected_and_decided_together(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, 5)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    for key in ["x", "j", "j", "Shift+X"]:
        page.keyboard.press(key)
    expect(page.locator(".queue input:checked")).to_have_count(3)
    expect(page.locator("#said")).to_contain_text("3 selected.")
    page.keyboard.press("Escape")
    expect(page.locator(".queue input:checked")).to_have_count(0)
    for key in ["x", "k", "x", "s"]:
        page.keyboard.press(key)
    page.wait_for_selector(".toast--batch")
    assert stands() == ["pending", "spam", "spam", "pending", "pending"]
