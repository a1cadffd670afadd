"""Decisions on many comments are taken back whole, or not at all where some are in another's sections by now."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.models import Article
from comments import bulk
from comments.desk import bulk as desk_bulk
from comments.desk import runs
from comments.models import BulkRun, Comment, DeskScope
from comments.models.dry_run import State
from tests.comments.desk.hands import read
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db

ALL = "/moderation/bulk/all/"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make three comments many, and chunks of two."""
    for room in (desk_bulk, bulk):
        monkeypatch.setattr(room, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "PAUSE_SECONDS", 0)


def worked(run: BulkRun) -> BulkRun:
    """Let the task worker do a run."""
    runs.perform.func(run.pk)
    return BulkRun.objects.get(pk=run.pk)


def decided(desk: Client) -> BulkRun:
    """Approve all that waits, and return the run, which is over."""
    desk.post(ALL, {**read(desk, ALL).forms[ALL], "action": "approve"})
    return worked(BulkRun.objects.latest("id"))


def press(desk: Client, run: BulkRun, deed: str) -> Any:
    return desk.post(f"/moderation/bulk/{run.pk}/", {"deed": deed})


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def elsewhere(article: Article) -> Article:
    """Return a story of another section; three comments wait under the usual one, and one under this."""
    for _ in range(3):
        make_comment(article)
    story = make_article(section=make_section(slug="sport"))
    make_comment(story)
    return story


def limited_to(*stories: Article) -> None:
    """Limit the moderators to the sections of these stories."""
    limit, _ = DeskScope.objects.get_or_create(group=Group.objects.get(name="Moderator"))
    limit.sections.set([story.section for story in stories])


@pytest.mark.parametrize("most_at_once", [2, 100])
def test_who_lost_a_section_takes_nothing_back_that_was_decided_there(
    desk: Client, article: Article, elsewhere: Article, monkeypatch: pytest.MonkeyPatch, most_at_once: int
) -> None:
    run = decided(desk)
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", most_at_once)
    limited_to(elsewhere)
    refused = press(desk, run, "undo")
    assert refused.status_code == 403
    assert "in sections that are not yours" in refused.content.decode()
    assert statuses() == ["approved"] * 4
    assert not BulkRun.objects.filter(reverses=run).exists()
    limited_to(elsewhere, article)
    assert press(desk, run, "undo").status_code == 303


def test_who_loses_a_section_meanwhile_takes_nothing_more_back(
    desk: Client, article: Article, elsewhere: Article, caplog: pytest.LogCaptureFixture
) -> None:
    run = decided(desk)
    press(desk, run, "undo")
    limited_to(elsewhere)
    assert worked(BulkRun.objects.get(reverses=run)).state == State.FAILED
    assert "not yours to decide on" in caplog.text
    assert statuses() == ["approved"] * 4
