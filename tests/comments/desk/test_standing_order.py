"""Order of standing: a list has on top what was decided last, and no pin, look or report moves a row of it."""

import datetime as dt
from importlib import import_module

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import deeds, moderation, redaction
from comments.desk.place import Place, View
from comments.desk.queue import window
from comments.models import Comment, LogEntry
from tests.comments.desk.hands import DESK, decided_by, read
from tests.comments.reporting import reported
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
MIGRATION = "0019_where_it_stood"


@pytest.fixture
def decided(article: Article, colleague: User) -> list[Comment]:
    """Return three comments that Bashir approved, the first decision first."""
    comments = [make_comment(article) for _ in range(3)]
    for comment in comments:
        decided_by(colleague, comment)
    return [again(comment) for comment in comments]


def again(comment: Comment) -> Comment:
    """Return a comment as it stands now."""
    return Comment.objects.get(pk=comment.pk)


def shown(user: User, view: View = View.APPROVED) -> list[int]:
    """Return what a list shows, from top to bottom."""
    return window(Place(view), user).ids


def test_no_mark_no_look_and_no_report_moves_a_row(decided: list[Comment], moderator: User) -> None:
    before = shown(moderator)
    assert before == [comment.pk for comment in reversed(decided)]
    first, second = decided[0], decided[1]
    deeds.pin(first, by=moderator, seen=again(first).seq)
    deeds.looked(second, by=moderator)
    deeds.escalate(first, by=moderator, note="Is it?", seen=again(first).seq)
    redaction.redact(again(second), [(0, 4)], by=moderator, seen=again(second).seq)
    reported(first, times=3)
    assert again(first).seq != again(first).standing_seq
    assert shown(moderator) == before
    assert shown(moderator, View.DECIDED) == before


def test_a_row_goes_on_telling_who_decided_and_when(
    desk: Client, decided: list[Comment], moderator: User
) -> None:
    deeds.pin(decided[2], by=moderator, seen=again(decided[2]).seq)
    assert read(desk, f"{DESK}?view=approved").all("queue__why") == ["Bashir Lindgren"] * 3


def test_a_decision_by_which_a_comment_stays_where_it_is_brings_its_row_up(
    decided: list[Comment], moderator: User
) -> None:
    decided_by(moderator, decided[0], "pick")
    assert shown(moderator)[0] == decided[0].pk


def test_a_decision_that_is_undone_leaves_the_row_where_the_undo_puts_it(
    decided: list[Comment], moderator: User
) -> None:
    entries = moderation.decide([again(decided[0])], action="spam", by=moderator)
    moderation.undo(entries, by=moderator)
    assert shown(moderator)[0] == decided[0].pk
    assert again(decided[0]).standing_seq == again(decided[0]).seq
    undone = LogEntry.objects.get(seq=again(decided[0]).seq)
    assert undone.action == "undo"


def test_what_the_rules_published_stands_by_its_arrival(article: Article, moderator: User) -> None:
    comment = make_comment(article, at=timezone.now() - dt.timedelta(hours=1))
    assert again(comment).standing_seq == again(comment).seq
    moderation.decide([comment], action="spam", by=None)
    assert shown(moderator, View.SPAM) == [comment.pk]
    assert again(comment).standing_seq == again(comment).seq


def test_bulk_decisions_on_what_stood_in_different_places_keep_each_their_own_entry(
    article: Article, decided: list[Comment], moderator: User
) -> None:
    comments = [make_comment(article), again(decided[0])]
    entries = moderation.decide(comments, action="pick", by=moderator)
    assert {entry.comment_id: entry.seq for entry in entries} == {
        comment.pk: again(comment).standing_seq for comment in comments
    }


def test_the_migration_finds_in_the_log_what_the_newsroom_would_have_kept(
    decided: list[Comment], article: Article, moderator: User
) -> None:
    deeds.pin(decided[0], by=moderator, seen=again(decided[0]).seq)
    decided_by(moderator, decided[1], "pick")
    moderation.undo(moderation.decide([again(decided[2])], action="spam", by=moderator), by=moderator)
    make_comment(article)
    kept = dict(Comment.objects.values_list("pk", "standing_seq"))
    Comment.objects.update(standing_seq=None)
    migration = import_module(f"comments.migrations.{MIGRATION}")
    historical = MigrationExecutor(connection).loader.project_state(("comments", MIGRATION)).apps
    migration.remember_standing(historical, connection.schema_editor())
    assert dict(Comment.objects.values_list("pk", "standing_seq")) == kept
