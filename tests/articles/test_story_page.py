"""The story page: a story with all that stands around it, its thread and its form."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.models import Article, Contributor
from tests.articles.pictures import make_picture
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def read(client: Client, article: Article, query: str = "") -> Page:
    """Return the story's page."""
    return assert_public(client.get(article.get_absolute_url() + query))


def test_a_story_shows_what_stands_around_its_text(client: Client) -> None:
    article = make_article(
        at=NOON, headline="Cars lose the bridge", dek="From March.", dateline="Marram", kicker="Trial"
    )
    article.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    page = read(client, article)
    assert page.one("h1").text == "Cars lose the bridge"
    assert page.one("p", has_class="story-dek").text == "From March."
    assert page.one("p", has_class="kicker").text == "Harbour · Trial"
    assert page.one("p", has_class="byline").text == "By Ines Calloway"
    assert page.one("span", has_class="dateline").text == "Marram"
    assert page.one("a", aria_current="true").text == "Harbour"


def test_the_address_is_printed_and_canonical(client: Client) -> None:
    article = make_article()
    page = read(client, article, "?utm_source=x")
    address = f"http://127.0.0.1:8000{article.get_absolute_url()}"
    assert page.one("p", has_class="print-url").text == address
    assert page.one("link", rel="canonical")["href"] == address


def test_a_picture_comes_with_its_words_and_its_size(client: Client) -> None:
    picture = make_picture(alt="A quay.", caption="The quay.", credit="J. Firth")
    page = read(client, make_article(lead_image=picture))
    shown = page.one("img")
    assert (shown["alt"], shown["width"], shown["height"]) == ("A quay.", "12", "8")
    assert page.one("figcaption").text == "The quay. J. Firth"


def test_corrections_stand_under_the_text_and_the_page_leads_to_them(client: Client) -> None:
    article = make_article(at=NOON)
    for hour, text in [(1, "The year is 1908."), (2, "The name is Pell.")]:
        publishing.correct(article, text=text, at=NOON + dt.timedelta(hours=hour))
    page = read(client, article)
    assert [notice.text for notice in page.all("aside", has_class="correction")] == [
        "Correction, 22 November 2026, 13:00. The year is 1908.",
        "Correction, 22 November 2026, 14:00. The name is Pell.",
    ]
    assert "Updated 22 Nov 2026, 14:00, corrected" in page.one("div", has_class="story-meta").text
    page.one("a", href="#correction")


def test_a_wire_story_is_signed_by_its_agency_and_links_to_its_source(client: Client) -> None:
    article = make_article(source_credit="Associated Press", source_url="https://example.org/story")
    page = read(client, article)
    assert page.one("p", has_class="byline").text == "Associated Press"
    assert page.one("p", has_class="source").text == "Source: Associated Press"
    page.one("a", href="https://example.org/story")


def test_a_story_with_help_from_an_agency_says_so(client: Client) -> None:
    article = make_article(source_credit="Associated Press")
    article.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    assert read(client, article).one("p", has_class="source").text == "With reporting by Associated Press."


def test_an_opinion_is_set_as_one(client: Client) -> None:
    page = read(client, make_article(section=make_section(slug="opinion", opinion=True)))
    assert "story--opinion" in page.one("article", has_class="story").classes


def test_the_newsroom_zone_is_in_the_machine_readable_time(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Lisbon"
    time = read(client, make_article(at=NOON - dt.timedelta(days=150))).all("time")[0]
    assert (time["datetime"], time.text) == ("2026-06-25T13:00:00+01:00", "25 June 2026, 13:00")


def test_a_page_in_a_language_from_right_to_left_says_so(client: Client, settings: Any) -> None:
    settings.LANGUAGE_CODE = "ar"
    root = read(client, make_article()).one("html")
    assert (root["lang"], root["dir"]) == ("ar", "rtl")


def test_a_draft_is_not_found(client: Client) -> None:
    assert client.get(make_article(published=False).get_absolute_url()).status_code == 404


def test_a_withdrawn_story_is_gone_and_says_nothing_of_itself(client: Client) -> None:
    article = make_article(headline="What nobody should read")
    publishing.withdraw(article)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    page = assert_public(response)
    assert page.one("h1").text == "This story was withdrawn."
    assert article.headline not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/2026/13/01/story/", "/2026/02/30/story/", "/0000/01/01/story/", "/2026/11/22/nothing/"]
)
def test_an_address_that_no_story_has_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_story_with_200_comments_costs_five_queries(client: Client, django_assert_num_queries: Any) -> None:
    article = make_article(lead_image=make_picture())
    article.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    publishing.correct(article, text="The year is 1908.")
    tops = [make_comment(article, status="approved") for _ in range(40)]
    for number in range(160):
        make_comment(article, status="approved", parent=tops[number % 40])
    with django_assert_num_queries(5):
        page = Page.of(client.get(article.get_absolute_url()))
    assert len(page.all("article", has_class="comment")) == 200


def test_a_long_thread_goes_on_on_pages_of_its_own(client: Client) -> None:
    article = make_article()
    for _ in range(51):
        make_comment(article, status="approved")
    first = read(client, article)
    second = assert_public(client.get(first.one("a", rel="next")["href"].partition("#")[0]))
    assert len(first.all("article", has_class="comment")) == 50
    assert len(second.all("article", has_class="comment")) == 1
    assert second.one("h1").text == article.headline
    assert second.one("a", rel="prev")["href"] == f"{article.get_absolute_url()}#replies"
    assert [title.text for title in second.all("h2")] == ["51 replies"]


def test_the_same_bytes_for_reader_and_editor(client: Client) -> None:
    article = make_article()
    make_comment(article, status="approved")
    before = client.get(article.get_absolute_url()).content
    client.force_login(make_staff("editor", is_superuser=True))
    response = client.get(article.get_absolute_url())
    assert response.content == before
    assert "Cookie" not in response.get("Vary", "")


def test_who_has_the_bytes_gets_304_until_they_change(client: Client) -> None:
    article = make_article()
    response = client.get(article.get_absolute_url())
    known = {"If-None-Match": response["ETag"]}
    assert client.get(article.get_absolute_url(), headers=known).status_code == 304
    assert client.head(article.get_absolute_url(), headers=known).status_code == 304
    make_comment(article, status="approved")
    assert client.get(article.get_absolute_url(), headers=known).status_code == 200


def test_a_story_is_only_read(client: Client) -> None:
    assert client.post(make_article().get_absolute_url()).status_code == 405


def test_the_policy_of_the_page_allows_nothing_inline(client: Client) -> None:
    policy = client.get(make_article().get_absolute_url())["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
