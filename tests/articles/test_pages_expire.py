"""Expiry: what a change takes away, when a page may be kept again, and that a time passes."""

import datetime as dt
import time
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from articles import pages, publishing
from articles.models import Article
from articles.pages import due, expiry, kinds, slots, store, timekeeper
from articles.pages.slots import EVERYTHING
from comments import moderation
from tests.articles.asking import Site
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article, make_comment, make_section, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def pages_of(story: Article) -> set[str]:
    """Return the addresses of the pages that show something of a story."""
    return {"/", story.get_absolute_url(), story.section.get_absolute_url()}


def folder_of(address: str) -> Any:
    """Return the folder in which the page of an address is kept."""
    spot = kinds.find(address)
    assert spot
    return store.path_of(spot).parent


def test_a_decision_takes_away_what_shows_the_comment_and_nothing_else() -> None:
    story = make_article()
    other = make_article(section=make_section(slug="schools"))
    comment = make_comment(story)
    before = bake_all()
    entries = moderation.decide([comment], action="approve", by=make_staff("mo"))
    assert before - kept() == pages_of(story)
    bake_all()
    moderation.undo(entries, by=None)
    assert before - kept() == pages_of(story)
    assert other.get_absolute_url() in kept()


def test_what_readers_cannot_see_takes_nothing_away() -> None:
    comment = make_comment(make_article())
    before = bake_all()
    moderation.decide([comment], action="spam", by=None)
    assert kept() == before


def test_each_step_of_publishing_takes_its_pages_away() -> None:
    story = make_article()
    for step in (
        lambda: publishing.revise(story),
        lambda: publishing.correct(story, text="It did not rain."),
        lambda: publishing.withdraw(story),
        lambda: publishing.publish(story),
    ):
        before = bake_all()
        step()
        assert not kept() & pages_of(story), step
        assert before


def test_a_draft_takes_nothing_away_until_it_is_published() -> None:
    make_article()
    draft = make_article(published=False)
    before = bake_all()
    publishing.revise(draft)
    assert kept() == before
    publishing.publish(draft)
    assert before - kept() == {"/", draft.section.get_absolute_url()}


def test_pages_further_on_go_with_their_story() -> None:
    story = make_article()
    *_, last = [make_comment(story, status="approved") for _ in range(51)]
    further = f"{story.get_absolute_url()}comments/2/"
    site = Site()
    assert last.name.encode() in site.get(further).body
    assert further in kept()
    moderation.decide([last], action="reject", by=None)
    assert further not in kept()
    assert site.get(further).status == 404


def test_a_page_is_expired_inside_a_transaction_alone() -> None:
    story = make_article()
    for expire in (lambda: pages.expire(story), pages.expire_everything):
        with pytest.raises(transaction.TransactionManagementError):
            expire()


def test_between_expiry_and_commit_the_old_truth_is_rendered_and_not_kept() -> None:
    story = make_article(headline="Old")
    site = Site()
    with transaction.atomic():
        Article.objects.filter(pk=story.pk).update(headline="New")
        pages.expire(story)
        assert not kept()
        site.get("/sections/nowhere/")
        assert slots_marked(story)
    assert not slots_marked(story)
    assert b"New" in site.get(story.get_absolute_url()).body
    assert kept() == {story.get_absolute_url()}


def slots_marked(story: Article) -> bool:
    """Return whether a story's pages are marked."""
    subject = story.get_absolute_url().strip("/")
    with slots.held(subject, shared=True) as slot:
        return bool(slot.of(subject))


def test_a_transaction_that_is_rolled_back_leaves_no_page_dead() -> None:
    story = make_article()
    site = Site()
    with transaction.atomic():
        pages.expire(story)
        transaction.set_rollback(True)
    assert slots_marked(story)
    site.get(story.get_absolute_url())
    assert story.get_absolute_url() in kept()
    assert not slots_marked(story)


def test_a_transaction_marks_a_subject_once_also_after_a_savepoint_was_rolled_back() -> None:
    story = make_article()
    with transaction.atomic():
        with transaction.atomic():
            pages.expire(story)
            transaction.set_rollback(True)
        for _ in range(3):
            pages.expire(story)
        with slots.held("front", shared=True) as slot:
            assert len(slot.of("front")) == 2  # the first will not be removed by the commit, the second will
    site = Site()
    for address in ("/", story.get_absolute_url()):
        site.get(address)
        assert address in kept()
    assert not slots_marked(story)


def test_many_stories_at_once_take_everything_away(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [make_article() for _ in range(3)]
    make_article(section=make_section(slug="schools"))
    monkeypatch.setattr(expiry, "MOST_STORIES", 2)
    bake_all()
    with transaction.atomic():
        pages.expire(*stories)
    assert kept() == set()
    with slots.held(EVERYTHING, shared=True) as slot:
        assert not slot.marks
    assert bake_all()


def test_each_file_is_a_second_younger_than_the_one_before() -> None:
    story = make_article()
    address = story.get_absolute_url()
    stamps: list[float] = []
    for expire in [*([lambda: pages.expire(story)] * 3), pages.expire_everything, pages.expire_everything]:
        bake_all()
        times = {path.stat().st_mtime for path in folder_of(address).iterdir()}
        assert len(times) == 1
        stamps += times
        with transaction.atomic():
            expire()
    assert min(later - earlier for earlier, later in pairwise(stamps)) >= 1


def test_a_page_ends_at_its_time_without_anybody_doing_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(headline="Now", at=timezone.now() - HOUR)
    make_article(headline="Later", at=timezone.now() + HOUR)
    site = Site()
    assert b"Later" not in site.get("/").body
    in_an_hour = time.time() + HOUR.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: in_an_hour)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime.fromtimestamp(in_an_hour, dt.UTC))
    assert b"Later" in site.get("/").body


def test_the_files_of_a_page_that_ends_are_taken_away_for_web_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_article(at=timezone.now() - HOUR)
    make_article(at=timezone.now() + HOUR)
    Site().get("/")
    assert 3000 < due.seconds_to_next(at_most=4000) <= 3600
    timekeeper.end_what_is_due()
    assert "/" in kept()
    in_an_hour = time.time() + HOUR.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: in_an_hour)
    timekeeper.end_what_is_due()
    assert "/" not in kept()
    assert due.ended() == {}


def test_what_would_end_before_it_is_noticed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(at=timezone.now() + HOUR)
    just_before = time.time() + HOUR.total_seconds() - due.NOTICE_SECONDS / 2
    monkeypatch.setattr(time, "time", lambda: just_before)
    assert Site().get("/").status == 200
    assert "/" not in kept()


def test_a_note_that_nobody_can_read_is_removed() -> None:
    folder = slots.folder() / "due"
    due.note_end("front", time.time() - 1)
    (note,) = folder.iterdir()
    note.write_text("")
    (folder / f"{due.ASIDE}1").write_text("sections/ha")
    timekeeper.end_what_is_due()
    due.tidy(older_than=time.time() + 1)
    assert list(folder.iterdir()) == []


def test_a_page_that_ended_while_it_was_rendered_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(at=timezone.now() + HOUR)
    site = Site()
    real = store.write
    in_an_hour = time.time() + HOUR.total_seconds() + 1

    def slowly(page: store.Page) -> Any:
        monkeypatch.setattr(time, "time", lambda: in_an_hour)
        return real(page)

    monkeypatch.setattr(store, "write", slowly)
    site.get("/")
    assert "/" not in kept()


def test_a_page_from_the_future_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    site = Site()
    for address in ("/", "/sections/harbour/"):
        site.get(address)
    back = time.time() - HOUR.total_seconds()
    monkeypatch.setattr(time, "time", lambda: back)
    site.get("/")
    site.get("/")
    assert site.asked == ["/", "/sections/harbour/", "/"]


def test_when_the_clock_is_set_back_every_page_is_baked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    keeper = timekeeper.Timekeeper()
    before = bake_all()
    keeper._look_at_the_clock()
    assert kept() == before
    back = time.time() - HOUR.total_seconds()
    monkeypatch.setattr(time, "time", lambda: back)
    keeper._look_at_the_clock()
    assert kept() == set()


def test_old_generations_lose_their_pages_too() -> None:
    story = make_article()
    address = story.get_absolute_url()
    bake_all()
    old = store.root().with_name("g-0123456789abcdef")
    store.root().rename(old)
    with transaction.atomic():
        pages.expire(story)
    assert not (old / address.strip("/") / store.NAME).exists()
    assert (old / address.strip("/") / store.FACTS).exists()
