"""Caretaker: what was taken away whole is removed in slices, and wishes are heard in between."""

import time
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles.models import Article
from articles.pages import caretaker, store, tidying
from articles.pages.wanted import Wishes
from tests.articles.asking import connections_stay_open
from tests.articles.keeping import kept

pytestmark = pytest.mark.django_db
PAGES = 20


@pytest.fixture
def away(settings: object) -> Path:
    """Return a generation that was taken away, with some pages."""
    for number in range(PAGES):
        folder = store.root() / "2026" / "11" / "23" / f"story-{number}"
        folder.mkdir(parents=True)
        for name in (*store.ENCODINGS.values(), store.FACTS):
            (folder / name).write_text("<p>A page.")
    store.drop_all()
    (folder,) = store.root().parent.glob("away-*")
    return folder


def test_what_was_taken_away_is_removed_in_slices(away: Path) -> None:
    turns = 1
    while not tidying.remove_some(seconds=0.0):
        turns += 1
    assert turns > PAGES
    assert not away.exists()


def test_with_time_enough_it_is_removed_at_once(away: Path) -> None:
    assert tidying.remove_some(seconds=60.0)
    assert not away.exists()


def test_what_another_process_removes_or_nobody_can_is_no_trouble(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError("not ours")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rmdir", refuse)
        assert tidying.remove_some(seconds=60.0)
    assert tidying.remove_some(seconds=60.0)
    assert not away.exists()


def test_pages_are_baked_while_there_is_much_to_remove(
    away: Path, quiet_story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = Wishes()
    monkeypatch.setattr(caretaker, "wishes", wishes)
    monkeypatch.setattr(caretaker, "SLICE_SECONDS", 0.0)
    wishes.hear()
    wishes.ask(["front"])
    now = time.monotonic() + 1
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with connections_stay_open():
        caretaker.Caretaker(WSGIHandler()).turn()
    assert kept() == {"/"}
    assert away.exists()
