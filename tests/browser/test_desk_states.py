"""The desk with its script, as axe and a telephone see it: the keys' list, a claim, what came too late, what waits."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article
from comments import claims
from comments.models import Comment
from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.desk import PATIENCE_MS, held, settled, sign_in, sits_ready
from tests.comments.desk.hands import DESK, decided_by
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has the focus, how large it is drawn, and whether that is cut away.
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const name = `${one.tagName} ${one.innerText || one.name || ""}`.trim();
  return {
    is: one === document.body ? "BODY" : name,
    width: box.width,
    height: box.height,
    clipped: getComputedStyle(one).clipPath !== "none" && box.width < 2,
  };
}"""
BOXES = "all => all.map((each) => each.getBoundingClientRect().toJSON())"


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


def every_state(page: Page, article: Article, colleague: User) -> Iterator[str]:
    """Bring the desk into each state that it has with its script alone, and name it."""
    first, _second, third, *_ = held(article, 6)
    page.goto(DESK)
    sits_ready(page, "Reader 1")
    yield "keys on the buttons"
    page.keyboard.press("?")
    yield "the list of keys"
    page.keyboard.press("Escape")
    settled(page)
    decided_by(colleague, first, "spam")
    page.keyboard.press("a")
    expect(page.locator(".late")).to_contain_text("Bashir Lindgren")
    yield "too late"
    claims.claim([third.pk], by=colleague, session="elsewhere")
    page.goto(f"{DESK}{third.pk}/")
    expect(page.locator(".card__scroll .notice")).to_contain_text("Bashir Lindgren has this one until")
    expect(page.locator(".queue__item--claimed")).to_contain_text("Bashir has it")
    yield "a colleague has it"
    page.route("**/moderation/decide/", lambda route: route.abort())
    page.keyboard.press("j")
    sits_ready(page, "Reader 4")
    page.keyboard.press("a")
    expect(page.locator("#outbox")).to_contain_text("1 decision kept here", timeout=PATIENCE_MS)
    yield "waiting for the network"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visitors: Visitors, article: Article, moderator: User, colleague: User
) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    sign_in(page)
    found = {}
    for state in every_state(page, article, colleague):
        for seen in in_each_light(page):
            sideways = page.evaluate(SIDEWAYS)
            found[state, seen] = findings(page) + ([f"{sideways} px sideways"] if sideways else [])
    assert {state: lines for state, lines in found.items() if lines} == {}


def test_everything_pressed_on_a_telephone_is_large_enough(
    visitors: Visitors, article: Article, moderator: User, colleague: User
) -> None:
    page = visitors.arrive(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page)
    small: list[str] = []
    for state in every_state(page, article, colleague):
        for item in page.locator(".tools button, .toast button, .late button, .late a, dialog button").all():
            box = item.bounding_box()
            small += [f"{state}: {item.inner_text()}"] if box and box["height"] < 44 else []
        assert page.locator("kbd.key:visible:not(dialog kbd)").count() == 0
    assert small == []


def test_the_buttons_stand_in_two_rows_on_a_telephone(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    page = visitors.arrive(width=390, height=844, has_touch=True, is_mobile=True)
    held(article, 2)
    sign_in(page)
    settled(page)
    boxes = page.locator(".decide .act").evaluate_all(BOXES)
    assert [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []
    assert len({round(box["y"]) for box in boxes}) == 2
    field, tab = page.locator("#q").bounding_box(), page.locator(".views [aria-current]").bounding_box()
    assert field is not None
    assert tab is not None
    assert field["y"] - tab["y"] - tab["height"] >= 8


def test_what_has_the_focus_is_seen(visitors: Visitors, article: Article, moderator: User) -> None:
    held(article, 2)
    page = visitors.arrive()
    sign_in(page)
    settled(page)
    page.locator(".skip").focus()
    seen: list[str] = []
    hidden: list[str] = []
    while "BODY" not in seen and len(seen) < 200:
        told = page.evaluate(FOCUSED)
        seen.append(told["is"])
        hidden += [told["is"]] if told["clipped"] or told["width"] < 12 or told["height"] < 12 else []
        page.keyboard.press("Tab")
    assert "BUTTON Search" in seen
    assert hidden == []


def test_the_walk_without_javascript_takes_a_card_by_a_button(
    visitors: Visitors, article: Article, moderator: User, colleague: User
) -> None:
    held(article, 2)
    amara, bashir = visitors.arrive(javascript=False), visitors.arrive(javascript=False)
    sign_in(amara)
    assert claims.held(Comment.objects.values_list("pk", flat=True)) == {}
    amara.get_by_role("button", name="Take this card").click()
    expect(amara.locator("#card [data-yours]")).to_contain_text("yours until")
    sign_in(bashir, "bashir")
    expect(bashir.locator("#card .card__by")).to_have_text("Reader 2")
    bashir.locator(".queue__link", has_text="Amara has it").click()
    bashir.get_by_role("button", name="Approve", exact=True).click()
    expect(bashir.locator(".notice")).to_contain_text("Your decision changed nothing.")
    amara.get_by_role("button", name="Spam", exact=True).click()
    expect(amara.locator(".toast")).to_contain_text("Marked as spam: Reader 1")
    for hidden in ["#tools", "#keys", "kbd.key >> nth=0"]:
        expect(amara.locator(hidden)).to_be_hidden()
