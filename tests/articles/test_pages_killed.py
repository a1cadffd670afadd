"""Killed: whoever dies at whatever step of a decision or of a bake, no page is wrong afterwards, and none is dead."""

import datetime as dt
from itertools import count
from typing import Any

import pytest

from articles.models import Article, Section
from tests.articles.conftest import Hire
from tests.articles.truth import CODINGS, addresses, assert_readers_get_the_truth, headline, keep_all, on_disk
from tests.articles.workers import Died

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = dt.timedelta(hours=1)
WHEN = pytest.mark.parametrize("when", ["before", "after"])


def dies(hire: Hire, step: int, when: str, deed: str, **given: Any) -> bool:
    """Let a new process do something and die at a step of it; return False when it was done before that step."""
    worker = hire()
    worker.do("die", step=step, when=when)
    try:
        worker.do(deed, **given)
    except Died:
        return True
    worker.kill()
    return False


@WHEN
def test_a_decision_that_dies_is_made_or_not_and_the_pages_say_which(
    hire: Hire, story: Article, when: str
) -> None:
    reader, pages = hire(), addresses(story)
    outcomes = []
    for step in count(1):
        keep_all(pages, reader)
        new = f"Version {step}"
        died = dies(hire, step, when, "change", story=story.pk, headline=new)
        assert_readers_get_the_truth(pages, reader)
        outcomes.append((died, headline(story) == new))
        if not died:
            break
    keep_all(pages, reader)
    assert outcomes == sorted(outcomes, key=[(True, False), (True, True), (False, True)].index)
    assert outcomes.count((True, False)) > 20
    assert outcomes.count((True, True)) > 10


@WHEN
def test_what_stands_on_every_page_is_changed_or_not_and_the_pages_say_which(
    hire: Hire, story: Article, when: str
) -> None:
    reader, pages = hire(), addresses(story)
    names = set()
    for step in count(1):
        keep_all(pages, reader)
        died = dies(hire, step, when, "rename", section=f"Section {step}")
        assert_readers_get_the_truth(pages, reader)
        names.add(Section.objects.get().name)
        if not died:
            break
    keep_all(pages, reader)
    assert len(names) > 5


@WHEN
def test_a_bake_that_dies_leaves_no_page_that_is_wrong_mixed_or_cut_off(
    hire: Hire, story: Article, when: str
) -> None:
    reader, decider, pages = hire(), hire(), addresses(story)[:1]
    for step in count(1):
        decider.do("change", story=story.pk, headline=f"Version {step}")
        died = dies(hire, step, when, "read", address=story.get_absolute_url())
        assert_readers_get_the_truth(pages, reader)
        keep_all(pages, reader)
        if not died:
            break
    assert step > 30


@WHEN
def test_a_bake_over_another_page_that_dies_leaves_one_of_them_and_no_mixture(
    hire: Hire, story: Article, when: str
) -> None:
    reader, address = hire(), story.get_absolute_url()
    for step in count(1):
        keep_all([address], reader)
        # Nobody is told, so that the page that is kept and the one that is baked differ.
        Article.objects.filter(pk=story.pk).update(headline=f"Version {step}")
        died = dies(hire, step, when, "bake", address=address)
        assert len(set(on_disk(address).values())) <= 1
        assert len({reader.do("read", address=address, coding=coding) for coding in CODINGS}) == 1
        if not died:
            break
    assert step > 30
    assert_readers_get_the_truth([address], reader)


@WHEN
def test_a_sweep_that_dies_is_made_good_by_the_next_one(hire: Hire, story: Article, when: str) -> None:
    reader, pages = hire(), addresses(story)
    for step in count(1):
        keep_all(pages, reader)
        # As when the database was restored from an older copy.
        older = {"headline": f"Version {step}", "changed_at": story.changed_at - step * HOUR}
        Article.objects.filter(pk=story.pk).update(**older)
        died = dies(hire, step, when, "repair")
        mender = hire()
        mender.do("repair")
        mender.kill()  # there are more steps than a database has connections
        assert_readers_get_the_truth(pages, reader)
        if not died:
            break
    assert step > 10
