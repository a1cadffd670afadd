"""How we do in Chromium: in any light, on any screen, on paper, and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import moderation
from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.desk import sign_in
from tests.comments.desk.hands import MINUTE
from tests.factories import make_article, make_comment, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/moderation/how-we-do/"
OPEN = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
LINKS = "http://a.example/ http://b.example/"


@pytest.fixture
def paper() -> None:
    """Make an editor, and four days of which there is something to tell."""
    editor = make_staff("edda", "Editor", first_name="Edda", last_name="Brandt")
    article, now = make_article(), timezone.now()
    deeds = [("approve", ""), ("approve", ""), ("reject", "person"), ("spam", ""), ("approve", "")]
    for number, (action, reason) in enumerate(deeds * 3):
        sent = now - (number * 7 + 1) * 60 * MINUTE
        comment = make_comment(article, at=sent, text=f"Number {number}. {LINKS if number % 3 else ''}")
        moderation.decide([comment], action=action, by=editor, reason=reason, at=sent + (number + 1) * MINUTE)
    make_comment(article, at=now - 10 * MINUTE)


def arrive(page: Page) -> Page:
    """Sign in as the editor, and go to the page by its link."""
    sign_in(page, "edda")
    page.click(".admin >> text=How we do")
    page.wait_for_selector("h1:has-text('How we do')")
    return page


def test_axe_finds_nothing(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive(reduced_motion="reduce"))
    for address in (PAGE, f"{PAGE}?days=1", f"{PAGE}?from=2026-01-02&to=2026-01-01"):
        page.goto(address)
        page.evaluate(OPEN)
        for seen in in_each_light(page, height=900):
            assert findings(page) == [], (address, seen)


def test_it_scrolls_sideways_on_no_screen(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive())
    page.evaluate(OPEN)
    for width in (320, 390, 768, 1024, 1280, 1680):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SIDEWAYS) == 0, width


def test_what_is_pressed_on_a_telephone_is_44_pixels_high(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive(width=390, has_touch=True, is_mobile=True))
    page.evaluate(OPEN)
    pressed = page.locator(".stats :is(a, summary, button, input, select)").all()
    assert len(pressed) > 15
    heights = [(item.inner_text(), box["height"]) for item in pressed if (box := item.bounding_box())]
    assert [each for each in heights if 0 < each[1] < 44] == []


def test_a_period_is_chosen_and_a_chart_read_without_javascript(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive(javascript=False))
    page.click("text=28 days")
    expect(page.locator("[aria-current=page]").last).to_have_text("28 days")
    page.select_option("[name=section]", "harbour")
    page.click("button:has-text('Show')")
    expect(page.locator(".stats .meta").first).to_contain_text("Harbour.")
    page.locator("summary:has-text('The figures')").first.click()
    expect(page.locator(".chart table").first).to_be_visible()
    with page.expect_download() as found:
        page.locator("text=By hour, as CSV").click()
    assert found.value.suggested_filename.startswith("how-we-do-hours-")


def test_on_paper_there_are_the_figures_and_nothing_to_press(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive())
    page.emulate_media(media="print")
    for gone in (".admin", ".stats__choices", ".stats__form", ".stats__link", ".stats summary"):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in ("h1", ".figures", ".chart svg", ".chart table", "#sections table"):
        assert page.locator(kept).first.is_visible(), kept


def test_each_chart_is_drawn_inside_its_frame(visitors: Visitors, paper: None) -> None:
    page = arrive(visitors.arrive())
    assert page.locator(".chart svg").count() == 4
    outside = """[...document.querySelectorAll('.chart svg')].flatMap((svg) => {
      const frame = svg.viewBox.baseVal;
      return [...svg.querySelectorAll('path, text')].map((part) => part.getBBox()).filter((box) =>
        box.x < -1 || box.y < -1 || box.x + box.width > frame.width + 1 || box.y + box.height > frame.height + 1);
    }).length"""
    assert page.evaluate(outside) == 0
