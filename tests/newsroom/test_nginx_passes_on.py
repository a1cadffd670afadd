"""nginx and the application: what it passes on, what it refuses itself, and what it writes down."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.newsroom.nginx import HOST, ORIGIN, STORY, Nginx, bake, echo, running
from tests.newsroom.serving import free_port

A_MEBIBYTE = 1024 * 1024
TOKEN = "a-token-for-one-reader"
RECEIPT = f"/receipts/{TOKEN}/"
STYLES = "/static/css/paper.0123456789ab.css"


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx before an application that tells what it was asked."""
    with (
        echo() as port,
        running(tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("pages"), port) as run,
    ):
        yield run


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Nginx]:
    """nginx with one baked page, and with no application behind it."""
    (tmp_path / "nginx").mkdir()
    bake(tmp_path / "pages", "front", "<p>The front page")
    with running(tmp_path / "nginx", tmp_path / "pages", free_port()) as run:
        yield run


@pytest.mark.parametrize("tls", [True, False])
@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1", "", f"{HOST}.elsewhere.example", "%", None]
)
def test_a_host_that_is_not_ours_is_refused(nginx: Nginx, host: str | None, *, tls: bool) -> None:
    for version in ("1.0", "1.1"):
        assert nginx.ask(STORY, tls=tls, version=version, Host=host).status == 400


def test_our_host_is_ours_in_any_spelling(nginx: Nginx) -> None:
    for host in (HOST, HOST.upper(), f"{HOST}:443", f"{HOST}."):
        assert nginx.ask(STORY, Host=host).seen["host"] == HOST


@pytest.mark.parametrize("target", ["/", STORY, f"{STORY}?page=2&x=%20", "/admin/", "//elsewhere.example/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_http_leads_to_https_at_our_origin(nginx: Nginx, target: str, method: str) -> None:
    answer = nginx.ask(target, method, tls=False)

    assert (answer.status, answer.headers["Location"]) == (301, f"{ORIGIN}{target}")


def test_a_certificate_can_be_renewed_over_http(nginx: Nginx) -> None:
    proofs = nginx.folder / "acme" / ".well-known" / "acme-challenge"
    proofs.mkdir(parents=True)
    (proofs / "x-1").write_text("proof")

    assert nginx.ask("/.well-known/acme-challenge/x-1", tls=False).body == b"proof"
    assert nginx.ask("/.well-known/acme-challenge/../../fullchain.pem", tls=False).status == 301


def test_the_application_is_told_who_asks_and_believes_no_reader(nginx: Nginx) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    seen = nginx.ask(STORY, also="X_Forwarded_For: 203.0.113.7", **forged).seen

    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert "x_forwarded_for" not in seen


def test_a_reply_arrives_as_it_was_sent(nginx: Nginx) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN}
    seen = nginx.ask(f"{STORY}reply/", "POST", body=b"comment=x", Sec_Fetch_Site="same-origin", **form).seen

    assert (seen["method"], seen["target"], seen["content-length"]) == ("POST", f"{STORY}reply/", "9")
    assert (seen["origin"], seen["sec-fetch-site"]) == (ORIGIN, "same-origin")


def test_a_reply_that_is_too_long_is_refused_by_the_application_first(nginx: Nginx) -> None:
    a_little_more, far_more = b"x" * (A_MEBIBYTE + A_MEBIBYTE // 5), b"x" * (2 * A_MEBIBYTE)

    assert nginx.ask(f"{STORY}reply/", "POST", body=a_little_more).seen["method"] == "POST"
    assert nginx.ask(f"{STORY}reply/", "POST", body=far_more).status == 413
    assert nginx.ask("/admin/articles/image/add/", "POST", body=far_more).seen["method"] == "POST"


def test_nothing_is_compressed_on_its_way(nginx: Nginx) -> None:
    answer = nginx.ask("/moderation/", Accept_Encoding="gzip, br")

    assert answer.headers["Content-Encoding"] is None
    assert answer.seen["target"] == "/moderation/"


@pytest.mark.parametrize(
    ("accepted", "told"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("gzip, br;q=.0", "gzip"),
        ("br;q=0.001", "br"),
        ("br;q=0.5,gzip;q=0", "br"),
        ("xbr, gzipped", None),
        ("BR", "br"),
    ],
)
def test_the_application_is_told_the_best_encoding_that_a_browser_takes(
    nginx: Nginx, accepted: str, told: str | None
) -> None:
    assert nginx.ask("/moderation/", Accept_Encoding=accepted).seen.get("accept-encoding") == told


def test_a_style_sheet_is_asked_for_once_for_each_encoding(nginx: Nginx) -> None:
    first = nginx.ask(STYLES, Accept_Encoding="br", Cookie="a=1")
    for query in ("", "?x", "?x=2"):
        assert nginx.ask(f"{STYLES}{query}", Accept_Encoding="gzip, br").seen == first.seen
    other = nginx.ask(f"{STYLES}?y", Accept_Encoding="gzip")

    assert other.seen["accept-encoding"] == "gzip"
    assert other.headers.get_all("Vary") == ["Accept-Encoding"]
    assert other.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_pages_and_pictures_of_the_application_are_never_kept(nginx: Nginx) -> None:
    for address in (STORY, RECEIPT, "/admin/", "/media/pictures/0123456789abcdef.webp"):
        assert [nginx.ask(address, X_Count=count).seen["x-count"] for count in "12"] == ["1", "2"]


def test_without_the_application_baked_pages_go_on_and_the_rest_says_so(lonely: Nginx) -> None:
    going = bake(lonely.pages, "sections/going", "<p>Taken away while nginx looks at it")
    going.unlink()
    os.mkfifo(going)
    assert lonely.ask("/").text == "<p>The front page"
    for address, method in (
        (STORY, "GET"),
        (f"{STORY}reply/", "POST"),
        (STYLES, "GET"),
        ("/admin/", "GET"),
        ("/sections/going/", "GET"),
    ):
        answer = lonely.ask(address, method)
        assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert answer.headers["Retry-After"] == "30"
        assert "This page is out of reach just now." in answer.text


def test_a_style_sheet_once_seen_outlives_the_application(tmp_path: Path) -> None:
    (tmp_path / "nginx").mkdir()
    with ExitStack() as application, ExitStack() as server:
        port = application.enter_context(echo())
        nginx = server.enter_context(running(tmp_path / "nginx", tmp_path / "pages", port))
        asked = nginx.ask(STYLES)
        application.close()

        assert nginx.ask(STYLES).seen == asked.seen
        assert nginx.ask("/static/css/other.css").status == 503


def test_no_receipts_address_is_in_any_log(nginx: Nginx, lonely: Nginx) -> None:
    for run in (nginx, lonely):
        for target in (
            RECEIPT,
            f"/{RECEIPT}",
            RECEIPT.replace("r", "%72", 1),
            f"/x/..{RECEIPT}",
            f"{RECEIPT}?x",
        ):
            run.ask(target)
            run.ask(target, tls=False)
        run.ask(RECEIPT, Host="elsewhere.example")
        run.ask(RECEIPT, X_Long="x" * 40_000)
        run.ask(f"{ORIGIN}{RECEIPT}")
        run.ask(STORY, Referer=f"{ORIGIN}{RECEIPT}")
        run.written("newsroom.access.log", until=f'"{ORIGIN}"')
        logs = {path.name: path.read_text() for path in run.folder.glob("*.log")}

        assert {name for name, text in logs.items() if TOKEN in text} == set()
        assert f'"GET {STORY} HTTP/1.1"' in logs["newsroom.access.log"]


def test_no_readers_address_is_in_the_log(nginx: Nginx) -> None:
    nginx.ask("/sections/in-the-log/")
    written = nginx.written("newsroom.access.log", until="/sections/in-the-log/")

    assert written.startswith("127.0.0.0 [")
    assert "127.0.0.1 " not in written
