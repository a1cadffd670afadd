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


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> caretaker.Caretaker:
    """Return a caretaker who has no time: he takes the next thing up as soon as he has begun one."""
    monkeypatch.setattr(caretaker, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(caretaker, "TICK_SECONDS", 0.0)
    return caretaker.Caretaker(WSGIHandler())


def test_what_was_taken_away_is_removed_in_slices(away: Path, keeper: caretaker.Caretaker) -> None:
    turns = 0
    while away.exists():
        keeper.turn()
        turns += 1
    assert turns > PAGES


def test_what_is_taken_away_meanwhile_is_removed_in_its_turn(
    away: Path, keeper: caretaker.Caretaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caretaker, "TIDY_SECONDS", 0.0)
    keeper.turn()
    store.root().mkdir()
    store.drop_all()
    for _ in range(PAGES * 2):
        keeper.turn()
    assert list(away.parent.glob("away-*")) == []


def test_what_another_process_removes_or_nobody_can_is_no_trouble(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError("not ours")

    first, second = tidying.removal(), tidying.removal()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rmdir", refuse)
        assert len(list(tidying.removal())) > PAGES
    next(second)
    for removal in (first, second):
        assert list(removal)
    assert not away.exists()


def test_pages_are_baked_while_there_is_much_to_remove(
    away: Path, keeper: caretaker.Caretaker, quiet_story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = Wishes()
    monkeypatch.setattr(caretaker, "wishes", wishes)
    wishes.hear()
    wishes.ask(["front"])
    now = time.monotonic() + 1
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with connections_stay_open():
        keeper.turn()
    assert kept() == {"/"}
    assert away.exists()
