"""Opening: what must be there before the first reader comes, each step skipped when it was done before."""

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.tasks import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.models import Article
from articles.pages import sweep
from comments import fragments, retention, verification
from comments.demo import edition
from comments.summaries import keeping
from newsroom import staticfiles

EDITOR = "editor"
# Who edits the demo newsroom: an answer under a story stands under a full name. A newsroom's own editor types theirs.
EDITOR_OF_THE_DEMO = {"first_name": "Wren", "last_name": "Haldane"}
PASSWORD_BYTES = 12  # 96 random bits, 16 characters
_NOT_SERVED = ["CVS", ".*", "*~"]  # what collectstatic leaves out


def make_var() -> None:
    """Make the folder of all embedded data, closed to everybody but its owner. One that is there stays as it is."""
    settings.NEWSROOM_VAR.mkdir(mode=0o700, parents=True, exist_ok=True)


def static_is_stale() -> bool:
    """Tell whether a static file has changed since the last collection."""
    stamp = _static_stamp()
    return not stamp.exists() or stamp.read_text(encoding="ascii") != _static_digest()


def collect_static() -> None:
    """Collect the static files under hashed names; older ones stay for pages that readers still have open."""
    digest = _static_digest()
    call_command("collectstatic", interactive=False, verbosity=0)
    _static_stamp().write_text(digest, encoding="ascii")


def wants_demo() -> bool:
    """Tell whether this newsroom is to have the demo's stories: it is wanted, and nobody was here before."""
    return settings.NEWSROOM_DEMO and not (Article.objects.exists() or User.objects.exists())


def make_editor() -> str | None:
    """Make the first account and return its password; None when there is a superuser already."""
    if User.objects.filter(is_superuser=True).exists():
        return None
    names = EDITOR_OF_THE_DEMO if _has_demo() else {}
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.create_superuser(EDITOR, password=password, **names)
    user.groups.set(Group.objects.filter(name="Editor"))
    return password


def prepare_pages() -> None:
    """Make ready to keep pages, and have a new version's pages baked ahead. Raises ``OSError``."""
    if sweep.prepare():
        sweep.warm.enqueue()


def schedule_retention() -> None:
    """See that personal data is dropped every day: the task enqueues itself again, once it has been enqueued."""
    if not _waits(retention.apply_daily):
        retention.apply_daily.enqueue()


def schedule_summaries() -> None:
    """See that the log is counted as it grows; this task enqueues itself again too."""
    if not _waits(keeping.keep):
        keeping.keep.enqueue()


def schedule_check() -> None:
    """See that the log is checked every day: the task enqueues itself again, once it has been enqueued."""
    if not _waits(verification.check_daily):
        verification.check_daily.enqueue()


def schedule_refresh() -> None:
    """See that comments' fragments are stored as this version makes them; readers see them so already."""
    if fragments.are_stale() and not _waits(fragments.refresh):
        fragments.refresh.enqueue()


def _has_demo() -> bool:
    """Tell whether the demo's moderators are here, whenever it was loaded: a start may have been killed since."""
    return User.objects.filter(username__in=edition.read().usernames).exists()


def _waits(task: Task[Any, Any]) -> bool:
    return DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY).exists()


def _static_stamp() -> Path:
    return Path(settings.STATIC_ROOT).with_suffix(".stamp")


def _static_digest() -> str:
    return hashlib.sha256("\n".join(sorted(_static_sources())).encode()).hexdigest()


def _static_sources() -> Iterator[str]:
    """Yield a line for each static file, and for what collects them: name, size and time of change."""
    collecting = Path(staticfiles.__file__).stat()
    yield f"{staticfiles.__name__} {collecting.st_size} {collecting.st_mtime_ns}"
    for finder in get_finders():
        for name, storage in finder.list(_NOT_SERVED):
            if isinstance(storage, FileSystemStorage):
                facts = Path(storage.path(name)).stat()
                yield f"{name} {facts.st_size} {facts.st_mtime_ns}"
