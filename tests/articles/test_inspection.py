"""Inspection: damaged pages are found before anybody but a web server has seen them, and health tells for a while."""

import os
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from django.test import Client

from articles import pages
from articles.models import Article
from articles.pages import caretaker, incidents, inspection, kinds, slots, store, sweep, timekeeper
from articles.pages.inspection import Inspection
from tests.articles.asking import Site
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story() -> Article:
    """Return a story whose three pages are kept."""
    story = make_article()
    bake_all()
    return story


def file_of(story: Article, name: str = store.NAME) -> Path:
    """Return a file of a story's page."""
    spot = kinds.find(story.get_absolute_url())
    assert spot
    return store.path_of(spot).with_name(name)


def go_round() -> None:
    """Inspect every kept page."""
    for folder, spot in inspection.kept():
        inspection.inspect(folder, spot)


def cut(path: Path) -> None:
    """Leave the beginning of a file."""
    path.write_bytes(path.read_bytes()[:20])


def alter(path: Path) -> None:
    """Alter a byte of a file, and nothing that the system says of it."""
    found, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:40] + b"!" + content[41:])
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *product([*store.ENCODINGS.values(), store.FACTS], (cut, alter, Path.unlink)),
    ],
)
def test_a_damaged_page_is_taken_away_and_told_of(
    story: Article, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(file_of(story, name))
    go_round()
    assert not any(file_of(story, each).exists() for each in store.ENCODINGS.values())
    assert kept() == {"/", "/sections/harbour/"}
    assert "damaged" in caplog.text
    assert pages.health() is None
    assert pages.lately() == incidents.DAMAGE
    assert Client().get("/healthz").json() == {
        "status": "degraded",
        "database": "ok",
        "pages": "mended",
        "reason": "a kept page was damaged",
    }


def test_sound_pages_stay_and_nothing_is_told(story: Article, caplog: pytest.LogCaptureFixture) -> None:
    go_round()
    assert len(kept()) == 3
    assert pages.lately() is None
    assert caplog.text == ""
    assert Client().get("/healthz").json()["status"] == "ok"


def test_what_is_no_page_at_all_goes_too(story: Article) -> None:
    stranger = store.root() / "somewhere" / "else"
    stranger.mkdir(parents=True)
    (stranger / store.NAME).write_text("Nobody's.")
    go_round()
    assert not (stranger / store.NAME).exists()
    assert len(kept()) == 3


def test_a_page_that_expires_meanwhile_is_no_damage(story: Article) -> None:
    found = list(inspection.kept())
    store.drop_all()
    for folder, spot in found:
        inspection.inspect(folder, spot)
    assert pages.lately() is None


def test_it_goes_on_a_little_at_a_time_and_begins_anew(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(inspection, "inspect", lambda folder, _: seen.append(folder.name))
    monkeypatch.setattr(inspection, "SPAN_SECONDS", 0.0)
    monkeypatch.setattr(inspection, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(inspection, "ROUND_SECONDS", 0.0)
    walk = Inspection()
    walk.go_on()
    for number in (1, 2, 3):
        walk.go_on()
        assert len(seen) == number
    for _ in range(4):
        walk.go_on()
    assert sorted(seen[:3]) == sorted(seen[3:])


def test_a_page_is_not_looked_at_again_before_it_is_time(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(inspection, "inspect", lambda folder, _: seen.append(folder))
    monkeypatch.setattr(inspection, "TURN_SECONDS", 0.0)
    walk = Inspection()
    for _ in range(10):
        walk.go_on()
    assert len(seen) == 3


def test_the_caretaker_inspects(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "TURN_SECONDS", 0.0)
    cut(file_of(story))
    keeper = caretaker.Caretaker(lambda *_: [])
    for _ in range(3):
        keeper.turn()
    assert story.get_absolute_url() not in kept()


def test_damage_that_a_reader_or_a_start_finds_is_told_too(story: Article) -> None:
    for find in (lambda: Site().get(story.get_absolute_url()), sweep.prepare):
        cut(file_of(story))
        find()
        assert pages.lately() == incidents.DAMAGE
        for note in slots.folder().glob("incident-*"):
            note.unlink()


def test_a_clock_that_is_set_back_is_told_of(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, now = timekeeper.Timekeeper(), time.time()
    monkeypatch.setattr(time, "time", lambda: now - 60)
    keeper.turn()
    assert kept() == set()
    assert pages.lately() == incidents.CLOCK
    monkeypatch.setattr(time, "time", lambda: now + incidents.TOLD_SECONDS + 60)
    assert pages.lately() is None


def test_a_folder_that_cannot_be_written_leaves_the_log_to_tell(
    story: Article, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "touch", refuse)
    cut(file_of(story))
    go_round()
    assert "damaged" in caplog.text
    assert pages.lately() is None
    monkeypatch.setattr(slots, "_path", refuse)
    go_round()
    assert "looking for damaged pages failed" in caplog.text
