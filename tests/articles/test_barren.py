"""Barren addresses: who asks where there is no page waits for nobody, and who asks when there is one gets it kept."""

import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import pytest

from articles import publishing
from articles.models import Article
from articles.pages import baking, barren, slots
from articles.pages.barren import MOST, Barren
from articles.pages.kinds import Spot
from articles.pages.slots import EVERYTHING
from articles.pages.store import Page
from tests.articles.asking import Site
from tests.articles.keeping import kept
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
STORY = Spot("/2026/11/23/story/", "2026/11/23/story")
FURTHER = Spot("/2026/11/23/story/comments/2/", "2026/11/23/story")
SECTION = Spot("/sections/weather/", "sections/weather")


def test_nobody_takes_turns_where_there_is_no_page(
    site: Site, quiet_story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.get(SECTION.address).status == HTTPStatus.NOT_FOUND
    monkeypatch.setattr(slots, "alone", None)
    assert site.get(SECTION.address).status == HTTPStatus.NOT_FOUND


@pytest.mark.django_db(transaction=True)
def test_a_story_that_was_asked_for_just_before_it_was_published_is_rendered_once(site: Site) -> None:
    story = make_article(published=False)
    address = story.get_absolute_url()
    assert site.get(address).status == HTTPStatus.NOT_FOUND
    publishing.publish(story)
    site.asked.clear()
    assert {site.get(address).status for _ in range(20)} == {HTTPStatus.OK}
    assert site.asked == [address]
    assert address in kept()


def test_one_that_appears_by_itself_is_kept_from_the_second_reader_on(
    site: Site, quiet_story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.get(SECTION.address).status == HTTPStatus.NOT_FOUND
    make_section(slug="weather")
    site.asked.clear()
    for _ in range(20):
        assert site.get(SECTION.address).status == HTTPStatus.OK
    assert site.asked == [SECTION.address] * 2
    assert kept() == {SECTION.address}


@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error", "429 Too Many"])
def test_an_answer_that_says_nothing_of_the_page_is_not_remembered(status: str) -> None:
    baking.fetch(answering(status), SECTION)
    assert SECTION not in barren.barren
    assert isinstance(baking.fetch(answering("200 OK"), SECTION), Page)
    assert kept() == {SECTION.address}


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_one_that_says_that_there_is_none_is_remembered(status: str) -> None:
    baking.fetch(answering(status), SECTION)
    assert SECTION in barren.barren


def answering(status: str) -> Callable[..., Iterable[bytes]]:
    """Return an application that has this answer to everything."""

    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(status, [("Content-Type", "text/html")])
        return [b"<p>An answer."]

    return answer


def test_what_changes_is_forgotten_with_all_its_pages() -> None:
    found = Barren()
    for spot in (STORY, FURTHER, SECTION):
        found.add(spot)
    found.forget({STORY.subject, "front"})
    assert [spot in found for spot in (STORY, FURTHER, SECTION)] == [False, False, True]
    found.forget({EVERYTHING})
    assert SECTION not in found


def test_it_is_remembered_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Barren()
    found.add(SECTION)
    now = time.monotonic() + barren.SECONDS
    assert SECTION in found
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert SECTION not in found


def test_no_more_is_remembered_than_is_good() -> None:
    found = Barren()
    spots = [Spot(f"/sections/{number}/", f"sections/{number}") for number in range(MOST + 1)]
    for spot in spots:
        found.add(spot)
    assert spots[-1] in found
    assert sum(spot in found for spot in spots) <= MOST
