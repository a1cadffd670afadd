"""Many decisions in Chromium: two hundred by the keyboard alone, and two moderators who race through one queue."""

import sys
import time
from itertools import cycle

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Article
from benchmarks.keyboard import KEYS, OBSERVE, press_on, quantile
from comments import claims, verification
from comments.models import Claim, Comment, LogEntry
from tests.browser.conftest import Visitors
from tests.browser.desk import CARD, all_sent, decided_twice, held, sign_in, sits_ready, stands
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANY, RACE = 200, 60
MOST_KEYS_A_DECISION = 1.2
PATIENCE_MS = 60_000
RACE_SECONDS = 300.0
# The page looks who has what when it comes into sight, and else every three quarters of a minute.
LOOK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"


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


def test_two_hundred_are_decided_by_the_keyboard_alone(
    visitors: Visitors, article: Article, moderator: User
) -> None:
    held(article, MANY)
    page = visitors.arrive()
    page.add_init_script(OBSERVE)
    sign_in(page)
    pressed, shown = 0, ""
    waits: list[float] = []
    for _, keys in zip(range(MANY), cycle(KEYS), strict=False):
        expect(page.locator(CARD)).not_to_have_text(shown, timeout=PATIENCE_MS)
        shown = page.locator(CARD).inner_text()
        for key in keys:
            page.keyboard.press(key)
            pressed += 1
        waits = page.evaluate("window.waits ?? []") or waits
    sys.stdout.write(f"From key to next card, p95: {quantile(waits, 0.95):.0f} ms\n")
    expect(page.get_by_role("heading", name="Nothing waits.")).to_be_visible(timeout=PATIENCE_MS)
    assert pressed / MANY <= MOST_KEYS_A_DECISION
    decided = LogEntry.objects.exclude(action="submit")
    assert decided.filter(actor_id=moderator.pk).count() == decided.count() == MANY
    assert decided_twice() == []
    assert "pending" not in stands()
    assert verification.verify().is_sound


def test_two_moderators_race_through_one_queue(
    visitors: Visitors, article: Article, moderator: User, colleague: User
) -> None:
    held(article, RACE)
    amara, bashir = visitors.arrive(), visitors.arrive()
    sign_in(amara)
    sign_in(bashir, "bashir")
    deadline = time.monotonic() + RACE_SECONDS
    while Comment.objects.pending().exists():
        assert time.monotonic() < deadline, f"{Comment.objects.pending().count()} still wait"
        press_on(amara, "a")
        press_on(bashir, "s")
    all_sent(amara)
    all_sent(bashir)
    decided = LogEntry.objects.exclude(action="submit")
    assert decided.count() == RACE
    assert decided_twice() == []
    assert set(stands()) == {"approved", "spam"}
    assert verification.verify().is_sound


def test_a_card_that_is_displayed_is_taken_and_skipped_by_others(
    visitors: Visitors, article: Article, moderator: User, colleague: User
) -> None:
    first, second, third = held(article, 3)
    amara, bashir = visitors.arrive(), visitors.arrive()
    sign_in(amara)
    expect(amara.locator("#card [data-yours]")).to_contain_text("yours until")
    sign_in(bashir, "bashir")
    sits_ready(bashir, "Reader 2")
    expect(bashir.locator(".queue__item--claimed")).to_contain_text("Amara has it · ")
    expect(bashir.locator("#card [data-yours]")).to_contain_text("yours until")
    assert claims.held([first.pk, second.pk, third.pk]).keys() == {first.pk, second.pk}
    bashir.goto(f"/moderation/{first.pk}/")
    expect(bashir.locator(".notice")).to_contain_text("Amara Quist has this one until")
    bashir.keyboard.press("a")  # the keys are off
    bashir.keyboard.press("j")
    sits_ready(bashir, "Reader 2")
    expect(bashir.locator("#card [data-yours]")).to_contain_text("yours until")
    amara.evaluate(LOOK_NOW)
    expect(amara.locator(".queue__item--claimed")).to_contain_text("Bashir has it · ")
    amara.keyboard.press("j")
    sits_ready(amara, "Reader 3")  # the second is Bashir's
    all_sent(bashir)
    assert stands() == ["pending"] * 3
    amara.get_by_role("button", name="Log out").click()
    expect(amara.locator("body")).to_contain_text("Logged out")
    assert {claim.user for claim in Claim.objects.all()} == {colleague}
