"""nginx and the baked pages: what it serves from a file, with which headers, and when it leaves that alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom.hostile import hostile
from tests.newsroom.nginx import BROTLI, STORY, Answer, Nginx, bake, echo, running

PAGES = {
    "/": ("front", "pages /"),
    "/sections/harbour/": ("sections/harbour", "pages /sections/harbour/"),
    STORY: (STORY.strip("/"), f"pages {STORY}"),
    f"{STORY}comments/2/": (f"{STORY.strip('/')}/comments/2", f"pages {STORY}"),
}
SECRET = "not for readers"


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx before an application that tells what it was asked, with four baked pages."""
    pages = tmp_path_factory.mktemp("pages")
    for address, (place, _) in PAGES.items():
        bake(pages, place, f"<p>The baked page of {address} {'and so on ' * 100}")
    (pages / "index.html").write_text(SECRET)
    (pages / "g-1" / "index.html").write_text(SECRET)
    with echo() as port, running(tmp_path_factory.mktemp("nginx"), pages, port) as run:
        yield run


def is_baked(answer: Answer, address: str) -> bool:
    """Whether an answer is the baked page of an address; if it is not, it has to be the application's."""
    baked = answer.status == 200 and f"The baked page of {address} and" in answer.text
    assert baked or answer.headers["X-From"] == "application", answer
    return baked


def needs_brotli(encoding: str) -> None:
    """Skip what nginx cannot do without its module."""
    if encoding == "br" and not BROTLI.exists():
        pytest.skip("nginx has no brotli module here")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_baked_page_comes_from_its_file_in_each_encoding(nginx: Nginx, address: str, encoding: str) -> None:
    needs_brotli(encoding)
    answer = nginx.ask(address, Accept_Encoding=encoding or None)

    assert is_baked(answer, address)
    assert answer.headers["Content-Encoding"] == (encoding or None)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Surrogate-Key"] == PAGES[address][1]
    assert answer.headers["Content-Length"] == str(len(answer.body))


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_head_and_not_modified_have_the_headers_of_the_page_and_each_of_them_once(
    nginx: Nginx, encoding: str
) -> None:
    needs_brotli(encoding)
    page = nginx.ask(STORY, Accept_Encoding=encoding or None)
    head = nginx.ask(STORY, "HEAD", Accept_Encoding=encoding or None)
    same = nginx.ask(STORY, Accept_Encoding=encoding or None, If_None_Match=page.headers["ETag"])
    about_the_body = {"content-type", "content-length", "content-encoding"}

    assert (page.status, head.status, same.status) == (200, 200, 304)
    assert told(head) == told(page)
    assert told(same) == {name: value for name, value in told(page).items() if name not in about_the_body}
    assert head.body == same.body == b""


def told(answer: Answer) -> dict[str, str]:
    """Return an answer's headers, each of which may come once only, without the hour."""
    names = [name.lower() for name in answer.headers]
    assert len(names) == len(set(names)), names
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not {"accept-ranges", "set-cookie"} & set(names)
    return {name.lower(): value for name, value in answer.headers.items() if name.lower() != "date"}


def test_each_encoding_has_its_own_tag(nginx: Nginx) -> None:
    answers = [nginx.ask(STORY, Accept_Encoding=encoding) for encoding in ("identity", "gzip")]

    assert len({answer.headers["ETag"] for answer in answers}) == 2
    assert nginx.ask(STORY, If_None_Match=answers[1].headers["ETag"]).status == 200


def test_the_date_makes_a_page_not_modified_only_when_it_is_the_same(nginx: Nginx) -> None:
    date = nginx.ask(STORY).headers["Last-Modified"]

    assert nginx.ask(STORY, If_Modified_Since=date).status == 304
    assert nginx.ask(STORY, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200


@pytest.mark.parametrize("condition", ["If-Match", "If-Unmodified-Since"])
def test_other_conditions_are_the_applications(nginx: Nginx, condition: str) -> None:
    assert not is_baked(nginx.ask(STORY, **{condition: '"x"'}), STORY)


def test_a_part_of_a_page_cannot_be_asked_for(nginx: Nginx) -> None:
    answer = nginx.ask(STORY, Range="bytes=0-10")

    assert answer.status == 200
    assert is_baked(answer, STORY)


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("gzip;q=0", None),
        ("gzip;q=0, br;q=0", "application"),
        ("br;q=0.0, gzip", "application"),
        ("gzip, deflate", "gzip"),
        ("identity", None),
        ("br;q=.0, gzip", "application"),
        ("br;q=0;x=1", "application"),
        ("br;q=none", "application"),
        ("*", "application"),
        ("gzip;q=0, *", "application"),
        ("brotli, xgzip", None),
    ],
)
def test_no_reader_gets_an_encoding_that_they_refuse(nginx: Nginx, accepted: str, given: str | None) -> None:
    answer = nginx.ask(STORY, Accept_Encoding=accepted)

    assert (answer.headers["X-From"] or answer.headers["Content-Encoding"]) == given


@pytest.mark.parametrize("via", ["1.1 cache.example", None])
def test_a_cache_in_front_gets_the_packed_page_too(nginx: Nginx, via: str | None) -> None:
    answer = nginx.ask(STORY, version="1.0", Accept_Encoding="gzip", Via=via)

    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "query", ["", "?", "?utm_source=a%20b", "?fbclid=1&x", "?pages=2", "?a=page", "?my-page=2", "?&&", "?=1"]
)
def test_a_parameter_that_changes_nothing_gets_the_baked_page(nginx: Nginx, query: str) -> None:
    for address in PAGES:
        assert is_baked(nginx.ask(f"{address}{query}"), address)


@pytest.mark.parametrize(
    "query",
    [
        "page=2",
        "page",
        "page=",
        "x=1&page=2",
        "page=&page=2",
        "p%61ge=2",
        "sort=new",
        "replyto=7",
        "%72eplyto=7",
    ],
)
def test_a_parameter_that_changes_the_page_goes_to_the_application_unchanged(
    nginx: Nginx, query: str
) -> None:
    for address in PAGES:
        assert nginx.ask(f"{address}?{query}").seen["target"] == f"{address}?{query}"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_go_to_the_application(nginx: Nginx, method: str) -> None:
    for address in PAGES:
        assert nginx.ask(address, method).seen["method"] == method


def test_cookies_make_no_difference(nginx: Nginx) -> None:
    assert told(nginx.ask(STORY, Cookie="sessionid=x")) == told(nginx.ask(STORY))


@pytest.mark.parametrize("target", hostile(STORY, "/sections/harbour/"))
def test_a_hostile_path_gets_what_the_application_says_or_a_refusal(nginx: Nginx, target: str) -> None:
    answer = nginx.ask(target)

    assert SECRET.encode() not in answer.body
    assert answer.headers["Surrogate-Key"] is None
    if answer.status != 400:  # nginx refuses what leaves the root, or holds a NUL
        assert answer.seen["target"] == target.encode().decode("latin-1")


def test_a_request_that_names_the_host_in_its_target_is_the_same_request(nginx: Nginx) -> None:
    assert is_baked(nginx.ask(f"https://news.example{STORY}"), STORY)
    assert nginx.ask(f"https://elsewhere.example{STORY}").status == 400
    assert nginx.ask(f"https://news.example{STORY}?page=2", Host="elsewhere.example").seen["host"] == (
        "news.example"
    )


def test_an_expired_page_is_the_applications_at_the_very_next_request(nginx: Nginx) -> None:
    for number in range(200):
        file = bake(nginx.pages, "2026/11/22/turning", f"<p>The baked page of /t/ and version {number:03}")
        assert f"version {number:03}" in nginx.ask("/2026/11/22/turning/").text
        file.unlink()
        assert nginx.ask("/2026/11/22/turning/").seen["target"] == "/2026/11/22/turning/"


def test_a_new_generation_is_served_at_the_very_next_request(nginx: Nginx, tmp_path: Path) -> None:
    bake(nginx.pages, "sections/turning", "<p>the first")
    assert "the first" in nginx.ask("/sections/turning/").text
    other = nginx.pages / "g-2"
    try:
        replace_link(nginx.pages / "current", other.name)
        assert nginx.ask("/sections/turning/").seen
    finally:
        replace_link(nginx.pages / "current", "g-1")
    assert "the first" in nginx.ask("/sections/turning/").text


def replace_link(link: Path, target: str) -> None:
    """Point a symbolic link elsewhere, at one stroke."""
    aside = link.with_name("aside")
    aside.symlink_to(target)
    aside.rename(link)


def test_a_rewrite_of_the_same_size_within_a_second_is_a_new_page(nginx: Nginx) -> None:
    """The newsroom gives each new file a date a second above the last one's: nginx's tag is date and size."""
    address = "/2026/11/22/same-size/"
    file = bake(nginx.pages, address.strip("/"), "<p>old", mtime=1_800_000_000)
    old = nginx.ask(address)
    bake(nginx.pages, address.strip("/"), "<p>new", mtime=1_800_000_001)
    again = nginx.ask(
        address, If_None_Match=old.headers["ETag"], If_Modified_Since=old.headers["Last-Modified"]
    )

    assert file.stat().st_size == len(old.body)
    assert (again.status, again.text) == (200, "<p>new")


def test_a_page_taken_away_between_two_looks_is_the_applications(nginx: Nginx) -> None:
    """A pipe is there when nginx looks for the page, and none of nginx's business when it opens it."""
    file = bake(nginx.pages, "sections/going", "<p>going")
    file.with_name("index.html.gz").unlink()
    file.unlink()
    os.mkfifo(file)

    assert nginx.ask("/sections/going/?x=1", Accept_Encoding="gzip").seen["target"] == "/sections/going/?x=1"


def test_who_reads_a_baked_page_is_written_down_nowhere(nginx: Nginx) -> None:
    assert is_baked(nginx.ask("/?utm_source=not-in-the-log"), "/")
    nginx.ask("/sections/asked-for-after-it/")

    assert "not-in-the-log" not in nginx.written("newsroom.access.log", until="asked-for-after-it")
