"""Keeping: every entry is counted once, whatever ends the counting, and whoever else counts."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.models import Section
from comments import moderation, retention
from comments.models import Comment, DaySummary, HourSummary, ModeratorHour, SummaryMark
from comments.summaries import keeping
from comments.words import Action
from tests.comments.summaries.hands import AMARA, Script, hour, kept, make_comments, whole
from tests.factories import make_article, make_comment, make_section, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Script:
    """Write a log of six entries about three comments in two sections."""
    first, second, third = make_comments(1, 2)
    script = Script()
    for number, pk in enumerate((first, second, third)):
        script.write(Action.SUBMIT, number, about=pk)
    for number, pk in enumerate((first, second, third)):
        script.write(Action.APPROVE, 60 * number + 60, by=AMARA, about=pk)
    script.store()
    return script


class PulledOut(Exception):
    """Somebody pulled out the plug."""


def test_nothing_is_counted_twice(log: Script) -> None:
    assert [keeping.count_up(), keeping.count_up()] == [6, 0]
    assert kept() == whole()


def test_without_a_log_there_is_nothing_to_count() -> None:
    assert keeping.count_up() == 0
    assert not HourSummary.objects.exists()


@pytest.mark.parametrize("step", ["_add_hours", "_add_days", "_add_turns"])
@pytest.mark.parametrize("piece", [1, 2, 3])
def test_what_ends_in_the_middle_goes_on_where_it_was(
    log: Script, monkeypatch: pytest.MonkeyPatch, step: str, piece: int
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    calls, real = iter(range(1, 9)), getattr(keeping, step)

    def sometimes(counts: Any) -> None:
        real(counts)
        if next(calls) == piece:
            raise PulledOut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, step, sometimes)
        with pytest.raises(PulledOut):
            keeping.count_up()
    assert SummaryMark.objects.get().seq == 2 * (piece - 1)
    keeping.count_up()
    assert kept() == whole()


def test_what_somebody_else_counts_meanwhile_is_left_to_them(
    log: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keeping.behind

    def overtaken(after: int, until: int) -> Any:
        counts = real(after, until)
        monkeypatch.setattr(keeping, "behind", real)
        keeping.count_up()
        return counts

    monkeypatch.setattr(keeping, "behind", overtaken)
    assert keeping.count_up() == 0
    assert kept() == whole()


def test_a_story_that_moves_takes_what_is_counted_from_then_on_and_all_at_a_rebuild(log: Script) -> None:
    keeping.count_up()
    comment = Comment.objects.order_by("pk").select_related("article").first()
    assert comment is not None
    before, after = comment.article.section_id, make_section(slug="elsewhere").pk
    comment.article.section_id = after
    comment.article.save()
    assert hour(kept(), section=before).submitted == 1
    assert keeping.rebuild() == 6
    assert hour(kept(), section=before).submitted == 0
    assert hour(kept(), section=after).submitted == 1
    assert kept() == whole()


def test_a_day_keeps_its_numbers_when_the_section_is_gone(log: Script) -> None:
    keeping.count_up()
    gone = Section.objects.order_by("pk").first()
    assert gone is not None
    gone.articles.update(section=make_section(slug="elsewhere"))
    number = gone.pk
    gone.delete()
    assert hour(kept(), section=number).submitted == 1


def test_what_retention_emptied_counts_as_before() -> None:
    comment = make_comment(make_article(), at=timezone.now() - dt.timedelta(days=40))
    moderation.decide(
        [comment], action=Action.REJECT, by=make_staff("mo"), reason="person", at=comment.due_at
    )
    before = whole()
    retention.apply()
    assert Comment.objects.get().text == ""
    keeping.count_up()
    assert kept() == whole() == before


def test_days_of_another_time_zone_are_counted_anew(log: Script, settings: Settings) -> None:
    keeping.count_up()
    settings.TIME_ZONE = "Pacific/Auckland"
    assert keeping.count_up() == 6
    assert kept() == whole("Pacific/Auckland") != whole()


def test_who_looks_at_a_piece_asks_the_same_few_questions(log: Script) -> None:
    keeping.count_up()
    with CaptureQueriesContext(connection) as queries:
        keeping.behind(0, 6)
    assert len(queries) == 2


def test_the_task_counts_and_asks_to_be_called_again(log: Script) -> None:
    keeping.keep.func()
    assert kept() == whole()
    (again,) = DBTaskResult.objects.all()
    assert again.run_after is not None
    assert dt.timedelta(minutes=9) < again.run_after - timezone.now() <= keeping.EVERY


def test_the_task_drops_its_own_results_of_yesterday() -> None:
    keeping.keep.enqueue()
    retention.apply_daily.enqueue()
    old = timezone.now() - dt.timedelta(days=2)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=old)
    keeping.keep.func()
    assert sorted(DBTaskResult.objects.values_list("task_path", "status")) == [
        ("comments.retention.apply_daily", "SUCCESSFUL"),
        ("comments.summaries.keeping.keep", "READY"),
    ]


def test_the_command_says_how_much_it_counted(log: Script, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("summarise")
    call_command("summarise")
    call_command("summarise", rebuild=True)
    assert capsys.readouterr().out.splitlines() == [
        "Counted 6 entries of the log.",
        "Counted 0 entries of the log.",
        "Counted 6 entries of the log.",
    ]
    assert kept() == whole()
    assert SummaryMark.objects.get().seq == 6


def test_there_is_nothing_about_a_commenter_in_them(log: Script) -> None:
    names = {
        field.name for model in (HourSummary, DaySummary, ModeratorHour) for field in model._meta.get_fields()
    }
    assert not {name for name in names if "comment" in name or "email" in name or name == "text"}
