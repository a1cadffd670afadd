"""nginx on a full disk: replies and answers go on without it, and nothing is written down about readers."""

import time
from collections.abc import Iterator

import pytest

from tests.newsroom.nginx import CONF, ORIGIN, STORY, Nginx, echo, running

TOKEN = "a-token-for-one-reader"
# More than sockets take on their way, on both sides of nginx.
MUCH = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx on a full disk, before an application that tells what it was asked."""
    folder, pages = tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("pages")
    with echo() as port, running(folder, pages, port) as run:
        run.fill_the_disk()
        yield run


@pytest.mark.parametrize("size", [10_000, 60_000, 1_048_576, 1_200_000])
@pytest.mark.parametrize("address", [f"{STORY}reply/", f"/receipts/{TOKEN}/", "/moderation/decide/"])
def test_a_reply_arrives_whole(nginx: Nginx, address: str, size: int) -> None:
    answer = nginx.ask(address, "POST", body=b"x" * size, Origin=ORIGIN)

    assert answer.seen["content-length"] == str(size)


def test_a_long_answer_reaches_a_slow_reader_whole(nginx: Nginx) -> None:
    with nginx.asking("/moderation/", X_Want=str(MUCH)) as connection:
        time.sleep(0.5)
        got = 0
        while part := connection.recv(1024 * 1024):
            got += len(part)

    assert got > MUCH


def test_what_finds_no_room_is_answered_with_a_page_of_ours(nginx: Nginx) -> None:
    answer = nginx.ask("/admin/articles/image/add/", "POST", body=b"x" * 3_000_000)

    assert (answer.status, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "This page is out of reach just now." in answer.text


def test_nothing_is_written_down_about_whoever_met_it(nginx: Nginx) -> None:
    nginx.ask(f"/admin/{TOKEN}/", "POST", body=b"x" * 3_000_000)
    nginx.ask(f"/receipts/{TOKEN}/", "POST", body=b"x" * 1_200_000)

    assert nginx.written("newsroom.error.log") == ""


def test_style_sheets_are_kept_in_memory() -> None:
    """Where nginx cannot write a copy it hangs up on the reader; no setting of its own mends that."""
    assert "\nproxy_cache_path /run/" in CONF.read_text()
