"""Section pages: one section's stories, the newest first, in pages by key set."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.views import STORIES_A_PAGE
from tests.articles.pictures import make_picture
from tests.factories import make_article, make_section
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def headlines(page: Page) -> list[str]:
    """Return the headlines in the order of the page."""
    return [element.text for element in page.all(has_class="teaser__headline")]


def test_a_section_shows_its_own_stories_newest_first(client: Client) -> None:
    older = make_article(at=NOON - dt.timedelta(days=1))
    newer = make_article(at=NOON)
    make_article(section=make_section(slug="schools"), at=NOON)
    page = assert_public(client.get("/sections/harbour/"))
    assert headlines(page) == [newer.headline, older.headline]


def test_the_heading_is_the_title_and_the_navigation_the_short_name(client: Client) -> None:
    make_section(name="Harbour", title="Harbour and coast", description="The port and the boats.")
    page = assert_public(client.get("/sections/harbour/"))
    assert page.one("h1").text == "Harbour and coast"
    assert page.one("a", aria_current="page").text == "Harbour"
    assert "The port and the boats." in page.one("div", has_class="section-head").text


def test_a_section_without_stories_says_so(client: Client) -> None:
    make_section()
    assert "There is no story here yet." in assert_public(client.get("/sections/harbour/")).one("main").text


def test_an_unknown_section_is_not_found(client: Client) -> None:
    assert client.get("/sections/nowhere/").status_code == 404


def test_times_are_absolute_and_machines_can_read_them(client: Client) -> None:
    make_article(at=NOON)
    (time,) = Page.of(client.get("/sections/harbour/")).all("time")
    assert (time.text, time["datetime"]) == ("22 Nov 2026, 12:00", "2026-11-22T12:00:00+00:00")


def test_two_stories_of_the_same_moment_are_both_reached(client: Client) -> None:
    stories = [make_article(at=NOON) for _ in range(STORIES_A_PAGE + 2)]
    first = Page.of(client.get("/sections/harbour/"))
    second = assert_public(client.get(f"/sections/harbour/{first.one('a', rel='next')['href']}"))
    assert headlines(first) + headlines(second) == [story.headline for story in reversed(stories)]
    assert not second.all("a", rel="next")


def test_a_cursor_that_no_page_gave_is_not_found(client: Client) -> None:
    make_article()
    assert client.get("/sections/harbour/?page=2").status_code == 404


def test_a_page_of_stories_costs_six_queries(client: Client, django_assert_num_queries: Any) -> None:
    picture = make_picture()
    for _ in range(STORIES_A_PAGE + 2):
        make_article(lead_image=picture)
    with django_assert_num_queries(6):
        client.get("/sections/harbour/")


def test_who_has_the_bytes_gets_304(client: Client) -> None:
    make_article()
    known = {"If-None-Match": client.get("/sections/harbour/")["ETag"]}
    assert client.get("/sections/harbour/", headers=known).status_code == 304


def test_a_withdrawal_changes_the_bytes(client: Client) -> None:
    article = make_article()
    tag = client.get("/sections/harbour/")["ETag"]
    publishing.withdraw(article)
    response = client.get("/sections/harbour/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert article.headline not in response.content.decode()


def test_a_section_is_only_read(client: Client) -> None:
    make_section()
    assert client.post("/sections/harbour/").status_code == 405
