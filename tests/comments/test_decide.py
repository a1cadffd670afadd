"""Deciding: what each decision does, what it refuses, and what it tells."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import moderation
from comments.arrival import NotTaken
from comments.models import LogEntry
from comments.moderation import moves
from comments.rows import point
from comments.words import DECISIONS, Action, Status
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db

# To keep a comment leads nowhere: it stays approved (tests/comments/test_report_settled.py).
LEADING = [(action, status) for action, status in DECISIONS.items() if action != Action.KEEP]


@pytest.mark.parametrize(("action", "status"), LEADING)
def test_a_decision_leads_a_held_comment_to_its_status(action: str, status: Status) -> None:
    comment = make_comment(make_article())
    (entry,) = moderation.decide(
        [comment], action=action, by=make_staff("mo", first_name="Mo", last_name="Ray")
    )
    comment.refresh_from_db()
    assert comment.status == status
    assert (entry.action, entry.from_status, entry.to_status, entry.actor) == (
        action,
        "pending",
        status,
        "Mo Ray",
    )
    assert comment.seq == entry.seq


@pytest.mark.parametrize("start", ["approved", "rejected", "spam", "trash"])
@pytest.mark.parametrize(("action", "status"), LEADING)
def test_a_decision_leads_from_every_status_to_every_other_one(
    start: str, action: str, status: Status
) -> None:
    comment = make_comment(make_article(), status=start)
    entries = moderation.decide([comment], action=action, by=None)
    comment.refresh_from_db()
    assert comment.status == status
    # A pick of what is public already moves nothing, and marks it.
    assert len(entries) == (0 if start == status and action != "pick" else 1)


def test_the_same_decision_again_changes_nothing_and_logs_nothing() -> None:
    comment = make_comment(make_article(), status="approved")
    before = LogEntry.objects.count()
    assert moderation.decide([comment], action="approve", by=None) == []
    assert LogEntry.objects.count() == before


def test_a_comment_that_moved_since_it_was_seen_is_left_alone_and_its_standing_says_why() -> None:
    comment = make_comment(make_article())
    stale = {comment.pk: comment.seq}
    moderation.decide(
        [comment], action="approve", by=make_staff("amara", first_name="Amara", last_name="Quist")
    )
    assert moderation.decide([comment], action="spam", by=None, seen=stale) == []
    stands = moderation.standing([comment])[comment.pk]
    assert (stands.status, stands.by, stands.action) == ("approved", "Amara Quist", "approve")


def test_what_is_seen_defaults_to_what_was_loaded() -> None:
    comment = make_comment(make_article())
    loaded_before = type(comment).objects.get(pk=comment.pk)
    moderation.decide([comment], action="approve", by=None)
    assert moderation.decide([loaded_before], action="trash", by=None) == []


def test_an_unknown_action_or_reason_is_refused() -> None:
    comment = make_comment(make_article())
    with pytest.raises(ValueError, match="no decision"):
        moderation.decide([comment], action="undo", by=None)
    with pytest.raises(ValueError, match="no house rule"):
        moderation.decide([comment], action="reject", by=None, reason="because")


def test_reason_and_note_are_kept_the_note_among_what_can_be_erased() -> None:
    comment = make_comment(make_article())
    (entry,) = moderation.decide([comment], action="reject", by=None, reason="person", note="The last line.")
    assert entry.reason == "person"
    assert "The last line." in entry.detail.body


def test_many_comments_cost_no_more_queries_than_one() -> None:
    article = make_article()
    one, many = [make_comment(article)], [make_comment(article) for _ in range(20)]
    with CaptureQueriesContext(connection) as for_one:
        moderation.decide(one, action="approve", by=None)
    with CaptureQueriesContext(connection) as for_many:
        assert len(moderation.decide(many, action="approve", by=None)) == 20
    assert len(for_many) == len(for_one) <= 12


def test_undo_returns_a_comment_to_where_it_came_from() -> None:
    comment = make_comment(make_article())
    entries = moderation.decide([comment], action="reject", by=None)
    (entry,) = moderation.undo(entries, by=None)
    comment.refresh_from_db()
    assert (comment.status, entry.action, entry.from_status) == ("pending", Action.UNDO, "rejected")


def test_undo_leaves_alone_what_was_moved_again() -> None:
    comment = make_comment(make_article())
    entries = moderation.decide([comment], action="reject", by=None)
    moderation.decide([comment], action="approve", by=None)
    assert moderation.undo(entries, by=None) == []


def test_the_same_entry_given_twice_is_undone_once() -> None:
    (entry,) = moderation.decide([make_comment(make_article())], action="reject", by=None)
    assert len(moderation.undo([entry, entry], by=None)) == 1


def test_a_submission_cannot_be_undone() -> None:
    comment = make_comment(make_article())
    assert moderation.undo(LogEntry.objects.of_comment(comment.pk), by=None) == []


@pytest.mark.parametrize(
    ("start", "action", "expires"),
    [
        ("pending", "approve", True),
        ("pending", "reject", False),
        ("approved", "reject", True),
        ("approved", "trash", True),
        ("spam", "trash", False),
        ("spam", "approve", True),
    ],
)
def test_the_page_expires_only_when_the_public_comments_changed(
    start: str, action: str, expires: bool
) -> None:
    article = make_article()
    comment = make_comment(article, status=start)
    before = Article.objects.get(pk=article.pk).changed_at
    moderation.decide([comment], action=action, by=None)
    assert (Article.objects.get(pk=article.pk).changed_at > before) is expires


def test_no_mail_may_leave_before_a_decision_could_be_undone() -> None:
    (entry,) = moderation.decide([make_comment(make_article())], action="approve", by=None)
    assert (entry.notify_after - entry.at).total_seconds() == 60


def test_a_row_that_moves_between_read_and_write_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment(make_article())

    def move_first(seen: Iterable[tuple[int, int]], *given: Any, **changed: Any) -> int:
        monkeypatch.undo()
        return point([(pk, seq - 1) for pk, seq in seen], *given, **changed)

    monkeypatch.setattr(moves, "point", move_first)
    assert len(moderation.decide([comment], action="approve", by=None)) == 1
    assert LogEntry.objects.of_comment(comment.pk).count() == 2


def test_a_row_that_never_holds_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    comment = make_comment(make_article())
    monkeypatch.setattr(moves, "point", lambda *_given, **_changed: 0)
    with pytest.raises(moderation.Overtaken):
        moderation.decide([comment], action="approve", by=None)
    assert LogEntry.objects.of_comment(comment.pk).count() == 1


def test_a_story_that_closes_meanwhile_or_a_parent_that_goes_takes_no_comment() -> None:
    with pytest.raises(NotTaken, match="Nobody can add"):
        submit(make_article(comments_policy="closed"))
    article = make_article()
    with pytest.raises(NotTaken, match="not there any more"):
        submit(article, parent_id=make_comment(article).pk)
