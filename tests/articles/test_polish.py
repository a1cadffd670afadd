"""Polish: what has stood for a while is sent in fewer bytes; it says the same, and no change is lost by it."""

import errno
import os
import sys
import time
from http import HTTPStatus
from pathlib import Path
from threading import get_native_id
from typing import Any

import brotli
import pytest

from articles.models import Article
from articles.pages import caretaker, kinds, polish, store, trouble
from articles.pages.kinds import Spot
from articles.pages.polish import AFTER_SECONDS, MOST, Rough, rough
from tests.articles.asking import Site, Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def spot(site: Site, quiet_story: Article) -> Spot:
    """Return where a story is kept."""
    site.get(quiet_story.get_absolute_url())
    found = kinds.find(quiet_story.get_absolute_url())
    assert found
    return found


def answers(site: Site, spot: Spot) -> dict[str, Told]:
    """Return what is sent in each encoding."""
    return {encoding: site.get(spot.address, accept_encoding=encoding) for encoding in store.ENCODINGS}


def test_fewer_bytes_say_the_same(site: Site, spot: Spot) -> None:
    before = answers(site, spot)
    assert polish.polish(spot)
    after = answers(site, spot)
    assert len(after["br"].body) < len(before["br"].body)
    assert brotli.decompress(after["br"].body) == before[""].body
    assert {key: after[key] for key in ("", "gzip")} == {key: before[key] for key in ("", "gzip")}
    assert site.asked == [spot.address]


def test_other_bytes_have_another_tag_and_a_later_time(site: Site, spot: Spot) -> None:
    before, time_before = answers(site, spot)["br"], store.path_of(spot, "br").stat().st_mtime
    polish.polish(spot)
    after = site.get(spot.address, accept_encoding="br", if_none_match=before.headers["etag"])
    assert after.status == HTTPStatus.OK
    assert after.headers["etag"] != before.headers["etag"]
    assert store.path_of(spot, "br").stat().st_mtime >= time_before + store.TICK


def test_it_is_sound_for_whoever_looks_next(spot: Spot) -> None:
    polish.polish(spot)
    page = store.read(spot)
    assert page
    assert brotli.decompress(page.bodies["br"]) == page.bodies[""]


def test_what_is_as_small_as_can_be_stays(spot: Spot) -> None:
    polish.polish(spot)
    before = store.path_of(spot, "br").stat().st_ino
    assert not polish.polish(spot)
    assert store.path_of(spot, "br").stat().st_ino == before


def change_while_compressing(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let something happen while bytes are made smaller."""
    compress = brotli.compress

    def compressing(body: bytes, **options: Any) -> bytes:
        change()
        return bytes(compress(body, **options))

    monkeypatch.setattr(brotli, "compress", compressing)


def test_a_page_that_was_taken_away_meanwhile_stays_away(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    change_while_compressing(monkeypatch, lambda: store.drop(spot.subject))
    assert not polish.polish(spot)
    assert not any(store.path_of(spot, encoding).exists() for encoding in store.ENCODINGS)


def test_a_page_that_became_another_meanwhile_is_left_alone(
    spot: Spot, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b"<p>Another page." * 20
    other = store.Page({"": body, "gzip": body, "br": body}, [], time.time())
    change_while_compressing(monkeypatch, lambda: store.put(spot, store.write(other)))
    assert not polish.polish(spot)
    now = store.read(spot)
    assert now
    assert now.bodies == other.bodies


def test_nothing_is_left_lying_about(spot: Spot, settings: Any) -> None:
    polish.polish(spot)
    assert list(settings.NEWSROOM_PAGES.glob("aside-*")) == []


def test_what_is_not_there_or_damaged_is_nothing_to_polish(site: Site, spot: Spot) -> None:
    store.path_of(spot, "gzip").write_bytes(b"cut")
    assert not polish.polish(spot)
    store.drop(spot.subject)
    assert not polish.polish(spot)


def test_a_full_disk_is_told_once_and_leaves_the_page(
    site: Site, spot: Spot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(page: store.Page) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = answers(site, spot)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", full)
        assert [polish.polish(spot) for _ in range(3)] == [False] * 3
    assert caplog.messages == ["Kept pages are sent as they are: polishing them failed, no space is left."]
    assert trouble.current() is trouble.health() is None
    assert answers(site, spot) == before
    assert polish.polish(spot)


def test_pages_are_taken_in_their_order_once_they_have_stood_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, pages = 100.0, Rough()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    pages.add("/")
    pages.add("/sections/harbour/")
    assert pages.take() is None
    now += AFTER_SECONDS / 2
    pages.add("/")  # baked anew: it waits from here on
    now += AFTER_SECONDS / 2
    first = pages.take()
    assert first
    assert first.address == "/sections/harbour/"
    assert pages.take() is None
    now += AFTER_SECONDS / 2
    taken = pages.take()
    assert taken
    assert taken.address == "/"


def test_no_more_is_remembered_than_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Rough()
    for number in range(MOST + 1):
        pages.add(f"/sections/{number}/")
    monkeypatch.setattr(polish, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(time, "monotonic", lambda: float("inf"))
    assert sum(pages.take() is not None for _ in range(MOST + 1)) == MOST


def test_the_caretaker_does_it_when_nothing_is_to_be_baked(
    site: Site, spot: Spot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.path_of(spot, "br").stat().st_size
    monkeypatch.setattr(rough, "_ripe_at", {spot.address: 0.0})
    monkeypatch.setattr(caretaker, "TICK_SECONDS", 0.0)
    caretaker.Caretaker(lambda *_: []).turn()
    assert store.path_of(spot, "br").stat().st_size < before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_whoever_else_wants_the_processor_goes_first(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []

    def look() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, get_native_id()))

    change_while_compressing(monkeypatch, look)
    assert polish.polish(spot)
    assert found == [polish.LAST]
    assert os.getpriority(os.PRIO_PROCESS, get_native_id()) < polish.LAST


def test_what_goes_wrong_with_it_is_told(spot: Spot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise MemoryError("no room for it")

    change_while_compressing(monkeypatch, fail)
    with pytest.raises(MemoryError, match="no room"):
        polish.polish(spot)
