"""The task worker: it takes up what it left unfinished, and ends quietly when the database goes away."""

import os
from typing import Any, Never

import pytest
from django.core.management import call_command
from django.db import DataError, OperationalError
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from comments import retention
from newsroom.management.commands import task_worker

pytestmark = pytest.mark.django_db
OURS = "the-worker-of-this-newsroom"


def interrupted(**fields: Any) -> DBTaskResult[..., Any]:
    """Return the row of a task at which a worker ended."""
    row = DBTaskResult.objects.get(pk=retention.apply_daily.enqueue().id)
    row.claim(OURS)
    DBTaskResult.objects.filter(pk=row.pk).update(**fields)
    return row


def statuses() -> list[str]:
    """Return how all tasks stand after the worker has come back."""
    task_worker.take_up(OURS)
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_a_task_that_was_interrupted_is_enqueued_anew() -> None:
    row = interrupted()
    assert statuses() == [TaskResultStatus.FAILED, TaskResultStatus.READY]
    row.refresh_from_db()
    assert row.exception_class_path.endswith(".Interrupted")
    again = DBTaskResult.objects.ready().get()
    assert (again.task_path, again.args_kwargs) == (row.task_path, row.args_kwargs)


def test_another_workers_task_is_left_to_it() -> None:
    interrupted(worker_ids=[OURS, "another"])
    assert statuses() == [TaskResultStatus.RUNNING]


def test_a_task_that_waits_already_is_not_enqueued_twice() -> None:
    interrupted()
    retention.apply_daily.enqueue()
    assert statuses() == [TaskResultStatus.FAILED, TaskResultStatus.READY]


@pytest.mark.parametrize("path", ["comments.retention.gone", "comments.retention.apply"])
def test_what_is_no_task_any_more_is_only_said_to_have_failed(path: str) -> None:
    interrupted(task_path=path)
    assert statuses() == [TaskResultStatus.FAILED]


def broken(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    """Let the database fail whoever asks for tasks."""

    def refuse(*_: object) -> Never:
        raise error("gone")

    monkeypatch.setattr(type(DBTaskResult.objects.all()), "running", refuse)


def test_without_a_database_it_ends_for_the_time_being(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken(monkeypatch, OperationalError)
    with pytest.raises(SystemExit) as ended:
        call_command("task_worker", worker_id=OURS)
    assert ended.value.code == os.EX_TEMPFAIL
    assert capfd.readouterr() == ("", "")


def test_a_mistake_of_ours_is_not_kept_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, DataError)
    with pytest.raises(DataError):
        call_command("task_worker", worker_id=OURS)
