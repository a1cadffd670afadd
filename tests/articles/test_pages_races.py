"""Races of the kept pages: whatever two processes do at the same moment, nobody gets a page that is not true."""

import pytest

from articles.models import Article
from tests.articles.conftest import Hire
from tests.articles.truth import (
    addresses,
    assert_nothing_is_kept,
    assert_readers_get_the_truth,
    headline,
    keep_all,
    on_disk,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper._commit"
# Long enough to see that somebody waits, short enough not to be waited for.
A_MOMENT = 0.2
# Between the rendering of a page and its being put in its place.
ON_THE_WAY = ["articles.pages.baking:_keep", "articles.pages.store:write", "articles.pages.baking:note_end"]


@pytest.mark.parametrize("at", ON_THE_WAY)
def test_a_page_rendered_before_a_commit_is_not_kept_after_it(hire: Hire, story: Article, at: str) -> None:
    slow, decider, reader = hire(), hire(), hire()
    slow.do("pause", at=at)
    slow.begin("read", address=story.get_absolute_url()).until_it_pauses()
    decider.do("change", story=story.pk, headline="Version 1")
    assert "Version 0" in slow.go_on().finish()
    assert_nothing_is_kept(addresses(story))
    keep_all(addresses(story), reader)
    assert_readers_get_the_truth(addresses(story), reader)


@pytest.mark.parametrize("at", ON_THE_WAY)
def test_a_page_rendered_before_a_commit_never_overwrites_a_newer_one(
    hire: Hire, story: Article, at: str
) -> None:
    slow, decider, baker = hire(), hire(), hire()
    slow.do("pause", at=at)
    slow.begin("read", address=story.get_absolute_url()).until_it_pauses()
    decider.do("change", story=story.pk, headline="Version 1")
    assert baker.do("bake", address=story.get_absolute_url())
    kept = on_disk(story.get_absolute_url())
    assert "Version 1" in kept[""]
    slow.go_on().finish()
    assert on_disk(story.get_absolute_url()) == kept


def test_a_page_rendered_while_a_transaction_is_under_way_is_not_kept_after_it(
    hire: Hire, story: Article
) -> None:
    slow, decider = hire(), hire()
    decider.do("pause", at=COMMIT)
    decider.begin("change", story=story.pk, headline="Version 1").until_it_pauses()
    slow.do("pause", at="articles.pages.baking:render", when="after")
    slow.begin("read", address=story.get_absolute_url()).until_it_pauses()
    decider.go_on().finish()
    assert "Version 0" in slow.go_on().finish()
    assert_nothing_is_kept(addresses(story))
    assert_readers_get_the_truth(addresses(story), slow)


def test_a_decision_waits_for_a_page_that_is_being_put_and_takes_it_away_again(
    hire: Hire, story: Article
) -> None:
    slow, decider, reader = hire(), hire(), hire()
    slow.do("pause", at="articles.pages.store:put")
    slow.begin("read", address=story.get_absolute_url()).until_it_pauses()
    assert decider.begin("change", story=story.pk, headline="Version 1").is_busy(seconds=A_MOMENT)
    slow.go_on().finish()
    decider.finish()
    assert_nothing_is_kept(addresses(story))
    assert_readers_get_the_truth(addresses(story), reader)


def test_between_expiry_and_commit_readers_get_the_old_truth_and_nobody_keeps_it(
    hire: Hire, story: Article
) -> None:
    decider, reader, other = hire(), hire(), hire()
    keep_all(addresses(story), reader)
    decider.do("pause", at=COMMIT)
    decider.begin("change", story=story.pk, headline="Version 1").until_it_pauses()
    for worker in (reader, other, reader):
        assert_nothing_is_kept(addresses(story))
        assert headline(story) == "Version 0"
        assert_readers_get_the_truth(addresses(story), worker)
        assert not other.do("is_kept_when_baked", address=story.get_absolute_url())
    decider.go_on().finish()
    assert_readers_get_the_truth(addresses(story), other)
    keep_all(addresses(story), reader)


@pytest.mark.parametrize("ends", ["in a rollback", "in a savepoint's rollback"])
def test_what_is_taken_back_bakes_nothing_and_leaves_no_page_dead(
    hire: Hire, story: Article, ends: str
) -> None:
    decider, reader = hire(), hire()
    keep_all(addresses(story), reader)
    before = on_disk("/")
    decider.do("change", story=story.pk, headline="Version 1", ends=ends)
    assert_nothing_is_kept(addresses(story))
    keep_all(addresses(story), reader)
    assert_readers_get_the_truth(addresses(story), reader)
    assert on_disk("/") == before


def test_of_two_decisions_about_one_story_the_second_waits_for_the_first(hire: Hire, story: Article) -> None:
    first, second, reader = hire(), hire(), hire()
    first.do("pause", at=COMMIT)
    first.begin("change", story=story.pk, headline="Version 1").until_it_pauses()
    second.do("pause", at=COMMIT)
    assert second.begin("change", story=story.pk, headline="Version 2").is_busy(seconds=A_MOMENT)
    first.go_on().finish()
    second.until_it_pauses()
    assert_nothing_is_kept(addresses(story))
    assert_readers_get_the_truth(addresses(story), reader)
    assert headline(story) == "Version 1"
    assert_nothing_is_kept(addresses(story))
    second.go_on().finish()
    assert_readers_get_the_truth(addresses(story), reader)
    keep_all(addresses(story), reader)


@pytest.mark.postgres
@pytest.mark.parametrize("is_in_order", [True, False], ids=["the first first", "the second first"])
@pytest.mark.parametrize("ends", ["in a commit", "in a rollback"])
def test_of_two_decisions_about_two_stories_the_page_of_both_waits_for_the_last(
    hire: Hire, story: Article, is_in_order: bool, ends: str
) -> None:
    other = make_article(headline="Version 10", section=story.section)
    workers, reader = [hire(), hire()], hire()
    reader.do("wait_for_others", seconds=0.0)
    for worker, changed, ending in zip(workers, (story, other), ("in a commit", ends), strict=True):
        worker.do("pause", at="tests.articles.pages_deeds:end")
        worker.begin("change", story=changed.pk, headline="Version 2", ends=ending).until_it_pauses()
    first, last = workers if is_in_order else reversed(workers)
    first.go_on().finish()
    assert_readers_get_the_truth(addresses(story), reader)
    assert on_disk("/") == {}
    last.go_on().finish()
    assert_readers_get_the_truth(addresses(story), reader)
    assert_readers_get_the_truth(addresses(other), reader)
    keep_all(addresses(story), reader)


def test_who_hangs_while_he_renders_is_waited_for_a_while_and_then_done_without(
    hire: Hire, story: Article
) -> None:
    hanging, reader = hire(), hire()
    hanging.do("pause", at="articles.pages.rendering:ask")
    hanging.begin("read", address=story.get_absolute_url()).until_it_pauses()
    hanging.stop()
    reader.do("wait_for_others", seconds=A_MOMENT)
    assert_readers_get_the_truth(addresses(story), reader)
    assert on_disk(story.get_absolute_url()) == {}
    hanging.kill()
    keep_all(addresses(story), reader)


@pytest.mark.parametrize("deed", ["read", "change"])
def test_who_hangs_while_he_puts_a_page_is_waited_for_a_while_and_then_done_without(
    hire: Hire, story: Article, deed: str
) -> None:
    hanging, other = hire(), hire()
    hanging.do("pause", at="articles.pages.store:put")
    hanging.begin("read", address=story.get_absolute_url()).until_it_pauses()
    hanging.stop()
    if deed == "read":
        other.begin("read", address=f"{story.get_absolute_url()}comments/2/")
    else:
        other.begin("change", story=story.pk, headline="Version 1")
    assert not other.is_busy(seconds=60)
    outcome = other.finish() if deed == "read" else other.refusal()
    assert ("404" if deed == "read" else "TimeoutError") in outcome
    hanging.kill()
    assert_readers_get_the_truth(addresses(story), other)
    keep_all(addresses(story), other)
