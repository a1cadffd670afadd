"""Decisions on all that a list holds: asked about with a sample, done by a task, watched, stopped and taken back."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import bulk, bulk_turns, retention
from comments.desk import bulk as desk_bulk
from comments.desk import runs
from comments.models import BulkRun, Comment, DeskScope, LogEntry
from comments.models.dry_run import State
from tests.comments.desk.hands import DESK, Reader, decided_by, read
from tests.factories import make_article, make_comment, make_section, make_staff

pytestmark = pytest.mark.django_db

ALL = "/moderation/bulk/all/"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make three comments many, and chunks of two."""
    monkeypatch.setattr(desk_bulk, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "PAUSE_SECONDS", 0)


@pytest.fixture
def held(article: Article) -> list[Comment]:
    """Return five comments that wait."""
    return [make_comment(article, text=f"The ferry, number {number}.") for number in range(5)]


def ask(desk: Client, query: str = "", **pressed: Any) -> Any:
    """Open the page about all that a list holds, and press a button."""
    form = read(desk, f"{ALL}{query}").forms[ALL]
    return desk.post(ALL, {**form, **pressed})


def begun(desk: Client, query: str = "", **pressed: Any) -> BulkRun:
    """Ask for a decision on all, and return the run that waits for the task worker."""
    response = ask(desk, query, **(pressed or {"action": "approve"}))
    run = BulkRun.objects.latest("id")
    assert (response.status_code, response["Location"]) == (303, f"/moderation/bulk/{run.pk}/")
    return run


def worked(run: BulkRun) -> BulkRun:
    """Let the task worker do a run."""
    runs.perform.func(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def press(desk: Client, run: BulkRun, deed: str) -> Any:
    return desk.post(f"/moderation/bulk/{run.pk}/", {"deed": deed})


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_few_are_decided_on_at_once(desk: Client, article: Article) -> None:
    make_comment(article)
    response = ask(desk, action="approve")
    assert response["Location"].startswith(f"{DESK}?batch=")
    assert statuses() == ["approved"]


def test_many_are_decided_on_by_the_task_with_an_entry_each_by_that_moderator(
    desk: Client, held: list[Comment], moderator: User
) -> None:
    run = begun(desk, reason="story", note="All off the story.")
    assert statuses() == ["pending"] * 5
    run = worked(run)
    assert (run.state, run.total, run.done, run.decided) == (State.FINISHED, 5, 5, 5)
    assert statuses() == ["rejected"] * 5
    entries = LogEntry.objects.filter(action="reject")
    assert set(entries.values_list("actor_id", "actor", "reason")) == {(moderator.pk, "Amara Quist", "story")}
    page = read(desk, f"/moderation/bulk/{run.pk}/")
    assert page.says("many").startswith("5 comments rejected: off the story.")


def test_what_arrives_or_moves_after_it_was_asked_for_is_not_touched(
    desk: Client, held: list[Comment], colleague: User, article: Article
) -> None:
    form = read(desk, ALL).forms[ALL]
    later = make_comment(article)
    decided_by(colleague, held[0], "trash")
    desk.post(ALL, {**form, "action": "approve"})
    decided_by(colleague, held[1], "spam")
    run = worked(BulkRun.objects.get())
    assert statuses() == ["trash", "spam", "approved", "approved", "approved", "pending"]
    assert (run.total, run.decided) == (3, 3)
    assert Comment.objects.get(pk=later.pk).status == "pending"


def test_ages_are_counted_back_from_the_moment_at_which_it_was_asked_for(
    desk: Client, article: Article
) -> None:
    now = timezone.now()
    for minutes in (90, 80, 70, 59):
        make_comment(article, at=now - dt.timedelta(minutes=minutes))
    run = begun(desk, "?older=1h", action="approve")
    Comment.objects.update(submitted_at=timezone.now() - dt.timedelta(minutes=59))
    Comment.objects.filter(pk__in=Comment.objects.values("pk")[:3]).update(
        submitted_at=now - dt.timedelta(hours=2)
    )
    BulkRun.objects.update(asked_at=now)
    assert worked(run).decided == 3


def test_a_form_cannot_reach_into_the_future(desk: Client, held: list[Comment], article: Article) -> None:
    form = read(desk, ALL).forms[ALL] | {"until_pk": "9" * 18, "until_seq": "9" * 18}
    desk.post(ALL, {**form, "action": "approve"})
    make_comment(article)
    assert worked(BulkRun.objects.get()).decided == 5
    assert statuses()[-1] == "pending"


def test_progress_is_shown_and_looked_at_again_until_it_is_over(desk: Client, held: list[Comment]) -> None:
    run = begun(desk)
    BulkRun.objects.update(state=State.RUNNING, total=5, done=2, decided=2)
    response = desk.get(f"/moderation/bulk/{run.pk}/")
    assert "Refresh" not in response
    told = response.content.decode()
    assert Reader(told).says("many").startswith("2 of 5 comments")
    again = '<noscript><meta http-equiv="refresh" content="20"></noscript>'
    assert again in " ".join(told.split())
    BulkRun.objects.update(state=State.FINISHED)
    assert "refresh" not in desk.get(f"/moderation/bulk/{run.pk}/").content.decode()


def test_a_run_is_stopped_and_told_to_go_on(desk: Client, held: list[Comment]) -> None:
    run = begun(desk)
    BulkRun.objects.update(is_to_stop=True)
    run = worked(run)
    assert (run.state, run.decided) == (State.STOPPED, 0)
    press(desk, run, "go-on")
    assert (worked(run).state, statuses()) == (State.FINISHED, ["approved"] * 5)


def test_a_run_that_was_stopped_before_it_began_never_begins(desk: Client, held: list[Comment]) -> None:
    run = begun(desk)
    press(desk, run, "stop")
    assert worked(run).state == State.STOPPED
    assert statuses() == ["pending"] * 5


def lose_worker(run: BulkRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker be killed after the first chunk."""

    def die(_: float) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("comments.bulk.time.sleep", die)
        with pytest.raises(SystemExit):
            runs.perform.func(run.pk)


def test_a_run_whose_worker_was_killed_goes_on_by_itself_and_decides_nothing_twice(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(desk)
    lose_worker(run, monkeypatch)
    assert statuses() == ["approved"] * 2 + ["pending"] * 3
    runs.look_after.func(run.pk)
    assert BulkRun.objects.get().state == State.RUNNING
    BulkRun.objects.update(touched_at=timezone.now() - 2 * bulk_turns.SILENT)
    assert "has said nothing since" in read(desk, f"/moderation/bulk/{run.pk}/").text
    runs.look_after.func(run.pk)
    run = worked(run)
    assert (run.state, run.total, run.decided, statuses()) == (State.FINISHED, 5, 5, ["approved"] * 5)
    assert LogEntry.objects.filter(action="approve").count() == 5


def test_a_worker_that_was_taken_for_dead_does_nothing_more(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(desk)

    def overtake(_: float) -> None:
        BulkRun.objects.update(turn=7)

    monkeypatch.setattr("comments.bulk.time.sleep", overtake)
    run = worked(run)
    assert (run.state, run.decided) == (State.RUNNING, 2)


def test_undo_takes_a_whole_run_back_by_another(
    desk: Client, held: list[Comment], colleague: User, moderator: User
) -> None:
    run = worked(begun(desk))
    assert press(desk, run, "undo").status_code == 303
    reversal = BulkRun.objects.get(reverses=run)
    decided_by(colleague, held[2], "trash")
    reversal = worked(reversal)
    assert statuses() == ["pending", "pending", "trash", "pending", "pending"]
    assert (reversal.decided, reversal.overtaken) == (4, 1)
    page = read(desk, f"/moderation/bulk/{reversal.pk}/")
    assert "4 comments put back to where they were." in page.text
    assert f"Comment {held[2].pk} Bashir Lindgren moved this to trash" in page.text
    assert press(desk, run, "undo").status_code == 409


def test_one_at_a_time(desk: Client, held: list[Comment]) -> None:
    begun(desk)
    response = ask(desk, action="spam")
    assert response.status_code == 409
    assert "is under way" in Reader(response.content.decode()).text


def test_whoever_may_decide_no_more_has_a_run_that_fails(
    desk: Client, held: list[Comment], moderator: User
) -> None:
    run = begun(desk)
    moderator.groups.clear()
    assert worked(run).state == State.FAILED
    assert statuses() == ["pending"] * 5


def test_a_run_stays_within_its_moderators_sections(desk: Client, held: list[Comment]) -> None:
    elsewhere = make_article(section=make_section(slug="sport"))
    for _ in range(3):
        make_comment(elsewhere)
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(elsewhere.section)
    worked(begun(desk))
    assert statuses() == ["pending"] * 5 + ["approved"] * 3


def test_a_colleague_sees_and_stops_it_and_takes_nothing_back(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    run = begun(desk)
    other = Client()
    other.force_login(colleague)
    assert read(other, f"/moderation/bulk/{run.pk}/").says("many").startswith("Beginning")
    assert press(other, run, "undo").status_code == 403
    assert press(other, run, "go-on").status_code == 403
    assert press(other, run, "stop").status_code == 303
    assert BulkRun.objects.get().state == State.STOPPED


def test_what_there_is_not_is_not_found_and_what_makes_no_sense_refused(
    desk: Client, held: list[Comment]
) -> None:
    run = begun(desk)
    assert desk.get("/moderation/bulk/999/").status_code == 404
    assert press(desk, run, "dance").status_code == 400
    assert press(desk, run, "undo").status_code == 409
    for query in ("view=nowhere", "section=nowhere", "story=999", "like=999"):
        assert desk.get(f"{ALL}?{query}").status_code == 404
        assert desk.post(f"{ALL}", {**dict(QueryDict(query).items()), "action": "approve"}).status_code == 404
    response = desk.post(ALL, {"action": "approve", "note": "Typed."})
    assert response.status_code == 422
    assert "Typed." in response.content.decode()


def test_a_stranger_decides_nothing(held: list[Comment]) -> None:
    nobody = Client()
    nobody.force_login(make_staff("nobody"))
    assert nobody.post(ALL, {"action": "approve"}).status_code == 403
    assert statuses() == ["pending"] * 5


def test_runs_are_dropped_after_a_month(desk: Client, held: list[Comment]) -> None:
    run = worked(begun(desk))
    retention.apply(at=run.asked_at + retention.BULK_RUNS_LIVE)
    assert BulkRun.objects.exists()
    retention.apply(at=run.asked_at + retention.BULK_RUNS_LIVE * 2)
    assert not BulkRun.objects.exists()
