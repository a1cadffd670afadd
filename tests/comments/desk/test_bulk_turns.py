"""Turns of decisions on many comments: which may go on, which may be taken back, and that no two are under way."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import bulk, bulk_turns
from comments.desk import bulk as desk_bulk
from comments.desk import runs
from comments.models import BulkRun, Comment
from comments.models.dry_run import State
from tests.comments.desk.hands import Reader, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

ALL = "/moderation/bulk/all/"


@pytest.fixture(autouse=True)
def held(article: Article, monkeypatch: pytest.MonkeyPatch) -> list[Comment]:
    """Return five comments that wait; three are many, and chunks are of two."""
    for room in (desk_bulk, bulk):
        monkeypatch.setattr(room, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    return [make_comment(article) for _ in range(5)]


def begun(desk: Client, action: str = "spam") -> BulkRun:
    """Ask for a decision on all, and return the run that waits for the task worker."""
    assert desk.post(ALL, {**read(desk, ALL).forms[ALL], "action": action}).status_code == 303
    return BulkRun.objects.latest("id")


def stopped(desk: Client, monkeypatch: pytest.MonkeyPatch) -> BulkRun:
    """Ask for a decision on all, and stop it after its first two."""
    run = begun(desk)
    with monkeypatch.context() as patch:
        patch.setattr("comments.bulk.time.sleep", lambda _: press(desk, run, "stop"))
        runs.perform.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.decided) == (State.STOPPED, 2)
    return run


def press(desk: Client, run: BulkRun, deed: str) -> Any:
    return desk.post(f"/moderation/bulk/{run.pk}/", {"deed": deed})


def refusal(response: Any) -> str:
    assert response.status_code == 409
    return Reader(response.content.decode()).says("empty")


def test_what_was_stopped_and_taken_back_does_not_go_on(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stopped(desk, monkeypatch)
    assert press(desk, run, "undo").status_code == 303
    page = read(desk, f"/moderation/bulk/{run.pk}/").text
    assert "It was taken back" in page
    assert "Go on" not in page
    assert "It was taken back already." in refusal(press(desk, run, "go-on"))
    runs.perform.func(run.pk)
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}


def test_what_goes_on_meanwhile_is_not_taken_back(
    desk: Client, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stopped(desk, monkeypatch)
    assert press(desk, run, "go-on").status_code == 303
    assert "It is still under way." in refusal(press(desk, run, "undo"))
    with pytest.raises(bulk_turns.Busy, match="under way"):  # as the page was read before
        bulk.reverse(runs.perform, run, moderator)
    assert not BulkRun.objects.filter(reverses=run).exists()


def test_a_stopped_one_does_not_go_on_beside_another(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = stopped(desk, monkeypatch)
    other = begun(desk, "trash")
    assert "Another decision of yours" in refusal(press(desk, run, "go-on"))
    press(desk, other, "stop")
    assert press(desk, run, "go-on").status_code == 303


def test_one_that_waits_for_long_is_still_under_way(desk: Client) -> None:
    run = begun(desk)
    BulkRun.objects.update(touched_at=timezone.now() - 2 * bulk_turns.SILENT)
    response = desk.post(ALL, {**read(desk, ALL).forms[ALL], "action": "trash"})
    assert "Another decision of yours" in refusal(response)
    press(desk, run, "stop")
    begun(desk, "trash")


def test_one_that_lost_its_worker_waits_for_the_other_to_end(desk: Client) -> None:
    lost = begun(desk)
    BulkRun.objects.update(state=State.RUNNING, touched_at=timezone.now() - 2 * bulk_turns.SILENT)
    other = begun(desk, "trash")
    runs.look_after.func(lost.pk)
    assert BulkRun.objects.get(pk=lost.pk).state == State.RUNNING
    press(desk, other, "stop")
    runs.look_after.func(lost.pk)
    assert BulkRun.objects.get(pk=lost.pk).state == State.WAITING


def test_only_what_rests_is_told_to_go_on(desk: Client) -> None:
    run = begun(desk)
    assert not bulk_turns.go_on(runs.perform, run)
    assert press(desk, run, "go-on").status_code == 303
    assert BulkRun.objects.get().state == State.WAITING
