"""Pages baked ahead: when all have expired, the most wanted are there again before anybody asks."""

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import pages
from articles.pages import expiry, polish, store, sweep
from articles.pages.kinds import Spot, find
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> list[str]:
    """Return the tasks that wait, by their names."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at", "pk")
    return [row.task_path.rpartition(".")[2] for row in rows]


def expire_everything() -> None:
    """Change what stands on all pages."""
    with transaction.atomic():
        pages.expire_everything()


def test_they_are_baked_again_once_for_as_many_changes_as_come() -> None:
    make_article()
    before = bake_all()
    DBTaskResult.objects.all().delete()
    for _ in range(3):
        expire_everything()
    assert kept() == set()
    assert waiting() == ["warm"]
    sweep.warm.func()
    assert kept() == before


def test_a_change_that_comes_while_they_are_baked_has_them_baked_again() -> None:
    expire_everything()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    expire_everything()
    assert waiting() == ["warm"]


def test_it_waits_for_a_moment_in_which_others_may_come() -> None:
    DBTaskResult.objects.all().delete()
    expire_everything()
    assert not DBTaskResult.objects.ready().exists()


def test_many_stories_at_once_have_it_done_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [make_article() for _ in range(3)]
    monkeypatch.setattr(expiry, "MOST_STORIES", 2)
    DBTaskResult.objects.all().delete()
    with transaction.atomic():
        pages.expire(*stories)
    assert waiting() == ["warm"]


def test_what_is_rolled_back_or_concerns_one_story_has_nothing_baked_ahead() -> None:
    story = make_article()
    DBTaskResult.objects.all().delete()
    with transaction.atomic():
        pages.expire_everything()
        transaction.set_rollback(True)
    with transaction.atomic():
        pages.expire(story)
    assert waiting() == []


def test_all_are_there_before_the_first_is_polished_and_that_is_done_a_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(2):
        make_article()
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(polish, "IN_ONE_GO", 3)
    polished: list[str] = []

    def look(spot: Spot) -> None:
        assert len(kept()) == 4
        polished.append(spot.address)

    monkeypatch.setattr(polish, "polish", look)
    sweep.warm.func()
    for number in (3, 4):
        (row,) = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        row.task.func(*row.args_kwargs["args"])
        row.delete()
        assert len(polished) == number
    assert waiting() == []
    assert set(polished) == kept()


def test_what_is_no_page_any_more_is_passed_over() -> None:
    story = make_article()
    bake_all()
    spot = find(story.get_absolute_url())
    assert spot
    before = store.path_of(spot, "br").stat().st_size
    polish.polish_all.func(["/nowhere", "/sections/gone/", spot.address])
    assert store.path_of(spot, "br").stat().st_size < before
