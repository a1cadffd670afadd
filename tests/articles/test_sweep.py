"""The sweep before a start: kept pages whose time it is not are dropped, and so are those that differ."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from articles.pages import kinds, store, sweep
from articles.pages.store import LEEWAY
from articles.pages.switch import NAME, Switch
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def ahead(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    """Set the clock ahead."""
    seconds, now = time.time, timezone.now
    monkeypatch.setattr(time, "time", lambda: seconds() + by.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: now() + by)


def test_pages_from_a_clock_that_was_ahead_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(at=timezone.now() - HOUR)
    make_article(headline="Embargoed", at=timezone.now() + HOUR)
    with monkeypatch.context() as patch:
        ahead(patch, 2 * HOUR)
        bake_all()
    front = kinds.find("/")
    assert front is not None
    assert "Embargoed" in store.path_of(front).read_text()
    sweep.prepare()
    assert kept() == set()


def test_a_clock_that_is_corrected_a_little_costs_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    with monkeypatch.context() as patch:
        ahead(patch, dt.timedelta(seconds=LEEWAY - 2))
        baked = bake_all()
    sweep.prepare()
    assert kept() == baked


def test_pages_whose_time_is_over_are_dropped_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_article(at=timezone.now() - HOUR)
    make_article(at=timezone.now() + HOUR)
    bake_all()
    ahead(monkeypatch, 2 * HOUR)
    sweep.prepare()
    assert kept() == {story.get_absolute_url()}


def test_the_byte_that_all_look_at_has_room_on_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("switch") / NAME
    path.touch()
    with path.open("r+b") as file:
        file.truncate(1)  # a hole, as an earlier version of us left it
    shared = Switch(path)
    assert shared.is_on
    assert path.stat().st_blocks > 0
    shared.turn_off()
    assert not Switch(path).is_on
