"""The desk in Chromium: decided with a keyboard and without JavaScript, in any light and on any screen."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from articles.models import Article
from comments import moderation
from comments.models import Comment
from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.desk import PATIENCE_MS, all_sent, sign_in, sign_in_at_the_door
from tests.comments.desk.hands import DESK, MINUTE, decided_by
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTIVE = "document.activeElement.textContent.trim() || document.activeElement.className"
LINKED = "The figures are at https://facts.example/truth\nand at www.facts.example/buy, all of them."
ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4
PILED = "".join(letter + "\u0300\u0330" * 40 for letter in "Zalgo")


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def colleague(transactional_db: None) -> User:
    """Return Bashir Lindgren, another moderator."""
    return make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")


@pytest.fixture
def waiting(article: Article) -> list[Comment]:
    """Return three comments that wait, the earliest due first."""
    now = timezone.now()
    names = ["Bridge Facts", "Lindy", "Edda Voss"]
    return [
        make_comment(article, name=name, text=f"{name} says so.", at=now - (9 - number) * MINUTE)
        for number, name in enumerate(names)
    ]


def press(page: Page, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def test_the_desk_is_walked_without_javascript(
    visitors: Visitors, waiting: list[Comment], moderator: User, article: Article
) -> None:
    page = visitors.arrive(javascript=False)
    sign_in_at_the_door(page)
    expect(page.locator("h1")).to_have_text("Bridge Facts")
    press(page, "Approve")
    expect(page.locator("h1")).to_have_text("Lindy")
    expect(page.locator(".toast")).to_contain_text("Approved: Bridge Facts, “Bridge Facts says so.”")
    press(page, "Undo")
    expect(page.locator("h1")).to_have_text("Bridge Facts")
    expect(page.locator(".toast")).to_contain_text("Undone, held again")
    page.click(".decide summary:has-text('Say why')")
    page.fill(".decide [name=note]", "An old acquaintance.")
    press(page, "Attacks a person")
    expect(page.locator("h1")).to_have_text("Lindy")
    page.reload()
    page.go_back()
    page.go_forward()
    page.click(".queue__link:has-text('Edda Voss')")
    press(page, "Approve")
    page.click(".views >> text=Rejected")
    expect(page.locator(".notice")).to_contain_text("You rejected this at")
    expect(page.locator(".log")).to_contain_text("An old acquaintance.")
    page.goto(article.get_absolute_url())
    expect(page.locator(".comment__by")).to_have_text("Edda Voss")
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["rejected", "pending", "approved"]


def test_two_moderators_meet_over_one_comment(
    visitors: Visitors, waiting: list[Comment], moderator: User, colleague: User
) -> None:
    amara, bashir = visitors.arrive(javascript=False), visitors.arrive(javascript=False)
    sign_in(amara)
    sign_in(bashir, "bashir")
    press(bashir, "Approve")
    amara.click(".decide summary:has-text('Say why')")
    amara.fill(".decide [name=note]", "She sells bridges.")
    press(amara, "Spam")
    said = amara.locator(".notice").inner_text()
    assert said.startswith("Bashir Lindgren approved this at ")
    assert said.endswith("before you. Your decision changed nothing.")
    expect(amara.locator(".decide [name=note]")).to_have_value("She sells bridges.")


def test_the_keyboard_alone_is_enough(visitors: Visitors, waiting: list[Comment], moderator: User) -> None:
    page = visitors.arrive()
    sign_in(page)
    page.keyboard.press("Tab")
    assert page.evaluate(ACTIVE) == "Skip to the comment"
    page.keyboard.press("Enter")
    tab_to_approve(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**#card")
    expect(page.locator("h1")).to_have_text("Lindy")
    tab_to_approve(page)  # a decision leads to the next card, not to the top of its page


def tab_to_approve(page: Page) -> None:
    """Press Tab until Approve has the focus: the reply comes first, and Undo when there is something to undo."""
    page.keyboard.press("Tab")
    assert "card__scroll" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Tab")
    if page.evaluate(ACTIVE).startswith("Undo"):
        page.keyboard.press("Tab")
    assert page.evaluate(ACTIVE).startswith("Approve")


def test_opening_the_note_keeps_the_focus_and_enter_in_it_decides_nothing(
    visitors: Visitors, waiting: list[Comment], moderator: User
) -> None:
    page = visitors.arrive()
    sign_in(page)
    page.locator(".decide summary:has-text('Say why')").press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    page.keyboard.type("One line\n")
    expect(page.locator(".decide [name=note]")).to_have_value("One line\n")
    expect(page.locator("h1")).to_have_text("Bridge Facts")


def every_state(page: Page, article: Article, moderator: User, colleague: User) -> Iterator[str]:
    """Bring the desk into each of its states in turn, and name it; with all that is hard to lay out on the cards."""
    yield "empty"
    parent = make_comment(
        article, name="Rhona Pell", status="approved", text=f"At https://x.example/ {ENDLESS}"
    )
    for name, text in [
        ("Bridge Facts", LINKED),
        (ENDLESS[:200], ENDLESS),
        (PILED[:240], PILED),
        ("קורא", "הגשר " * 40),
    ]:
        make_comment(article, parent=parent, name=name, text=text, website=f"https://x.example/{'y' * 150}")
    for comment in Comment.objects.pending().next_due():
        page.goto(f"{DESK}{comment.pk}/")
        page.click(".preview summary")
        yield f"held: {comment.text[:5]}"
    page.goto(DESK)
    first = int(page.locator(".decide [name=comment]").input_value())
    page.click(".decide summary:has-text('Say why')")
    page.fill(".decide [name=note]", ENDLESS)
    decided_by(colleague, Comment.objects.get(pk=first), "reject", reason="private", note=ENDLESS)
    press(page, "Approve")
    expect(page.locator(".late")).to_contain_text(colleague.get_full_name(), timeout=PATIENCE_MS)
    yield "overtaken"
    page.goto(DESK)
    press(page, "Trash")
    all_sent(page)
    yield "decided"
    page.goto(f"{DESK}?view=trash")
    yield "a list of what was decided"
    decided_by(moderator, Comment.objects.pending().next_due()[0], "spam", note=ENDLESS)
    page.goto(f"{DESK}?view=spam")
    yield "one's own decision"
    page.goto(f"{DESK}?after=1,1&status=approved")
    yield "nothing further on"


def test_axe_finds_nothing(visitors: Visitors, article: Article, moderator: User, colleague: User) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    sign_in(page)
    found = {}
    for state in every_state(page, article, moderator, colleague):
        for seen in in_each_light(page):
            found[state, seen] = findings(page)
    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_scrolls_sideways(
    visitors: Visitors, article: Article, moderator: User, colleague: User, language: str, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = language
    page = visitors.arrive()
    sign_in(page)
    found = {}
    for state in every_state(page, article, moderator, colleague):
        for width in [320, 390, 768, 1152, 1280, 1680]:
            page.set_viewport_size({"width": width, "height": 860})
            found[state, width] = page.evaluate(SIDEWAYS)
    assert {state: pixels for state, pixels in found.items() if pixels} == {}


def test_on_a_wide_screen_the_text_scrolls_and_the_buttons_stay(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    make_comment(article, text="A line of it.\n" * 200)
    page = visitors.arrive(width=1280, height=860)
    sign_in(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 860
    box = page.locator(".decide").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 860
    scrolled = page.locator(".card__scroll").evaluate("box => box.scrollHeight > box.clientHeight")
    assert scrolled


def test_on_a_telephone_the_buttons_stay_in_sight_and_can_be_pressed(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    make_comment(article, text="A line of it.\n" * 200)
    page = visitors.arrive(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page)
    box = page.locator(".decide").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 845
    pressed = page.locator(
        ".act, .admin a, .admin button, .views a, .desk__jump, .queue__link, .preview summary"
    ).all()
    assert len(pressed) > 12
    assert [
        item.inner_text() for item in pressed if (part := item.bounding_box()) and part["height"] < 44
    ] == []


def test_in_forced_colours_marks_and_the_current_view_are_seen(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    make_comment(article, text=LINKED)
    moderation.decide([make_comment(article)], action="approve", by=None)
    page = visitors.arrive(forced_colors="active")
    sign_in(page)
    ground = "element => getComputedStyle(element).backgroundColor"
    assert page.locator(".match").first.evaluate(ground) != page.locator("body").evaluate(ground)
    border = "element => getComputedStyle(element).borderBlockEndWidth"
    assert page.locator(".views [aria-current]").evaluate(border) == "3px"
