"""Outages: what the tests of a database that goes away and comes back ask of a newsroom that is served."""

from tests.comments.posting import TYPED
from tests.newsroom.serving import Served, wait_until

COPY = (
    "Two Cranes, One Crew\n\nMARRAM (Wire)-\n\nThe harbour has two cranes and one crew to work them both.\n"
)


def publish_story(run: Served) -> str:
    """Publish a story; return its path."""
    copy = run.var.parent / "story.txt"
    copy.write_text(COPY)
    in_shell(
        run, "from articles.models import Section; Section.objects.get_or_create(name='News', slug='news')"
    )
    return run.manage("import_story", str(copy), "--publish").splitlines()[-1]


def in_shell(run: Served, code: str) -> str:
    """Run code in the newsroom; return what it prints."""
    return run.manage("shell", "--verbosity", "0", "--command", code).strip()


def health(run: Served) -> int:
    """Return the status of /healthz."""
    return run.ask("/healthz").status


def post(run: Served, story: str, **typed: str) -> int:
    """Post a reply; return the status, and see that a 503 keeps what was typed."""
    answer = run.ask(f"{story}reply/", {**TYPED, **typed})
    if answer.status == 503:
        assert all(value in answer.text for value in {**TYPED, **typed}.values())
        assert answer.headers["Retry-After"] == "60"
    return answer.status


def assert_a_task_is_done(run: Served) -> None:
    """Enqueue a task, and see the worker do it."""
    task = in_shell(run, "from comments.retention import apply_daily; print(apply_daily.enqueue().id)")
    status = f"from django_tasks_db.models import *; print(DBTaskResult.objects.get(pk='{task}').status)"
    wait_until(lambda: in_shell(run, status) == "SUCCESSFUL")
