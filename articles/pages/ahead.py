"""Ahead: when every page has expired, the most wanted are baked again before anybody asks for them.

Whoever asks first would wait, and were the database to fail before that he would get nothing.
"""

import datetime as dt

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.pages.sweep import warm

# Who corrects one name corrects another: what is baked in between would be gone again.
CALM = dt.timedelta(seconds=5)


def bake_soon() -> None:
    """Have the most wanted pages baked by the worker; once, however many ask before it begins."""
    same = DBTaskResult.objects.filter(task_path=warm.module_path, status=TaskResultStatus.READY)
    if not same.exists():
        warm.using(run_after=timezone.now() + CALM).enqueue()
