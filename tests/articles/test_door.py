"""The door to the kept pages: hosts, encodings and addresses, hostile ones above all."""

from http import HTTPStatus

import pytest

from articles.models import Article
from articles.pages import door
from tests.articles.asking import Site
from tests.articles.keeping import kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("gzip;q=0", ""),
        ("gzip; q=0.000", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("gzip;q=nonsense", ""),
        ("gzip;level=9", "gzip"),
        (";;,,=", ""),
    ],
)
def test_an_encoding_is_one_that_is_accepted(accepted: str, encoding: str) -> None:
    assert door.encoding(accepted) == encoding


@pytest.mark.parametrize(
    "host", ["evil.example", "", "testserver.evil.example", "127.0.0.1@evil.example", "[::1", "a b"]
)
def test_an_unknown_host_is_answered_400(site: Site, quiet_story: Article, host: str) -> None:
    site.get(quiet_story.get_absolute_url())
    assert site.get(quiet_story.get_absolute_url(), host=host).status == HTTPStatus.BAD_REQUEST


def test_what_no_browser_sends_is_not_remembered(site: Site, quiet_story: Article) -> None:
    address, long = quiet_story.get_absolute_url(), "x" * 5000
    assert site.get(address, accept_encoding=f"gzip, {long}").headers.get("content-encoding") is None
    assert site.get(address, host=f"{long}.example").status == HTTPStatus.BAD_REQUEST
    asked = len(site.asked)
    assert site.get(f"{address}?{long}").status == HTTPStatus.OK
    assert len(site.asked) == asked + 1


HOSTILE = (
    "/2026/11/22/../../../../etc/passwd/",
    "/sections/../../switch/",
    "/sections/harbour/../",
    "//",
    "//sections/harbour/",
    "/sections/harbour//",
    "/sections/harbour/index.html",
    "/sections/harbour/index.html.gz",
    "/front/",
    "/current/front/",
    "/sections/har\x00bour/",
    "/sections/harbour/\n",
    "/sections/%2e%2e/",
    "/sections/h\xc3\xa4fen/",
    "/\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6/11/22/story/",
    f"/sections/{'a' * 5000}/",
    f"/2026/11/22/{'a' * 121}/",
    "/2026/13/45/story/",
    "",
    "*",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_leads_anywhere_but_to_its_page(site: Site, quiet_story: Article, address: str) -> None:
    assert site.get(address).status in {HTTPStatus.NOT_FOUND, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.OK}
    assert kept() <= {"/", "/sections/harbour/"}
