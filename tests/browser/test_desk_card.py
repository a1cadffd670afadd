"""The card's states in Chromium: covered, quoting, with a record, erased, and its pages for notes, bans, redactions."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from comments import bans, notes, retention
from comments.models import Comment, Note, Restriction
from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.desk import sign_in
from tests.browser.test_desk import ENDLESS
from tests.comments.desk.hands import DESK, MINUTE, decided_by
from tests.comments.desk.test_cover import FOUND
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "bridge.facts@example.org"
QUOTED = "the span belongs to boats and to people on foot"
PRIVATE = "Ring her at home, the number is +44 1632 960 123, and ask."
PRESSED = ".sheet a, .sheet button, .sheet .choice, .veil summary, .near__decide summary, .about > summary"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge", body=f"<p>At night {QUOTED}, they say.</p>")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def cards(article: Article, moderator: User) -> dict[str, Comment]:
    """Return a comment for each state of a card."""
    now = timezone.now()
    parent = make_comment(article, status="approved", name="Rhona Pell", at=now - 9 * MINUTE)
    refused = make_comment(article, parent=parent, name=ENDLESS[:200], text=ENDLESS, status="approved")
    covered = make_comment(article, text="He is a drunk and a liar.", parent=refused)
    Comment.objects.filter(pk=covered.pk).update(findings=[FOUND, *covered.findings])
    decided_by(moderator, refused, "reject", reason="person")
    old = make_comment(article, device="hers", email=EMAIL)
    decided_by(moderator, old, "reject", reason="private", note=ENDLESS)
    make_comment(article, email=EMAIL, status="approved")
    notes.add(old, text=f"Sells bridge shares. {ENDLESS}", by=moderator)
    bans.restrict(
        old.email_print, effect="watch", target="email", reason="person", by=moderator, note=ENDLESS
    )
    known = make_comment(
        article, parent=parent, device="hers", email=EMAIL, text=PRIVATE, name="Bridge Facts"
    )
    quoting = make_comment(article, text=f"So “{QUOTED}” is what they say.")
    erased = make_comment(article, status="rejected", at=now - dt.timedelta(days=40))
    retention.empty_refused(before=now - dt.timedelta(days=39))
    return {"with a record": known, "covered": covered, "quoting": quoting, "erased": erased}


def states(page: Page, cards: dict[str, Comment]) -> Iterator[str]:
    """Bring the desk into each of the states, everything open that opens, and name it."""
    for name, comment in cards.items():
        page.goto(f"{DESK}{comment.pk}/")
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        yield name
    known = cards["with a record"]
    for sheet, button in [
        ("note", "Keep the note"),
        ("ban", "Do it from now on"),
        ("redact", "See it first"),
    ]:
        page.goto(f"{DESK}{known.pk}/{sheet}/")
        yield sheet
        page.get_by_role("button", name=button).click()
        yield f"{sheet}, sent"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visitors: Visitors, cards: dict[str, Comment]
) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    sign_in(page)
    found = {}
    for state in states(page, cards):
        for seen in in_each_light(page):
            found[state, seen] = findings(page)
        for width in [320, 390, 768, 1152, 1280]:
            page.set_viewport_size({"width": width, "height": 860})
            found[state, (width, "sideways")] = ["scrolls"] * bool(page.evaluate(SIDEWAYS))
    assert {state: lines for state, lines in found.items() if lines} == {}


def test_what_is_pressed_on_a_telephone_is_44_pixels_high(
    visitors: Visitors, cards: dict[str, Comment]
) -> None:
    page = visitors.arrive(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page)
    small = []
    for state in states(page, cards):
        for item in page.locator(PRESSED).all():
            box = item.bounding_box() if item.is_visible() else None
            if box and box["height"] < 44:
                small.append((state, item.inner_text()))
    assert small == []


def test_without_javascript_a_comment_is_uncovered_noted_banned_redacted_and_its_neighbour_decided(
    visitors: Visitors, cards: dict[str, Comment], moderator: User
) -> None:
    page = visitors.arrive(javascript=False)
    sign_in(page)
    page.goto(f"{DESK}{cards['covered'].pk}/")
    text = page.locator(".card__text")
    expect(text).to_be_hidden()
    page.click(".card .veil summary")
    expect(text).to_contain_text("He is a drunk")
    page.goto(f"{DESK}{cards['with a record'].pk}/")
    page.click("summary[data-key=n]")
    page.fill("#about", "An old acquaintance.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".told").first).to_contain_text("An old acquaintance.")
    page.locator(".context").get_by_role("link", name="Ban").click()
    page.check("label:has-text('Attacks a person')")
    page.get_by_role("button", name="Do it from now on").click()
    expect(page.locator(".restricted").first).to_contain_text("Banned until")
    page.locator(".near__decide summary").first.click()
    page.locator(".near__decide").first.get_by_role("button", name="Spam").click()
    expect(page.locator(".toast")).to_contain_text("Marked as spam: Rhona Pell")
    expect(page.locator("h1")).to_have_text("Bridge Facts")
    page.locator(".context").get_by_role("link", name="Redact").click()
    page.get_by_role("button", name="See it first").click()
    expect(page.locator(".sheet__part")).to_contain_text("[removed by the editors]")
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".card__text")).to_contain_text("the number is [removed by the editors], and ask.")
    assert (Note.objects.count(), Restriction.objects.count()) == (2, 2)
