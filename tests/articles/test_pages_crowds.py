"""Crowds and clocks: many readers at once, decision upon decision, and times that pass."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article
from tests.articles.conftest import Hire
from tests.articles.truth import (
    addresses,
    assert_readers_get_the_truth,
    keep_all,
    on_disk,
    wait_until,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = dt.timedelta(hours=1)
DECISIONS = 60
PROCESSES, THREADS, TIMES = 2, 4, 125


def test_a_thousand_ask_at_the_same_moment_and_the_page_is_rendered_once(
    hire: Hire, story: Article, tmp_path: Path
) -> None:
    readers = [hire() for _ in range(PROCESSES)]
    for reader in readers:
        reader.do("render_slowly", seconds=0.2)  # so that all of them come while it is being rendered
        reader.do("wait_for_others", seconds=60.0)
        reader.begin("crowd", address=story.get_absolute_url(), readers=THREADS, times=TIMES)
    answers = set.union(*(reader.finish() for reader in readers))
    assert len(answers) == 1
    assert (tmp_path / "rendered").read_bytes() == b"."
    assert_readers_get_the_truth([story.get_absolute_url()], readers[0])


def test_no_reader_ever_gets_what_was_overtaken_before_he_asked(
    hire: Hire, story: Article, tmp_path: Path
) -> None:
    (tmp_path / "committed").write_bytes(bytes(8))
    decider, readers = hire(), [hire() for _ in range(PROCESSES)]
    for worker in (decider, *readers):
        worker.do("look_after")
    for address, reader in zip(addresses(story)[::2], readers, strict=True):
        reader.begin("read_often", address=address, readers=2, last=DECISIONS)
    decider.do("change_often", story=story.pk, times=DECISIONS)
    for reader in readers:
        asked, wrong = reader.finish()
        assert wrong == []
        assert asked > DECISIONS / 4
    keep_all(addresses(story), decider)
    assert_readers_get_the_truth(addresses(story), decider)


def test_a_story_appears_at_its_time_on_pages_that_were_kept_before(hire: Hire, story: Article) -> None:
    early, late = hire(), hire()
    keep_all(addresses(story), early)
    scheduled = make_article(headline="Tomorrow", section=story.section, at=timezone.now() + HOUR)
    keep_all(addresses(story), early)
    late.do("set_clock", ahead=3601.0)
    for address in addresses(scheduled):
        assert "Tomorrow" not in early.do("read", address=address)
        assert "Tomorrow" in late.do("read", address=address)
        assert late.do("read", address=address) == late.do("fresh", address=address)
        assert set(on_disk(address).values()) == {late.do("fresh", address=address)}


def test_what_has_had_its_time_is_taken_from_the_web_server_too(hire: Hire, story: Article) -> None:
    workers = [hire(), hire()]
    make_article(headline="Tomorrow", section=story.section, at=timezone.now() + HOUR)
    keep_all(addresses(story), workers[0])
    for worker in workers:
        worker.do("set_clock", ahead=3601.0)
    for worker in workers:
        worker.begin("end_what_is_due")
    for worker in workers:
        worker.finish()
    assert on_disk("/") == on_disk(story.section.get_absolute_url()) == {}
    assert on_disk(story.get_absolute_url()) != {}


def test_the_caretaker_of_any_process_sees_the_time_pass(hire: Hire, story: Article) -> None:
    reader, caretaker = hire(), hire()
    make_article(headline="Tomorrow", section=story.section, at=timezone.now() + HOUR)
    keep_all(addresses(story), reader)
    caretaker.do("look_after")
    caretaker.do("set_clock", ahead=3601.0)
    wait_until(lambda: "Tomorrow" in on_disk("/").get("", ""))
    assert set(on_disk("/").values()) == {caretaker.do("fresh", address="/")}


def test_the_time_is_seen_while_the_caretaker_is_long_at_something_else(hire: Hire, story: Article) -> None:
    reader, caretaker = hire(), hire()
    make_article(headline="Tomorrow", section=story.section, at=timezone.now() + HOUR)
    keep_all(addresses(story), reader)
    caretaker.do("stall", at="articles.pages.tidying:tidy")
    caretaker.do("look_after")
    caretaker.do("set_clock", ahead=3601.0)
    wait_until(lambda: on_disk("/") == on_disk(story.section.get_absolute_url()) == {})
