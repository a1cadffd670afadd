"""``manage.py task_worker``: does the tasks that wait, until the database goes away or it is told to stop."""

import os
import sys
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from articles.pages.generation import generation
from newsroom.outage import is_outage


class Interrupted(Exception):
    """The worker ended while it was at the task. It is enqueued anew."""


class Command(db_worker.Command):
    """The worker of django-tasks-db, which takes up what an earlier run of it left unfinished."""

    help = "Do the tasks that wait. It ends when the database goes away: whoever started it starts it again."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        """Work until told to stop; without a database end with EX_TEMPFAIL, and leave it to others to say so."""
        generation()  # by the code that is loaded: pages that it bakes are not a later version's
        try:
            take_up(worker_id)
            super().handle(worker_id=worker_id, **options)
        except (InterfaceError, OperationalError) as error:
            if not is_outage(error):
                raise
            sys.exit(os.EX_TEMPFAIL)


def take_up(worker_id: str) -> None:
    """Enqueue anew what this worker was at when it ended: such a row says "running" for ever."""
    for row in DBTaskResult.objects.running():
        if row.worker_ids[-1:] == [worker_id]:
            with transaction.atomic():
                row.set_failed(Interrupted())
                _enqueue_again(row)


def _enqueue_again(row: Any) -> None:
    same = DBTaskResult.objects.filter(task_path=row.task_path, args_kwargs=row.args_kwargs)
    if same.filter(status=TaskResultStatus.READY).exists():
        return  # what enqueues itself for the next time had done so already
    try:
        task = row.task
    except (ImportError, SuspiciousOperation):
        return  # it is no task any more
    task.using(run_after=None).enqueue(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
