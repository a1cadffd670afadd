"""The layer before Django: who is answered from kept pages, with which bytes and headers, and who is not."""

import gzip
import os
import time
from http import HTTPStatus

import brotli
import pytest
from django.utils.http import http_date
from pytest_django import Settings

from articles import publishing
from articles.models import Article
from articles.pages import kinds, shelf, store
from tests.articles.asking import Site, forget_marks
from tests.articles.keeping import kept
from tests.factories import make_article, make_comment, submit

pytestmark = pytest.mark.django_db
DECODED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


def test_a_page_is_rendered_once(site: Site, quiet_story: Article) -> None:
    first, second = site.get(quiet_story.get_absolute_url()), site.get(quiet_story.get_absolute_url())
    assert first == second
    assert site.asked == [quiet_story.get_absolute_url()]
    assert quiet_story.headline.encode() in first.body


def test_a_page_is_kept_for_the_next_process(site: Site, quiet_story: Article) -> None:
    site.get(quiet_story.get_absolute_url())
    another = Site()
    assert another.get(quiet_story.get_absolute_url()).status == HTTPStatus.OK
    assert another.asked == []


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_the_same_page_comes_in_each_encoding(site: Site, quiet_story: Article, encoding: str) -> None:
    plain = site.get(quiet_story.get_absolute_url()).body
    told = site.get(quiet_story.get_absolute_url(), accept_encoding=encoding)
    assert DECODED[encoding](told.body) == plain
    assert told.headers.get("content-encoding", "") == encoding
    assert told.headers["content-length"] == str(len(told.body))
    assert told.headers["vary"] == "Accept-Encoding"


def test_each_encoding_has_a_tag_of_its_own(site: Site, quiet_story: Article) -> None:
    tags = {
        site.get(quiet_story.get_absolute_url(), accept_encoding=coding).headers["etag"] for coding in DECODED
    }
    assert len(tags) == len(DECODED)
    assert all(tag.startswith('"') for tag in tags)


def test_head_is_a_get_without_the_body(site: Site, quiet_story: Article) -> None:
    for address in (quiet_story.get_absolute_url(), "/2026/01/01/nothing/"):
        fresh, known = site.get(address, "HEAD"), site.get(address, "HEAD")
        assert fresh.headers == known.headers == site.get(address).headers
        assert fresh.body == known.body == b""


def test_the_headers_are_those_that_django_gives(site: Site, quiet_story: Article) -> None:
    headers = site.get(quiet_story.get_absolute_url()).headers
    django = Site().get(f"{quiet_story.get_absolute_url()}?sort=x").headers
    for name in django.keys() - {"content-length"}:
        assert headers[name] == django[name], name
    assert headers["cache-control"] == "no-cache"
    assert headers["surrogate-key"] == f"pages {quiet_story.get_absolute_url()}"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("address", "keys"),
    [("/", "pages /"), ("/sections/harbour/", "pages /sections/harbour/")],
)
def test_each_page_says_what_it_can_be_purged_by(
    site: Site, quiet_story: Article, address: str, keys: str
) -> None:
    assert site.get(address).headers["surrogate-key"] == keys


@pytest.fixture
def date_ahead(site: Site, quiet_story: Article) -> int:
    """Let the file's date lie ahead, as it does in a burst of changes; return it."""
    ahead = int(time.time()) + 30
    spot = kinds.find(quiet_story.get_absolute_url())
    assert spot
    site.get(spot.address)
    for encoding in store.ENCODINGS:
        os.utime(store.path_of(spot, encoding), (ahead, ahead))
    return ahead


def test_a_date_that_lies_ahead_is_told_when_it_has_come(
    site: Site, quiet_story: Article, date_ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = quiet_story.get_absolute_url()
    assert "last-modified" not in site.get(address).headers
    monkeypatch.setattr(time, "time", lambda: date_ahead - 0.5)
    assert "last-modified" not in site.get(address).headers
    monkeypatch.setattr(time, "time", lambda: float(date_ahead))
    assert site.get(address).headers["last-modified"] == http_date(date_ahead)


def test_until_then_it_is_read_from_the_disk_once(
    site: Site, quiet_story: Article, date_ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = quiet_story.get_absolute_url()
    first = site.get(address)
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "load", None)
        assert site.get(address) == first
    monkeypatch.setattr(time, "time", lambda: float(date_ahead))
    dated = site.get(address)
    monkeypatch.setattr(shelf, "load", None)
    assert site.get(address) == dated
    assert dated.body == first.body


def test_the_date_is_that_of_the_file(site: Site, quiet_story: Article) -> None:
    date = site.get(quiet_story.get_absolute_url()).headers["last-modified"]
    spot = kinds.find(quiet_story.get_absolute_url())
    assert spot
    assert date == http_date(store.path_of(spot).stat().st_mtime)


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_has_the_bytes_gets_304(site: Site, quiet_story: Article, encoding: str) -> None:
    address = quiet_story.get_absolute_url()
    told = site.get(address, accept_encoding=encoding)
    tag, date = told.headers["etag"], told.headers["last-modified"]
    for condition in (
        {"if_none_match": tag},
        {"if_none_match": f'"other", W/{tag}'},
        {"if_none_match": "*"},
        {"if_modified_since": date},
        {"if_none_match": tag, "if_modified_since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"if_match": f'"other", {tag}', "if_none_match": tag},
    ):
        answer = site.get(address, accept_encoding=encoding, **condition)
        assert (answer.status, answer.body) == (HTTPStatus.NOT_MODIFIED, b""), condition
        assert answer.headers["etag"] == tag
        assert answer.headers["vary"] == "Accept-Encoding"
        assert not answer.headers.keys() & {"content-length", "content-type", "content-encoding"}


def test_who_has_other_bytes_gets_these(site: Site, quiet_story: Article) -> None:
    address = quiet_story.get_absolute_url()
    gzipped = site.get(address, accept_encoding="gzip").headers["etag"]
    told = site.get(address)
    for condition in (
        {"if_none_match": gzipped},
        {"if_none_match": '"other"', "if_modified_since": told.headers["last-modified"]},
        {"if_none_match": ""},
        {"if_modified_since": "Tue, 01 Jan 2086 00:00:00 GMT"},
        {"if_modified_since": "yesterday"},
        {"if_match": told.headers["etag"]},
        {"if_match": "*"},
        {"if_unmodified_since": told.headers["last-modified"]},
        {"if_unmodified_since": "Tue, 01 Jan 2086 00:00:00 GMT"},
        {"if_unmodified_since": "yesterday"},
    ):
        assert site.get(address, **condition) == told, condition


def test_a_condition_that_is_not_met_is_said_so(site: Site, quiet_story: Article) -> None:
    weak = "W/" + site.get(quiet_story.get_absolute_url()).headers["etag"]
    for condition in (
        {"if_match": '"other"'},
        {"if_match": weak},
        {"if_unmodified_since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"if_match": '"other"', "if_unmodified_since": "Tue, 01 Jan 2086 00:00:00 GMT"},
    ):
        answer = site.get(quiet_story.get_absolute_url(), **condition)
        assert (answer.status, answer.body) == (HTTPStatus.PRECONDITION_FAILED, b""), condition


@pytest.mark.parametrize(
    ("query", "asks_django"),
    [
        ("", False),
        ("utm_source=letter&fbclid=1", False),
        ("replyto", True),
        ("replyto=1", True),
        ("%72eplyto=1", True),
        ("a=1&page=2", True),
        ("sort=newest", True),
        ("Page=2", False),
        ("xpage=2", False),
        ("=page", False),
        ("&&==%", False),
    ],
)
def test_only_what_makes_another_page_is_djangos(
    site: Site, quiet_story: Article, query: str, asks_django: bool
) -> None:
    site.get(quiet_story.get_absolute_url())
    site.get(f"{quiet_story.get_absolute_url()}?{query}")
    assert len(site.asked) == 1 + asks_django


def test_cookies_are_not_looked_at(site: Site, quiet_story: Article) -> None:
    told = site.get(quiet_story.get_absolute_url(), cookie="sessionid=abc")
    assert told == site.get(quiet_story.get_absolute_url())
    assert len(site.asked) == 1


def test_plain_http_is_led_to_https(settings: Settings, site: Site, quiet_story: Article) -> None:
    settings.NEWSROOM_ORIGIN = "https://127.0.0.1:8000"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site()
    assert site.get(quiet_story.get_absolute_url()).status == HTTPStatus.MOVED_PERMANENTLY
    assert (
        site.get(quiet_story.get_absolute_url(), x_forwarded_proto="http").status
        == HTTPStatus.MOVED_PERMANENTLY
    )
    assert site.get(quiet_story.get_absolute_url(), x_forwarded_proto="https").status == HTTPStatus.OK
    settings.SECURE_PROXY_SSL_HEADER = None
    assert (
        site.get(quiet_story.get_absolute_url(), x_forwarded_proto="https").status
        == HTTPStatus.MOVED_PERMANENTLY
    )
    assert site.get(quiet_story.get_absolute_url(), scheme="https").status == HTTPStatus.OK


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_djangos(site: Site, quiet_story: Article, method: str) -> None:
    site.get(quiet_story.get_absolute_url())
    assert site.get(quiet_story.get_absolute_url(), method).status == HTTPStatus.METHOD_NOT_ALLOWED


def test_what_is_no_page_is_never_kept(site: Site, quiet_story: Article) -> None:
    gone, draft = make_article(), make_article(published=False)
    publishing.withdraw(gone)
    token = submit(quiet_story).token
    comment = make_comment(quiet_story, status="approved")
    forget_marks()
    thread = f"{quiet_story.get_absolute_url()}comments/"
    for address, status in [
        (gone.get_absolute_url(), HTTPStatus.GONE),
        (draft.get_absolute_url(), HTTPStatus.NOT_FOUND),
        ("/sections/nowhere/", HTTPStatus.NOT_FOUND),
        (f"/receipts/{token}/", HTTPStatus.OK),
        (comment.get_absolute_url(), HTTPStatus.FOUND),
        (f"{thread}1/", HTTPStatus.MOVED_PERMANENTLY),
        (f"{thread}2/", HTTPStatus.NOT_FOUND),
        (f"{thread}0002/", HTTPStatus.NOT_FOUND),
        (f"{quiet_story.get_absolute_url()}reply/", HTTPStatus.FOUND),
        ("/robots.txt", HTTPStatus.OK),
        ("/admin/login/", HTTPStatus.OK),
    ]:
        assert site.get(address).status == status, address
    assert kept() == set()


def test_a_page_that_is_not_there_is_answered_as_django_does(site: Site) -> None:
    told = site.get("/sections/nowhere/")
    assert b"<h1" in told.body
    assert "surrogate-key" not in told.headers
    assert told.headers["x-frame-options"] == "DENY"
