"""The outbox in Chromium: no decision is lost with the network, the server, the tab or the sign-in, none made twice."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from articles.models import Article
from comments import verification
from comments.models import Comment, LogEntry
from tests.browser.conftest import Visitors
from tests.browser.desk import (
    CARD,
    DECIDE,
    PATIENCE_MS,
    all_sent,
    approve,
    decided_twice,
    held,
    settled,
    sign_in,
    sign_in_at_the_door,
    sits_ready,
    stands,
    waits,
)  # fmt: skip
from tests.comments.desk.hands import DESK, decided_by
from tests.factories import make_article, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOST = 'document.querySelector("#outbox").textContent'


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


def test_what_is_decided_without_a_network_is_sent_when_there_is_one(page: Page) -> None:
    settled(page)
    page.context.set_offline(True)
    approve(page, 1, 2, 3)
    waits(page, "3 decisions kept here, sent again and again")
    assert stands() == ["pending"] * 6
    page.context.set_offline(False)
    all_sent(page)
    assert stands() == ["approved"] * 3 + ["pending"] * 3


def test_an_answer_that_was_lost_makes_no_second_decision(page: Page) -> None:
    lost: list[Route] = []

    def lose_first(route: Route) -> None:
        route.fetch()  # the newsroom decides
        lost.append(route)
        route.abort("connectionreset")  # and nobody hears of it

    page.route(DECIDE, lose_first, times=2)
    approve(page, 1, 2)
    all_sent(page)
    assert len(lost) == 2
    assert stands() == ["approved"] * 2 + ["pending"] * 4
    assert decided_twice() == []
    assert verification.verify().is_sound


def test_a_server_in_trouble_is_asked_again(page: Page, visitors: Visitors) -> None:
    page.route(DECIDE, lambda route: route.fulfill(status=503, body="Try later."), times=2)
    approve(page, 1)
    waits(page, "The newsroom does not answer.")
    all_sent(page)
    assert stands()[0] == "approved"
    assert [problem[:3] for problem in visitors.problems] == ["503", "503"]
    visitors.problems.clear()


def test_what_was_not_confirmed_when_the_tab_closed_is_sent_on_return(page: Page) -> None:
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 1, 2)
    waits(page, "2 decisions kept here")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.route(DECIDE, lambda route: route.abort())
    other.goto(DESK)
    waits(other, "2 decisions kept here")
    sits_ready(other, "Reader 3")  # what was decided is not shown for a second decision
    other.unroute(DECIDE)
    all_sent(other)
    assert stands() == ["approved"] * 2 + ["pending"] * 4


def test_a_sign_out_stops_the_sending_and_keeps_everything(page: Page) -> None:
    settled(page)
    Session.objects.all().delete()
    approve(page, 1, 2)
    waits(page, "You are signed out. 2 decisions of yours wait here.")
    page.get_by_role("link", name="Sign in").click()
    page.fill("[name=username]", "amara")
    page.fill("[name=password]", "correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector("#outbox", state="attached")
    all_sent(page)
    assert stands() == ["approved"] * 2 + ["pending"] * 4


def test_nobody_sends_what_somebody_else_decided(page: Page, visitors: Visitors) -> None:
    make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    settled(page)
    Session.objects.all().delete()
    approve(page, 1)
    waits(page, "You are signed out.")
    sign_in_at_the_door(page, "bashir")
    sits_ready(page, "Reader 2")  # the first is Amara's for a while
    expect(page.locator("#outbox")).to_be_empty()
    assert stands() == ["pending"] * 6


def test_a_decision_that_came_too_late_is_told(page: Page) -> None:
    colleague = make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    settled(page)
    decided_by(colleague, Comment.objects.order_by("pk")[0], "spam")
    approve(page, 1)
    late = page.locator(".late .notice")
    expect(late).to_contain_text("Reader 1: Bashir Lindgren marked this as spam at", timeout=PATIENCE_MS)
    expect(late).to_contain_text("before you. Your decision changed nothing.")
    page.reload()  # it is told until it was seen
    late.get_by_role("button", name="Seen").click()
    expect(late).to_have_count(0)
    all_sent(page)
    assert LogEntry.objects.exclude(action="submit").count() == 1


def test_the_focus_stays_where_a_late_decision_is_told_while_others_are_on_their_way(page: Page) -> None:
    colleague = make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    decided_by(colleague, Comment.objects.order_by("pk")[0], "spam")
    approve(page, 1)
    seen = page.locator(".late").get_by_role("button", name="Seen")
    seen.wait_for(timeout=PATIENCE_MS)
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 2)
    seen.focus()
    waits(page, "The newsroom does not answer.")
    page.wait_for_timeout(1500)  # in which it is sent again
    expect(seen).to_be_focused()
    page.unroute(DECIDE)
    all_sent(page)
    expect(seen).to_be_focused()


def test_what_nobody_takes_is_put_aside_and_the_others_go(page: Page) -> None:
    first = Comment.objects.order_by("pk")[0]
    page.clock.install()
    page.reload()

    def refuse_first(route: Route) -> None:
        if f"comment={first.pk}&" in (route.request.post_data or ""):
            route.abort()
        else:
            route.continue_()

    page.route(DECIDE, refuse_first)
    approve(page, 1)
    waits(page, "The newsroom does not answer.")
    approve(page, 2)
    page.clock.fast_forward(21_000)
    for _ in range(3):
        sits_ready(page, "Reader 3")
        page.clock.fast_forward(30_000)
    expect(page.locator(".late .notice")).to_contain_text(
        "Reader 1: This could not be sent", timeout=PATIENCE_MS
    )
    all_sent(page)
    assert stands() == ["pending", "approved"] + ["pending"] * 4
    expect(page.locator(f".queue__item[data-comment='{first.pk}']")).to_be_visible()


def test_a_decision_that_nobody_has_tried_to_send_is_simply_taken_back(page: Page) -> None:
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 1, 2)
    sits_ready(page, "Reader 3")
    page.keyboard.press("u")
    sits_ready(page, "Reader 2")
    page.unroute(DECIDE)
    all_sent(page)
    assert stands() == ["approved"] + ["pending"] * 5


def test_a_decision_that_may_have_arrived_is_undone_once_that_is_known(page: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(DECIDE, lose)
    approve(page, 1)
    waits(page, "The newsroom does not answer.")
    page.keyboard.press("u")
    page.unroute(DECIDE)
    sits_ready(page, "Reader 1")
    all_sent(page)
    assert [entry.action for entry in LogEntry.objects.exclude(action="submit")] == ["approve", "undo"]


def test_an_undo_that_was_asked_for_before_the_tab_closed_is_made_on_return(page: Page) -> None:
    page.route(DECIDE, lambda route: route.abort())
    approve(page, 1)
    waits(page, "The newsroom does not answer.")
    sits_ready(page, "Reader 2")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_contain_text("Reader 1 is being undone.")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.route(DECIDE, lambda route: route.abort())
    other.goto(DESK)
    waits(other, "1 decision kept here")
    sits_ready(other, "Reader 2")
    other.unroute(DECIDE)
    sits_ready(other, "Reader 1")
    all_sent(other)
    assert [entry.action for entry in LogEntry.objects.exclude(action="submit")] == ["approve", "undo"]


def test_what_was_decided_after_a_decision_that_came_too_late_can_still_be_undone(page: Page) -> None:
    colleague = make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")
    page.route(DECIDE, lambda route: route.abort())
    settled(page)
    decided_by(colleague, Comment.objects.order_by("pk")[0], "spam")
    approve(page, 1, 2)
    page.unroute(DECIDE)
    late = page.locator(".late .notice")
    expect(late).to_contain_text("Your decision changed nothing.", timeout=PATIENCE_MS)
    all_sent(page)
    expect(page.locator(".toast")).to_contain_text("Approved: Reader 2")
    page.keyboard.press("u")
    sits_ready(page, "Reader 2")
    all_sent(page)
    assert stands() == ["spam"] + ["pending"] * 5


def test_a_killed_server_loses_nothing(page: Page) -> None:
    dead = True

    def die(route: Route) -> None:
        if dead:
            route.abort("connectionrefused")
        else:
            route.continue_()

    settled(page)
    page.route("**/moderation/**", die)
    approve(page, 1, 2, 3)
    waits(page, "3 decisions kept here")
    page.keyboard.press("a")
    dead = False
    all_sent(page)
    expect(page.locator(CARD)).to_have_text("Reader 5", timeout=PATIENCE_MS)
    assert stands() == ["approved"] * 4 + ["pending"] * 2
    assert page.evaluate(LOST) == ""
    page.goto(DESK)
    sits_ready(page, "Reader 5")
