"""The front page: the newest stories in their places, the same bytes for everybody."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from articles import front_page, publishing
from articles.models import Article, Contributor
from articles.views import STORIES_A_PAGE
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def publish_many(count: int, **fields: Any) -> list[Article]:
    """Return stories, the newest first, an hour apart."""
    return [make_article(at=NOON - dt.timedelta(hours=number), **fields) for number in range(count)]


def headlines(page: Page) -> list[str]:
    """Return the headlines in the order of the page."""
    return [element.text for element in page.all(has_class="teaser__headline")]


def test_a_paper_without_stories_says_so(client: Client) -> None:
    page = assert_public(client.get("/"))
    assert "Nothing has been published yet." in [heading.text for heading in page.all("h2")]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_every_story_of_a_young_paper_has_its_place(client: Client, count: int) -> None:
    stories = publish_many(count)
    page = assert_public(client.get("/"))
    missing = {story.headline for story in stories} - set(headlines(page))
    assert headlines(page)[0] == stories[0].headline
    assert len(missing) == max(0, count - 9)  # one section: the lead, three beside it, a strip of five


def test_the_newest_news_leads_and_opinion_stands_aside(client: Client) -> None:
    opinion = make_section(slug="opinion", opinion=True)
    said = make_article(section=opinion, headline="An opinion", at=NOON)
    make_article(headline="The news", at=NOON - dt.timedelta(hours=1))
    page = Page.of(client.get("/"))
    assert headlines(page) == ["The news", "An opinion"]
    assert page.one("a", href=said.get_absolute_url()).inside[-2].classes == ["teaser", "teaser--opinion"]


def test_a_paper_of_opinion_alone_leads_with_opinion(client: Client) -> None:
    stories = publish_many(2, section=make_section(slug="opinion", opinion=True))
    assert headlines(Page.of(client.get("/"))) == [story.headline for story in stories]


def test_strips_stand_in_the_order_of_the_sections() -> None:
    first, second = make_section(slug="schools", position=2), make_section(slug="culture", position=1)
    publish_many(4)
    stories = [*Article.objects.newest_first(), make_article(section=first), make_article(section=second)]
    assert [strip.section for strip in front_page.arrange(stories).strips] == [second, first]


def test_drafts_and_withdrawn_stories_are_not_shown(client: Client) -> None:
    make_article(published=False, headline="A draft")
    publishing.withdraw(make_article(headline="Taken back"))
    assert headlines(Page.of(client.get("/"))) == []


def test_a_teaser_shows_byline_and_replies(client: Client) -> None:
    article = make_article()
    for position, name in enumerate(["Ines Calloway", "Tom Verhaegen"]):
        writer = Contributor.objects.create(name=name, slug=name.split()[0].lower())
        article.bylines.create(contributor=writer, position=position)
    make_comment(article, status="approved")
    make_comment(article)
    (meta,) = Page.of(client.get("/")).all("p", has_class="meta")
    assert meta.text == f"By Ines Calloway and Tom Verhaegen · 1 reply to {article.headline}"


def test_the_front_page_costs_five_queries_however_many_stories(
    client: Client, django_assert_num_queries: Any
) -> None:
    make_comment(publish_many(STORIES_A_PAGE + 2)[0], status="approved")
    with django_assert_num_queries(5):
        client.get("/")


def test_no_story_is_skipped_on_the_way_back_through_the_paper(client: Client) -> None:
    stories = publish_many(60)
    seen: set[str] = set()
    address: str | None = "/"
    while address:
        page = assert_public(client.get(address))
        seen |= set(headlines(page))
        further = page.all("a", rel="next")
        address = f"/{further[0]['href']}" if further else None
    assert seen == {story.headline for story in stories}


def test_older_stories_go_on_after_the_cursor_newest_first(client: Client) -> None:
    stories = publish_many(3)
    microseconds = int(NOON.timestamp()) * 1_000_000
    page = assert_public(client.get(f"/?page={microseconds}-{stories[0].pk}"))
    assert headlines(page) == [stories[1].headline, stories[2].headline]


@pytest.mark.parametrize(
    "cursor", ["", "2", "x-1", "1-", "-1", "1-1-1", "٣-١", "9" * 40 + "-1", "1-" + "9" * 30]
)
def test_a_cursor_that_no_page_gave_is_not_found(client: Client, cursor: str) -> None:
    assert client.get("/", {"page": cursor}).status_code == 404


def test_the_stories_paged_through_are_totally_ordered() -> None:
    assert Article.objects.published().newest_first().for_page().totally_ordered


def test_the_same_bytes_for_reader_and_editor(client: Client) -> None:
    publish_many(3)
    before = client.get("/").content
    client.force_login(make_staff("editor", is_superuser=True))
    assert client.get("/").content == before


def test_who_has_the_bytes_gets_304(client: Client) -> None:
    publish_many(1)
    response = client.get("/")
    assert response["Cache-Control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == response["ETag"]


def test_the_date_is_that_of_the_newest_story(client: Client) -> None:
    publish_many(2)
    date = Page.of(client.get("/")).one("p", has_class="masthead__date")
    assert date.text == "Sunday 22 November 2026"


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_the_front_page_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_head_answers_as_get_does(client: Client) -> None:
    publish_many(1)
    assert client.head("/")["ETag"] == client.get("/")["ETag"]
