"""Retention: each personal field goes when its time is over, and nothing else does."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import moderation, retention, verification
from comments.models import Comment, LogDetail, Repeat
from comments.querysets import CommentQuerySet
from tests.factories import make_article, make_comment, make_submission

pytestmark = pytest.mark.django_db


def days_ago(days: float) -> dt.datetime:
    """Return a time that many days before now."""
    return timezone.now() - dt.timedelta(days=days)


@pytest.mark.parametrize(("age", "kept"), [(89, True), (91, False)])
def test_addresses_are_dropped_after_90_days(age: float, kept: bool) -> None:
    comment = make_comment(make_article(), at=days_ago(age))
    call_command("apply_retention")
    comment.refresh_from_db()
    assert bool(comment.address_print) is kept
    assert bool(comment.network_print) is kept
    assert comment.email


@pytest.mark.parametrize(
    ("status", "age", "kept"),
    [
        ("rejected", 29, True),
        ("rejected", 31, False),
        ("trash", 31, False),
        ("pending", 31, True),
        ("approved", 31, True),
        ("spam", 31, True),
    ],
)
def test_refused_texts_are_emptied_30_days_after_their_decision(status: str, age: float, kept: bool) -> None:
    comment = make_comment(make_article(), status=status, at=days_ago(age))
    retention.apply()
    comment.refresh_from_db()
    assert bool(comment.text) is kept
    assert bool(comment.name) is kept
    assert bool(comment.email) is kept
    assert comment.status == status
    assert LogDetail.objects.filter(entry__comment_id=comment.pk).exists() is kept


def test_the_time_counts_from_the_decision_and_not_from_the_submission() -> None:
    comment = make_comment(make_article(), at=days_ago(60))
    moderation.decide([comment], action="reject", by=None, at=days_ago(10))
    retention.apply()
    comment.refresh_from_db()
    assert comment.text


@pytest.mark.django_db(transaction=True)
def test_the_log_stays_sound_when_details_are_erased() -> None:
    make_comment(make_article(), status="trash", at=days_ago(31))
    retention.apply()
    report = verification.verify()
    assert (report.is_sound, report.erased) == (True, 2)


def test_many_addresses_are_dropped_a_batch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    comments = [make_comment(article, at=days_ago(91)) for _ in range(5)]
    monkeypatch.setattr(retention, "BATCH", 2)
    assert retention.apply()["addresses"] == 5
    for comment in comments:
        comment.refresh_from_db()
        assert (comment.address_print, comment.network_print) == ("", "")


def test_what_remembers_repeats_is_dropped_after_a_day() -> None:
    moderation.submit(make_submission(make_article()), at=days_ago(2))
    retention.apply()
    assert Repeat.objects.count() == 0


def test_the_task_applies_it_and_comes_again_a_day_later() -> None:
    comment = make_comment(make_article(), at=days_ago(91))
    retention.apply_daily.func()
    comment.refresh_from_db()
    assert comment.address_print == ""
    (again,) = DBTaskResult.objects.all()
    assert again.run_after > timezone.now() + dt.timedelta(hours=23)


def test_an_emptied_comment_is_not_approved_any_more() -> None:
    comment = make_comment(make_article(), status="trash", at=days_ago(31))
    retention.apply()
    comment.refresh_from_db()
    assert moderation.decide([comment], action="approve", by=None) == []
    assert len(moderation.decide([comment], action="reject", by=None)) == 1


def test_undo_brings_nothing_back_that_was_emptied() -> None:
    comment = make_comment(make_article(), at=days_ago(40))
    entries = moderation.decide([comment], action="trash", by=None, at=days_ago(31))
    retention.apply()
    assert moderation.undo(entries, by=None) == []


def test_what_is_decided_in_the_meantime_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment(make_article(), status="trash", at=days_ago(31))
    lock = CommentQuerySet.locked

    def decide_first(rows: CommentQuerySet, ids: Iterable[int]) -> CommentQuerySet:
        monkeypatch.undo()
        moderation.decide([comment], action="approve", by=None)
        return lock(rows, ids)

    monkeypatch.setattr(CommentQuerySet, "locked", decide_first)
    assert retention.apply()["texts"] == 0
    comment.refresh_from_db()
    assert (comment.status, bool(comment.text)) == ("approved", True)


def test_retention_that_fails_today_comes_again_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "apply", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        retention.apply_daily.func()
    assert DBTaskResult.objects.count() == 1


def test_nothing_is_left_to_drop_the_second_time() -> None:
    make_comment(make_article(), status="trash", at=days_ago(100))
    assert retention.apply() == {"addresses": 1, "texts": 1, "prints": 0}
    assert retention.apply() == {"addresses": 0, "texts": 0, "prints": 0}
    assert Comment.objects.count() == 1
