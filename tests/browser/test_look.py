"""The look: what every public page keeps to, in light and in dark, from 320 pixels on, measured in Chromium."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.axe import SIDEWAYS, findings, in_each_light
from tests.browser.conftest import Visitors
from tests.browser.paper import Paper, print_paper

CSS_LIMIT, JS_LIMIT = 12_000, 4_000
STAFFS_SHEETS = {"desk.css", "stats.css", "admin.css"}


@pytest.fixture
def paper(transactional_db: None) -> Paper:
    """Return a newsroom with one page of each kind."""
    return print_paper()


def all_pages(page: Page, paper: Paper) -> Iterator[str]:
    """Open each page in turn and give its name; the last is the form with its errors."""
    for name, address in paper.pages.items():
        page.goto(address)
        yield name
    page.goto(paper.pages["answering"])
    page.fill("[name=email]", "lindy.example.org")
    page.click(".form__send button")
    page.wait_for_selector(".errors")
    yield "errors"


def at_widths(page: Page, *widths: int) -> Iterator[int]:
    """Make the window as wide as each of these in turn."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        yield width


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    found = {
        (name, seen): findings(page)
        for name in all_pages(page, paper)
        for seen in in_each_light(page, height=900)
    }
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_page_scrolls_sideways(visitors: Visitors, paper: Paper, language: str, settings: Any) -> None:
    settings.LANGUAGE_CODE = language
    page = visitors.arrive()
    found = {
        (name, width): page.evaluate(SIDEWAYS)
        for name in all_pages(page, paper)
        for width in at_widths(page, 320, 390, 768, 1024, 1280, 1680)
    }
    assert {place: pixels for place, pixels in found.items() if pixels} == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_pressed_on_a_telephone_is_44_pixels_high(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive(width=390, has_touch=True, is_mobile=True)
    page.goto(paper.pages["story"])
    pressed = page.locator(
        ".sections a, .nameplate, .comment__acts button, .kicker a, .button, .field input"
    ).all()
    assert len(pressed) > 10
    assert [box for item in pressed if (box := item.bounding_box()) and box["height"] < 44] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_paper_there_is_the_story_and_no_furniture(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive()
    page.goto(paper.pages["story"])
    page.emulate_media(media="print")
    for gone in [".sections", ".reply", ".comment__acts", ".foot", ".skip"]:
        assert not page.locator(gone).first.is_visible(), gone
    for kept in ["h1", ".byline", ".print-url", ".comment__text", ".correction"]:
        assert page.locator(kept).first.is_visible(), kept


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_forced_colours_the_editors_stroke_is_still_drawn(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive(forced_colors="active")
    page.goto(paper.pages["story"])
    read = "getComputedStyle(document.querySelector('.pull'), '::before')"
    assert page.evaluate(f"{read}.backgroundColor") != page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    assert page.evaluate(f"{read}.clipPath").startswith("polygon(")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whoever_asks_for_less_motion_gets_none(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    page.goto(paper.pages["story"])
    moving = """[...document.querySelectorAll('*')].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== '0s' || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_piled_up_marks_stay_in_the_comment_that_they_were_typed_into(
    visitors: Visitors, paper: Paper
) -> None:
    page = visitors.arrive()
    page.goto(paper.pages["story"])
    for part in [".comment__text", ".comment__by"]:
        assert page.locator(part).first.evaluate("element => getComputedStyle(element).overflowY") == "clip"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_tab_leads_past_the_furniture(visitors: Visitors, paper: Paper) -> None:
    page = visitors.arrive()
    page.goto(paper.pages["story"])
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(".kicker a").evaluate("element => element === document.activeElement")


def files(kind: str) -> list[Path]:
    """Return our own files of a kind."""
    return sorted((Path(settings.BASE_DIR) / "static" / kind).glob(f"*.{kind}"))


def gzipped(paths: list[Path]) -> int:
    """Return the bytes that these files weigh one by one, as a browser over plain http gets them."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_what_readers_are_shown_in_weighs_little() -> None:
    assert 0 < gzipped([path for path in files("css") if path.name not in STAFFS_SHEETS]) < CSS_LIMIT


def test_what_moderators_are_shown_in_weighs_little() -> None:
    names = {"tokens.css", "base.css", "desk.css", "stats.css"}
    assert 0 < gzipped([path for path in files("css") if path.name in names]) < CSS_LIMIT


def test_the_scripts_weigh_little() -> None:
    assert 0 < gzipped(files("js")) < JS_LIMIT
