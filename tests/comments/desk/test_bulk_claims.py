"""Decisions on many comments, and their undo, leave alone what a colleague has in front of them."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments import bulk, claims, deeds
from comments.desk import bulk as desk_bulk
from comments.desk import runs
from comments.models import BulkRun, Comment, LogEntry
from tests.comments.desk.hands import decided_by, read
from tests.factories import make_comment, make_staff

pytestmark = pytest.mark.django_db

ALL = "/moderation/bulk/all/"
THEIRS = "a session of theirs"


@pytest.fixture(params=[2, 1_000], ids=["by a run", "at once"])
def most_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Make three comments many, or leave them few; chunks of two."""
    for room in (desk_bulk, bulk):
        monkeypatch.setattr(room, "MOST_AT_ONCE", request.param)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "PAUSE_SECONDS", 0)
    most: int = request.param
    return most


@pytest.fixture
def held(article: Article, most_at_once: int) -> list[Comment]:
    """Return three comments that wait."""
    return [make_comment(article) for _ in range(3)]


def approved(desk: Client) -> BulkRun:
    """Approve all that waits, and return the run, which is over."""
    desk.post(ALL, {**read(desk, ALL).forms[ALL], "action": "approve"})
    return worked()


def undone(desk: Client, run: BulkRun) -> BulkRun:
    """Take a run back, and return the reversal, which is over."""
    assert desk.post(f"/moderation/bulk/{run.pk}/", {"deed": "undo"}).status_code == 303
    return worked()


def worked() -> BulkRun:
    run = BulkRun.objects.latest("id")
    runs.perform.func(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def take(comment: Comment, by: User) -> None:
    assert not claims.claim([comment.pk], by=by, session=THEIRS)


def told_of(desk: Client, run: BulkRun, comment: Comment) -> Any:
    page = read(desk, f"/moderation/bulk/{run.pk}/").text
    return page.partition(f"Comment {comment.pk} ")[2]


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_a_card_that_a_colleague_has_is_not_decided_on(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    take(held[1], by=colleague)
    run = approved(desk)
    assert statuses() == ["approved", "pending", "approved"]
    assert (run.decided, run.overtaken) == (2, 1)
    assert told_of(desk, run, held[1]).startswith("was left as it is: Bashir Lindgren had its card.")
    claims.release_all(session=THEIRS)  # what is told is what was so then
    assert told_of(desk, run, held[1]).startswith("was left as it is: Bashir Lindgren had its card.")


def test_ones_own_claim_keeps_nothing(desk: Client, held: list[Comment], moderator: User) -> None:
    take(held[1], by=moderator)
    approved(desk)
    assert statuses() == ["approved"] * 3


def test_within_its_minute_a_colleagues_claim_keeps_nothing_from_being_undone(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    run = approved(desk)
    take(held[1], by=colleague)
    undone(desk, run)
    assert statuses() == ["pending"] * 3


def test_afterwards_what_a_colleague_has_stays_as_it_is(
    desk: Client, held: list[Comment], colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = approved(desk)
    take(held[1], by=colleague)
    monkeypatch.setattr(bulk, "UNDO_TIME", dt.timedelta(0))
    reversal = undone(desk, run)
    assert statuses() == ["pending", "approved", "pending"]
    assert (reversal.decided, reversal.overtaken) == (2, 1)
    assert told_of(desk, reversal, held[1]).startswith("was left as it is: Bashir Lindgren had its card.")
    assert LogEntry.objects.filter(action="undo").count() == 2


def ticked(desk: Client, held: list[Comment], action: str = "approve") -> BulkRun:
    """Decide on what is ticked, as it was when the page was made."""
    tickets = [f"{comment.pk}:{comment.seq}" for comment in held]
    assert desk.post("/moderation/bulk/", {"id": tickets, "action": action}).status_code == 303
    return BulkRun.objects.latest("id")


def test_what_somebody_moved_is_told_as_it_stands_and_no_card_is_blamed(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    deeds.escalate(held[1], by=colleague, note="Is this so?", seen=held[1].seq)
    run = ticked(desk, held)
    take(held[1], by=colleague)  # since
    assert told_of(desk, run, held[1]).startswith("Bashir Lindgren escalated this at ")


def test_a_colleague_of_the_same_name_is_not_taken_for_the_reader(desk: Client, held: list[Comment]) -> None:
    decided_by(make_staff("amara-2", "Moderator", first_name="Amara", last_name="Quist"), held[1], "spam")
    run = ticked(desk, held)
    assert told_of(desk, run, held[1]).startswith("Amara Quist marked this as spam at ")


def test_what_the_reader_decided_alone_is_told_as_theirs(
    desk: Client, held: list[Comment], moderator: User
) -> None:
    decided_by(moderator, held[1], "spam")
    assert told_of(desk, ticked(desk, held), held[1]).startswith("You marked this as spam at ")


def test_what_earlier_versions_kept_of_a_run_is_still_told(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    decided_by(colleague, held[1], "spam")
    run = ticked(desk, held)
    BulkRun.objects.update(passed=[held[1].pk])
    assert told_of(desk, run, held[1]).startswith("Bashir Lindgren marked this as spam at ")
