"""Many at once in Chromium: ticked, decided and taken back without JavaScript, in any light and on any screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from comments import bulk
from comments.bounds import Bounds
from comments.bulk import Order
from comments.desk import runs
from comments.models import BulkRun, Comment
from comments.models.log import UNDO_TIME
from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.desk import PATIENCE_MS, SECOND, sign_in
from tests.comments.desk.hands import DESK, decided_by
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TO_THE_TOP = "document.querySelector('.queue')?.scrollTo(0, 0)"
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Return a published, premoderated story."""
    return make_article(headline="Cars lose the swing bridge at night")


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Return Amara Quist, who may decide on comments."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def waiting(article: Article) -> list[Comment]:
    """Return comments that wait, some of them nearly the same."""
    alike = [make_comment(article, text=variant(number), name=f"Reader {number}") for number in range(4)]
    others = [
        make_comment(article, name=f"Edda {number}", text="At https://x.example/ it says so. " * 9)
        for number in range(9)
    ]
    return alike + others


def test_many_are_ticked_decided_and_taken_back_without_javascript(
    visitors: Visitors,
    waiting: list[Comment],
    moderator: User,
) -> None:
    page = visitors.arrive(javascript=False)
    sign_in(page)
    bar = page.locator(".bulk")
    expect(bar).to_be_hidden()
    for name in ("Edda 1", "Edda 2"):
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    expect(bar).to_be_visible()
    expect(page.locator(".desk__bar")).to_be_hidden()
    page.locator(".bulk [value=approve]").click()
    expect(page.locator(".toast--batch")).to_contain_text("2 comments approved.")
    assert Comment.objects.public().count() == 2
    page.locator(".toast--batch button").click()
    expect(page.locator(".toast--batch")).to_contain_text("2 comments put back to where they were.")
    assert Comment.objects.public().count() == 0
    page.get_by_role("checkbox", name="Select Edda 1", exact=True).check()
    page.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()


def every_state(page: Page, waiting: list[Comment], moderator: User, article: Article) -> Iterator[str]:
    """Bring the pages about many into each of their states in turn, and name it."""
    page.goto(DESK)
    for box in page.locator(".queue__pick input").all()[:11]:
        box.check()
    yield "picked"
    page.locator(".bulk__rules summary").click()
    yield "picked, rules"
    page.get_by_role("button", name="Attacks a person").last.click()
    page.wait_for_selector(".many")
    yield "asked"
    page.goto(f"{DESK}bulk/all/?q=says")
    yield "all"
    page.goto(f"{DESK}campaigns/")
    yield "campaigns"
    page.locator(".campaigns a").first.click()
    page.wait_for_selector(".members")
    yield "campaign"
    page.get_by_role("button", name="Spam all").click()
    page.wait_for_selector(".toast")
    yield "campaigns decided"
    colleague = make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    decided_by(colleague, waiting[-1], "trash")
    seen = {comment.pk: comment.seq for comment in waiting[-3:]}
    run = bulk.decide(waiting[-3:], Order(moderator, "approve"), seen=seen)
    page.goto(runs.address(run))
    yield "run with some that were moved"
    started = bulk.start(runs.perform, Order(moderator, "trash"), Bounds.now())
    page.goto(runs.address(started))
    yield "run that waits"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visitors: Visitors,
    waiting: list[Comment],
    moderator: User,
    article: Article,
) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    sign_in(page)
    found = {}
    for state in every_state(page, waiting, moderator, article):
        for width, scheme in in_each_light(page):
            page.evaluate(TO_THE_TOP)
            found[state, width, scheme] = findings(page)
            if sideways := page.evaluate(SIDEWAYS):
                found[state, width, scheme].append(f"{sideways} px sideways")
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{state}-{width}-{scheme}.png", full_page=True)
    assert {state: lines for state, lines in found.items() if lines} == {}


def test_the_progress_is_renewed_in_place_and_the_focus_stays_on_the_button(
    visitors: Visitors, waiting: list[Comment], moderator: User
) -> None:
    page = visitors.arrive()
    sign_in(page)
    run = bulk.start(runs.perform, Order(moderator, "trash"), Bounds.now())
    page.goto(runs.address(run))
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    BulkRun.objects.filter(pk=run.pk).update(
        total=13, done=4, decided=4, state="running", touched_at=timezone.now()
    )
    expect(page.locator("h1")).to_have_text("4 of 13 comments", timeout=PATIENCE_MS)
    expect(page.get_by_role("status")).to_contain_text("4 comments moved to trash.")
    expect(stop).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert BulkRun.objects.get(pk=run.pk).is_to_stop


def test_on_a_telephone_boxes_and_buttons_can_be_pressed(
    visitors: Visitors,
    waiting: list[Comment],
    moderator: User,
) -> None:
    page = visitors.arrive(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page)
    page.locator(".queue__pick").first.click()
    pressed = page.locator(".queue__pick, .bulk .act:visible, .bulk a").all()
    assert len(pressed) > 15
    small = [
        part
        for item in pressed
        if (part := item.bounding_box()) and (part["height"] < 44 or part["width"] < 24)
    ]
    assert small == []


def test_u_takes_many_back_after_a_reload_and_after_a_minute_nothing_does(
    visitors: Visitors, waiting: list[Comment], moderator: User
) -> None:
    page = visitors.arrive()
    sign_in(page)
    for name in ("Edda 1", "Edda 2"):
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    page.keyboard.press("s")
    told = page.locator(".toast--batch")
    expect(told).to_contain_text("2 comments marked as spam.")
    page.goto(f"{DESK}?view=spam")
    expect(told).to_contain_text("2 comments marked as spam.")
    page.keyboard.press("u")
    expect(told).to_contain_text("2 comments put back to where they were.")
    assert not Comment.objects.filter(status="spam").exists()
    BulkRun.objects.update(asked_at=timezone.now() - UNDO_TIME + 6 * SECOND)
    page.reload()
    expect(told).to_be_visible()
    expect(told).to_have_count(0, timeout=20_000)
