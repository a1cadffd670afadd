"""What a moderator types with a decision, in Chromium: it is there again when the decision changed nothing."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment
from tests.browser.conftest import Visitors
from tests.browser.desk import PATIENCE_MS, all_sent, held, settled, sign_in, sits_ready, stands
from tests.comments.desk.hands import DESK, decided_by
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "Her third this week."


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
    """Return Amara's page at the desk, where three comments wait."""
    held(article, 3)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    return page


def type_note(page: Page, note: str = NOTE) -> None:
    """Say why, and leave the field."""
    page.keyboard.press("m")
    page.keyboard.type(note)
    page.keyboard.press("Escape")


def look_at_it(page: Page) -> None:
    """Follow the link to the card about which something is told."""
    page.locator(".late").get_by_role("link", name="Look at it").click()
    sits_ready(page, "Reader 1")


def test_the_note_of_a_decision_that_came_too_late_is_kept(page: Page) -> None:
    colleague = make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    settled(page)
    type_note(page)
    decided_by(colleague, Comment.objects.order_by("pk")[0], "spam")
    page.keyboard.press("a")
    expect(page.locator(".late .notice")).to_contain_text(f"Your note: {NOTE}", timeout=PATIENCE_MS)
    look_at_it(page)
    expect(page.locator("#note")).to_have_value(NOTE)
    expect(page.locator("#note")).to_be_visible()
    page.get_by_role("button", name="Approve", exact=True).click()  # what came too late is done with
    expect(page.locator(".late .notice")).to_have_count(0)
    all_sent(page)
    assert stands()[0] == "approved"


def test_a_note_that_is_too_long_blocks_nothing_and_is_kept(page: Page, visitors: Visitors) -> None:
    note = "я" * 11_500  # more than a page may still send when it is closed
    page.keyboard.press("m")
    page.locator("#note").evaluate(
        "(field, note) => (field.value = note)", note
    )  # past the field's own limit
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    sits_ready(page, "Reader 2")
    page.keyboard.press("a")
    late = page.locator(".late .notice")
    expect(late).to_contain_text("The note is 11500 characters long. The limit is 2000.", timeout=PATIENCE_MS)
    expect(late).to_contain_text(note)
    all_sent(page)
    assert stands() == ["pending", "approved", "pending"]
    look_at_it(page)
    expect(page.locator("#note")).to_have_value(note)
    assert [problem[:3] for problem in visitors.problems] == ["422"]
    visitors.problems.clear()


def test_a_note_is_typed_no_longer_than_is_taken(page: Page) -> None:
    page.keyboard.press("m")
    page.locator("#note").fill("." * 1_999)
    page.keyboard.press("End")
    page.keyboard.type("ab")
    expect(page.locator("#note")).to_have_value("." * 1_999 + "a")


def test_a_note_outlives_a_decision_beside_its_card(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    above = make_comment(article, name="Rhona Pell", status="approved")
    answer = make_comment(article, name="Edda Voss", parent=above)
    page = visitors.arrive()
    sign_in(page, at=f"{DESK}{answer.pk}/")
    sits_ready(page, "Edda Voss")
    type_note(page)
    page.locator(".near__decide summary").first.click()
    page.locator(".near__decide").first.get_by_role("button", name="Spam").click()
    expect(page.locator(".toast")).to_contain_text("Marked as spam")
    expect(page.locator("#note")).to_have_value(NOTE)
    page.reload()
    expect(page.locator("#note")).to_have_value(NOTE)


def test_a_note_comes_back_with_what_was_undone_and_goes_with_what_was_decided(page: Page) -> None:
    type_note(page)
    page.keyboard.press("a")
    expect(page.locator(".toast__left")).to_contain_text(" s", timeout=PATIENCE_MS)
    sits_ready(page, "Reader 2")
    page.keyboard.press("u")
    sits_ready(page, "Reader 1")
    expect(page.locator("#note")).to_have_value(NOTE)
    page.wait_for_timeout(1100)  # a card that has just come takes no key
    page.keyboard.press("a")
    sits_ready(page, "Reader 2")
    all_sent(page)
    page.goto(f"{DESK}{Comment.objects.order_by('pk')[0].pk}/")
    sits_ready(page, "Reader 1")
    expect(page.locator("#note")).to_have_value("")
