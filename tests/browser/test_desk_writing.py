"""Writing at the desk in Chromium: what is typed decides nothing, and no card takes the text or the ticks."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from articles.models import Article
from comments import claims, deeds
from comments.models import Comment, LogEntry, Note
from tests.browser.conftest import Visitors
from tests.browser.desk import CARD, all_sent, held, settled, sign_in, sits_ready, stands
from tests.comments.desk.hands import DESK, decided_by
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTIVE = "document.activeElement.id"
# Each letter of it, but one, is a key of the desk.
TYPED = "spat: she said what the bridge does"
# The page looks who has what, and what waits, when it comes into sight.
LOOK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"
LINE = "#card .line"
OF_A_KEY_S_FORM = [("e", "escalate"), ("n", "about"), ("m", "note"), ("/", "q")]


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Chief", first_name="Amara", last_name="Quist", is_superuser=True)


@pytest.fixture
def colleague(transactional_db: None) -> User:
    """Return Bashir Lindgren, another moderator."""
    return make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")


@pytest.fixture
def page(visitors: Visitors, article: Article, moderator: User) -> Page:
    """Return Amara's page at the desk, where six comments wait."""
    held(article, 6)
    page = visitors.arrive()
    sign_in(page)
    sits_ready(page, "Reader 1")
    settled(page)
    return page


def decisions() -> list[str]:
    """Return what was done with the comments since they were sent."""
    return list(LogEntry.objects.exclude(action="submit").order_by("seq").values_list("action", flat=True))


def kept_waiting(page: Page, address: re.Pattern[str]) -> list[Route]:
    """Return what the page asks of such an address, from now on, none of it answered."""
    asked: list[Route] = []

    def keep(route: Route) -> None:
        asked.append(route)

    page.route(address, keep)
    return asked


def first() -> Comment:
    """Return the first of the comments."""
    return Comment.objects.earliest("pk")


@pytest.mark.parametrize(("key", "field"), OF_A_KEY_S_FORM)
@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_typed_after_the_key_of_a_form_stands_in_its_field(
    page: Page, key: str, field: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.keyboard.press(key)
    page.keyboard.type(TYPED)
    assert page.evaluate(ACTIVE) == field
    expect(page.locator(f"#{field}")).to_have_value(TYPED)
    expect(page.locator(f"#{field}")).to_be_in_viewport()
    expect(page.locator(CARD)).to_have_text("Reader 1")
    assert stands() == ["pending"] * 6


@pytest.mark.parametrize("key", ["b", "r"])
def test_what_is_typed_while_another_page_comes_decides_nothing(page: Page, key: str) -> None:
    asked = kept_waiting(page, re.compile(r"/moderation/\d+/(ban|reply)/$"))
    page.keyboard.press(key)
    page.keyboard.type(TYPED)
    asked[0].fulfill(status=204)  # so that this page stays after all
    expect(page.locator(CARD)).to_have_text("Reader 1")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    all_sent(page)
    assert decisions() == ["spam"]


def test_after_d_only_a_number_rejects_and_esc_ends_the_waiting(page: Page) -> None:
    page.keyboard.press("d")
    page.keyboard.type(TYPED)
    expect(page.locator(LINE)).to_contain_text("Rejecting waits for the number of a house rule.")
    expect(page.locator(CARD)).to_have_text("Reader 1")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    for key in ["d", "Shift", "2"]:
        page.keyboard.press(key)
    expect(page.locator(CARD)).to_have_text("Reader 3")
    all_sent(page)
    assert decisions() == ["spam", "reject"]


@pytest.mark.parametrize("key", ["e", "n"])
def test_no_key_decides_while_a_form_of_the_card_is_open(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.keyboard.type("She sells bridges.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator(LINE)).to_contain_text(f"is open. Send it, or close it with {key}.")
    page.get_by_role("button", name="Spam", exact=True).click()
    expect(page.locator(LINE)).to_contain_text("Nothing was decided")
    page.keyboard.press(key)
    page.keyboard.press("a")
    expect(page.locator(CARD)).to_have_text("Reader 2")
    page.keyboard.press("k")
    expect(page.locator(CARD)).to_have_text("Reader 2")  # what was decided is not gone back to
    all_sent(page)
    assert decisions() == ["approve"]


@pytest.mark.parametrize("key", ["e", "n", "m"])
def test_esc_closes_a_form_in_which_nothing_was_written(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(page.locator("details[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.key") == key
    page.keyboard.press("a")
    expect(page.locator(CARD)).to_have_text("Reader 2")


@pytest.mark.parametrize(("key", "field"), OF_A_KEY_S_FORM[:3])
def test_a_card_that_changes_waits_until_nobody_writes_on_it(
    page: Page, colleague: User, key: str, field: str
) -> None:
    page.keyboard.press(key)
    page.keyboard.type("Spa: ")
    decided_by(colleague, first(), "spam")
    page.evaluate(LOOK_NOW)
    expect(page.locator(LINE)).to_contain_text("This card has changed.")
    page.keyboard.type("that")
    assert page.evaluate(ACTIVE) == field
    facts = page.locator("#facts")
    seq = facts.get_attribute("data-seq")
    page.keyboard.press("Escape")
    expect(facts).not_to_have_attribute("data-seq", str(seq))
    expect(page.locator(f"#{field}")).to_have_value("Spa: that")
    expect(page.locator(f"details[open] #{field}")).to_have_count(1)
    expect(page.locator(LINE)).to_have_count(0)
    assert decisions() == ["spam"]


def test_a_note_outlives_that_a_colleague_lets_go_of_the_card(
    page: Page, colleague: User, moderator: User
) -> None:
    comment = Comment.objects.get(name="Reader 4")
    claims.claim([comment.pk], by=colleague, session="elsewhere")
    page.goto(f"{DESK}{comment.pk}/")
    expect(page.locator(".card__scroll .notice")).to_contain_text("Bashir Lindgren has this one")
    page.keyboard.press("n")
    page.keyboard.type("He is known from the harbour, ")
    claims.release([comment.pk], by=colleague)
    expect(page.locator(LINE)).to_contain_text("This card has changed.", timeout=20_000)
    page.keyboard.type("stands at the quay")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".told__note")).to_contain_text("harbour, stands at the quay")
    assert Note.objects.count() == 1
    assert decisions() == []


def test_a_text_that_has_no_field_any_more_is_shown(page: Page, colleague: User) -> None:
    page.keyboard.press("e")
    page.keyboard.type("Is this libel?")
    deeds.escalate(first(), by=colleague, note="Is it?", seen=first().seq)
    page.evaluate(LOOK_NOW)
    expect(page.locator(LINE)).to_contain_text("This card has changed.")
    page.keyboard.press("Escape")
    expect(page.locator("summary[data-key=e]")).to_contain_text("Hand back")
    expect(page.locator(LINE)).to_contain_text("Is this libel?")
    expect(page.locator("#escalate")).to_have_value("")


def test_a_card_that_changes_keeps_the_focus_and_what_was_opened(page: Page, colleague: User) -> None:
    page.locator(".preview summary").click()
    trash = page.get_by_role("button", name="Trash", exact=True)
    trash.focus()
    decided_by(colleague, first(), "spam")
    page.evaluate(LOOK_NOW)
    expect(page.locator("#card .notice")).to_contain_text("Bashir Lindgren marked this as spam")
    expect(page.locator(".preview")).to_have_attribute("open", "")
    expect(trash).to_be_focused()


def test_no_other_card_comes_while_somebody_writes(page: Page) -> None:
    page.keyboard.press("a")
    sits_ready(page, "Reader 2")
    all_sent(page)
    asked = kept_waiting(page, re.compile("/moderation/undo/"))
    with page.expect_request(re.compile("/moderation/undo/")):
        page.keyboard.press("u")
    page.keyboard.press("n")
    page.keyboard.type("spat ")
    asked[0].continue_()
    expect(page.locator(LINE)).to_contain_text("Another card comes when you leave the field.")
    page.keyboard.type("spat")
    expect(page.locator("#about")).to_have_value("spat spat")
    page.keyboard.press("Escape")
    sits_ready(page, "Reader 1")
    page.keyboard.press("j")
    sits_ready(page, "Reader 2")
    expect(page.locator("#about")).to_have_value("spat spat")
    assert stands() == ["pending"] * 6


def test_rows_that_are_ticked_while_the_list_is_asked_for_stay_ticked(page: Page) -> None:
    asked = kept_waiting(page, re.compile("part=queue"))
    with page.expect_request(re.compile("part=queue")):
        page.evaluate(LOOK_NOW)
    page.keyboard.press("x")
    page.keyboard.press("j")
    sits_ready(page, "Reader 2")
    page.keyboard.press("x")
    with page.expect_response(re.compile("part=queue")):
        asked[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator(".queue input:checked")).to_have_count(2)
    page.keyboard.press("s")
    page.wait_for_selector(".toast--batch")
    assert stands() == ["spam"] * 2 + ["pending"] * 4


def test_an_empty_desk_is_not_reloaded_under_somebody_who_searches(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    page = visitors.arrive()
    sign_in(page)
    expect(page.locator("html.keys-on")).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.type("swing bri")
    held(article, 1)
    page.evaluate(LOOK_NOW)
    expect(page.locator("#news")).to_have_text("1 is here now. Show the list")
    assert page.evaluate(ACTIVE) == "q"
    page.locator("h1").click()
    with page.expect_response("**/moderation/counts/"):
        page.evaluate(LOOK_NOW)
    page.wait_for_timeout(200)
    expect(page.locator("#q")).to_have_value("swing bri")
    page.fill("#q", "")
    page.locator("#news a").click()
    sits_ready(page, "Reader 1")


def test_an_empty_desk_is_reloaded_when_something_comes(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    page = visitors.arrive()
    sign_in(page)
    expect(page.locator("html.keys-on")).to_have_count(1)
    held(article, 1)
    page.evaluate(LOOK_NOW)
    sits_ready(page, "Reader 1")


def test_a_card_that_does_not_come_is_told_of(page: Page) -> None:
    Session.objects.all().delete()
    for number in [2, 3, 4]:
        page.keyboard.press("j")
        sits_ready(page, f"Reader {number}")
    page.keyboard.press("j")
    expect(page.locator(LINE)).to_contain_text("Reader 5 does not come.")
    expect(page.locator("#said")).to_contain_text("Reader 5 does not come.")
    page.locator(LINE).get_by_role("link", name="Open its page").click()
    expect(page.locator("[name=username]")).to_be_visible()
