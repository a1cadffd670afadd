"""The sweep before a start: kept pages whose time it is not are dropped, and so are those that differ."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any, Never

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import pages
from articles.models import Contributor, Image, Section
from articles.pages import everywhere, kinds, slots, store, sweep
from articles.pages.store import LEEWAY
from articles.pages.switch import NAME, Switch
from comments.models import SectionPolicy, SitePolicy
from tests.articles.asking import Site
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


def make_picture_of_the_pier() -> Image:
    """Store a picture's row; its file is of no interest here."""
    return Image.objects.create(file="pier.webp", alt="The pier", width=800, height=600)


# What is done to the database behind our back, while a story and the lists that it stands on are kept.
BEHIND_OUR_BACK: list[Callable[[], object]] = [
    lambda: Section.objects.update(name="Quayside"),
    lambda: Section.objects.create(name="Schools", slug="schools"),
    lambda: Contributor.objects.update(name="R. Hale"),
    lambda: Image.objects.update(credit="Somebody else"),
    lambda: SitePolicy.objects.all().delete(),
    lambda: SectionPolicy.objects.update(mode="closed"),
]


@pytest.mark.parametrize("deed", BEHIND_OUR_BACK, ids=range(len(BEHIND_OUR_BACK)))
def test_what_stands_on_every_page_is_compared_too(deed: Callable[[], object]) -> None:
    story = make_article()
    Contributor.objects.create(name="Rosa Hale", slug="rosa-hale")
    make_picture_of_the_pier()
    SitePolicy.objects.create(stopped=True)
    SectionPolicy.objects.create(section=story.section)
    assert b"Replies are paused" in Site().get(story.get_absolute_url()).body
    assert bake_all() == {"/", "/sections/harbour/", story.get_absolute_url()}
    deed()
    sweep.prepare()
    assert kept() == set()


def test_a_change_that_expired_every_page_costs_none_at_the_next_start() -> None:
    story = make_article()
    bake_all()
    with transaction.atomic():
        Section.objects.update(name="Quayside")
        pages.expire_everything()
        assert everywhere.known() == everywhere.read()
    baked = bake_all()
    assert story.get_absolute_url() in baked
    sweep.prepare()
    assert kept() == baked


def test_what_was_not_committed_is_in_no_version() -> None:
    make_article()
    before = everywhere.known()
    with transaction.atomic():
        Section.objects.update(name="Quayside")
        pages.expire_everything()
        assert everywhere.known() != before
        transaction.set_rollback(True)
    sweep.prepare()
    assert everywhere.known() == before == everywhere.read()


def test_the_tables_are_read_once_for_many_pages(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(5):
        everywhere.known()
    with django_assert_num_queries(0):
        everywhere.known()


def test_where_nobody_can_tell_the_tables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Never:
        raise OSError(28, "No space left on device")

    make_article()
    everywhere.known()
    Section.objects.update(name="Quayside")
    monkeypatch.setattr(slots, "_path", refuse)
    assert everywhere.known() == everywhere.read()


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
