"""Pages in trouble: a full disk, a read-only folder, damaged files; the site goes on, slower, and says so."""

import errno
import logging
import os
from pathlib import Path
from typing import Any, Never

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from articles import pages
from articles.models import Article
from articles.pages import kinds, slots, store, tidying, trouble
from articles.pages.answering import layer
from articles.pages.switch import switch
from tests.articles.asking import Site, ask
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without any trouble."""
    monkeypatch.setattr(trouble._Last, "reason", None)


@pytest.fixture
def story() -> Article:
    """Return a published story."""
    return make_article()


@pytest.fixture
def site(story: Article) -> Site:
    """Return the newsroom behind its layer, with the story's page kept."""
    site = Site()
    site.get(story.get_absolute_url())
    site.asked.clear()
    return site


def refuse(number: int) -> Any:
    """Return what fails as the system says it by a number."""

    def fail(*_: Any, **__: Any) -> Never:
        raise OSError(number, "refused")

    return fail


def file_of(story: Article, encoding: str) -> Path:
    """Return the file of a story's page."""
    spot = kinds.find(story.get_absolute_url())
    assert spot
    return store.path_of(spot, encoding)


def change(story: Article, headline: str) -> None:
    """Change what a story's page shows."""
    with transaction.atomic():
        Article.objects.filter(pk=story.pk).update(headline=headline)
        pages.expire(story)


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("damage", ["cut", "emptied", "altered", "gone"])
def test_a_damaged_file_is_never_sent(
    site: Site, story: Article, encoding: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    sound = site.get(story.get_absolute_url(), accept_encoding=encoding)
    site = Site()
    path = file_of(story, encoding)
    content = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[:-7])
        case "emptied":
            path.write_bytes(b"")
        case "altered":
            path.write_bytes(content[:40] + b"!" + content[41:])
        case "gone":
            path.unlink()
    answer = site.get(story.get_absolute_url(), accept_encoding=encoding)
    assert (answer.status, answer.body) == (200, sound.body)
    assert path.read_bytes() == sound.body
    if damage != "gone":
        assert "damaged" in caplog.text


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"headers": 1}', b"\xff"])
def test_damaged_facts_are_as_a_damaged_page(site: Site, story: Article, content: bytes) -> None:
    before = Site().get(story.get_absolute_url())
    facts = file_of(story, "").with_name(store.FACTS)
    facts.write_bytes(content)
    again = Site()
    assert again.get(story.get_absolute_url()).body == before.body
    assert again.asked == [story.get_absolute_url()]
    assert facts.read_bytes() != content


def test_a_file_that_is_damaged_while_we_have_it_in_memory_is_not_kept_for_others(
    site: Site, story: Article
) -> None:
    sound = site.get(story.get_absolute_url())
    file_of(story, "").write_bytes(b"<p>Not ours.")
    assert site.get(story.get_absolute_url()).body == sound.body
    assert file_of(story, "").read_bytes() == sound.body


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "no space is left"),
        (errno.EROFS, "the folder is read-only"),
        (errno.EIO, "cannot be used"),
    ],
)
def test_what_cannot_be_kept_is_rendered_for_each_reader(
    site: Site,
    story: Article,
    number: int,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    change(story, "Another headline")
    with monkeypatch.context() as patch:
        patch.setattr(store, "_write", refuse(number))
        for _ in range(3):
            answer = site.get(story.get_absolute_url(), accept_encoding="br")
            assert (answer.status, answer.headers["content-encoding"]) == (200, "br")
        assert len(site.asked) == 3
        assert reason in (pages.health() or "")
    assert caplog.text.count("rendered anew for every reader") == 1
    assert not list(pages_folder().glob("aside-*"))
    site.get(story.get_absolute_url())
    assert pages.health() is None
    assert "kept again" in caplog.text


def pages_folder() -> Path:
    """Return the folder of all generations."""
    return store.root().parent


def test_a_folder_that_cannot_be_looked_into_is_not_taken_for_empty(
    site: Site, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse(errno.EMFILE))
        change(story, "Another headline")
    assert not switch().is_on
    assert b"Another headline" in site.get(story.get_absolute_url()).body


def test_slots_that_cannot_be_had_cost_speed_and_nothing_else(
    site: Site, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_path", refuse(errno.ENOSPC))
    assert site.get("/").status == 200
    assert site.get("/sections/harbour/", "HEAD").body == b""


def test_no_folder_at_all_leaves_everything_to_django(
    settings: Settings, story: Article, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = settings.NEWSROOM_VAR / "in the way"
    in_the_way.write_text("a file")
    settings.NEWSROOM_VAR = settings.NEWSROOM_PAGES = in_the_way
    site = Site.__new__(Site)
    site.asked = []

    def django(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"Django's"]

    assert layer(django) is django
    assert ask(layer(django), "/").body == b"Django's"
    assert "preparing failed" in caplog.text


def test_a_page_that_cannot_be_taken_away_is_not_served_any_more(
    site: Site, story: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "take_away", refuse(errno.EROFS))
        change(story, "Another headline")
        assert story.get_absolute_url() in kept()
        for reader in (site, Site()):
            assert b"Another headline" in reader.get(story.get_absolute_url()).body
        patch.setattr(store, "drop_all", refuse(errno.EROFS))
        tidying.tidy()
        assert not switch().is_on
        assert pages.health() == "a page could not be taken away"
    assert "taking a page away failed" in caplog.text
    tidying.tidy()
    assert switch().is_on
    assert kept() == set()
    assert b"Another headline" in site.get(story.get_absolute_url()).body
    assert pages.health() is None


def test_nothing_is_decided_while_a_web_server_would_go_on_serving_the_old_page(
    story: Article,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.NEWSROOM_PAGES = tmp_path_factory.mktemp("elsewhere")
    bake_all()
    monkeypatch.setattr(store, "take_away", refuse(errno.EROFS))
    with pytest.raises(OSError, match="refused"):
        change(story, "Another headline")
    assert Article.objects.get(pk=story.pk).headline == story.headline


def test_health_tries_the_folder(settings: Settings, story: Article) -> None:
    assert pages.health() is None
    assert not list(settings.NEWSROOM_PAGES.glob(".probe*"))
    settings.NEWSROOM_PAGES = settings.NEWSROOM_VAR / "file"
    settings.NEWSROOM_PAGES.write_text("in the way")
    assert pages.health() == "the folder cannot be used"
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_trouble_that_nobody_has_any_more_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    trouble.failed("keeping a page", OSError(errno.ENOSPC, "full"))
    assert pages.health() == "no space is left"
    monkeypatch.setattr(trouble, "RECENT_SECONDS", 0.0)
    assert pages.health() is None


def test_a_page_that_is_rendered_wrongly_is_answered_and_not_kept(
    site: Site, story: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    change(story, "Another headline")
    monkeypatch.setattr("articles.late.render_to_string", refuse(errno.EIO))
    assert site.get(story.get_absolute_url()).status == 500
    assert story.get_absolute_url() not in kept()
