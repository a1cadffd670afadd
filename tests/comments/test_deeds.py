"""Deeds: pins, escalations and looks leave a comment where it stands, and are in the log."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments import deeds, moderation, receipts, rescreening, retention, scorecards, verification
from comments.models import Comment, LogEntry
from comments.thread import MOST_PINNED
from comments.words import Status
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def again(comment: Comment) -> Comment:
    """Return a comment as it stands now."""
    return Comment.objects.get(pk=comment.pk)


def pinned(article: Article, mo: User) -> Comment:
    """Return a comment that is pinned."""
    comment = make_comment(article, status="approved")
    assert deeds.pin(comment, by=mo, seen=comment.seq)
    return again(comment)


def test_a_public_comment_is_pinned_and_unpinned(article: Article, mo: User) -> None:
    comment = pinned(article, mo)
    assert comment.pinned_at is not None
    entry = deeds.unpin(comment, by=mo, seen=comment.seq)
    assert entry is not None
    assert (entry.action, entry.from_status, entry.to_status) == ("unpin", "approved", "approved")
    assert again(comment).pinned_at is None


def test_what_is_pinned_is_not_pinned_again(article: Article, mo: User) -> None:
    comment = pinned(article, mo)
    assert deeds.pin(comment, by=mo, seen=comment.seq) is None


def test_only_what_is_public_is_pinned(article: Article, mo: User) -> None:
    comment = make_comment(article)
    with pytest.raises(deeds.NotPublic):
        deeds.pin(comment, by=mo, seen=comment.seq)


def test_no_more_than_a_few_are_pinned_under_a_story(article: Article, mo: User) -> None:
    for _ in range(MOST_PINNED):
        pinned(article, mo)
    one_more = make_comment(article, status="approved")
    before = LogEntry.objects.count()
    with pytest.raises(deeds.TooManyPinned):
        deeds.pin(one_more, by=mo, seen=one_more.seq)
    assert (again(one_more).pinned_at, LogEntry.objects.count()) == (None, before)
    pinned(make_article(), mo)


def test_a_deed_on_what_has_moved_since_does_nothing(article: Article, mo: User) -> None:
    comment = make_comment(article, status="approved")
    stale = comment.seq
    moderation.decide([comment], action="pick", by=mo)
    assert deeds.pin(comment, by=mo, seen=stale) is None
    assert deeds.escalate(comment, by=mo, note="Why?", seen=stale) is None


def test_an_escalated_comment_waits_with_its_note_until_it_is_decided(article: Article, mo: User) -> None:
    comment = make_comment(article)
    entry = deeds.escalate(comment, by=mo, note="Is this libel?", seen=comment.seq)
    assert entry is not None
    assert "Is this libel?" in entry.detail.body
    assert list(Comment.objects.escalated()) == [comment]
    assert (again(comment).status, again(comment).seq) == ("pending", entry.seq)
    moderation.decide([again(comment)], action="approve", by=mo)
    assert not Comment.objects.escalated().exists()


def test_an_escalated_public_comment_is_settled_by_approving_it(article: Article, mo: User) -> None:
    comment = make_comment(article, status="approved")
    deeds.escalate(comment, by=mo, note="Again?", seen=comment.seq)
    assert "approve" in moderation.offers(again(comment))
    (entry,) = moderation.decide([again(comment)], action="approve", by=mo)
    assert (entry.from_status, entry.to_status) == ("approved", "approved")
    assert not Comment.objects.escalated().exists()
    moderation.undo([entry], by=mo)
    assert Comment.objects.escalated().exists()


def test_an_escalated_comment_is_handed_back(article: Article, mo: User) -> None:
    comment = make_comment(article)
    deeds.escalate(comment, by=mo, note="Is this libel?", seen=comment.seq)
    entry = deeds.hand_back(again(comment), by=mo, note="It is not.", seen=again(comment).seq)
    assert entry is not None
    assert (entry.action, again(comment).escalated_at) == ("hand-back", None)


def test_an_undone_escalation_is_over(article: Article, mo: User) -> None:
    comment = make_comment(article)
    entry = deeds.escalate(comment, by=mo, note="Hm.", seen=comment.seq)
    assert entry is not None
    (undone,) = moderation.undo([entry], by=mo)
    assert (undone.from_status, undone.to_status, again(comment).escalated_at) == ("pending", "pending", None)


def test_a_look_is_logged_whatever_was_done_meanwhile_and_is_nothing_to_undo(
    article: Article, mo: User
) -> None:
    comment = make_comment(article)
    stale = Comment.objects.get(pk=comment.pk)
    moderation.decide([comment], action="approve", by=mo)
    entry = deeds.looked(stale, by=mo)
    assert entry is not None
    assert (entry.action, entry.actor, again(comment).status) == ("look", "Mo Ray", "approved")
    assert moderation.undo([entry], by=mo) == []


def test_what_was_seen_before_a_look_still_holds(article: Article, mo: User) -> None:
    held, handed_on = make_comment(article), make_comment(article)
    seen = {comment.pk: comment.seq for comment in (held, handed_on)}
    for comment in (held, handed_on):
        deeds.looked(comment, by=mo)
    deeds.escalate(handed_on, by=mo, note="Hm.", seen=seen[handed_on.pk])
    deeds.looked(handed_on, by=mo)
    entries = moderation.decide([*seen], action="approve", by=mo, seen=seen)
    assert [entry.comment_id for entry in entries] == [held.pk]
    deeds.looked(held, by=mo)
    assert [entry.action for entry in moderation.undo(entries, by=mo)] == ["undo"]
    assert moderation.undo(entries, by=mo) == []


def test_nobody_has_seen_what_is_still_to_come(article: Article, mo: User) -> None:
    comment = make_comment(article)
    deeds.looked(comment, by=mo)
    beyond = {comment.pk: again(comment).seq + 1}
    assert moderation.decide([comment.pk], action="approve", by=mo, seen=beyond) == []


def test_an_emptied_comment_is_neither_looked_at_nor_handed_on(article: Article, mo: User) -> None:
    comment = make_comment(article, status="rejected")
    deeds.escalate(comment, by=mo, note="Hm.", seen=comment.seq)
    retention.empty_refused(before=timezone.now() + DAY)
    emptied = again(comment)
    assert (emptied.text, emptied.escalated_at) == ("", None)
    assert deeds.looked(emptied, by=mo) is None
    assert deeds.escalate(emptied, by=mo, note="Hm.", seen=emptied.seq) is None


def test_a_look_does_not_keep_a_refused_text_longer(article: Article, mo: User) -> None:
    now = timezone.now()
    comment = make_comment(article, status="rejected", at=now - 40 * DAY)
    deeds.looked(comment, by=mo, at=now)
    assert retention.empty_refused(before=now - 30 * DAY) == 1


def test_a_receipt_tells_the_decision_not_the_last_deed(article: Article, mo: User) -> None:
    sent = submit(article)
    (entry,) = moderation.decide([sent.comment], action="reject", by=mo, reason="person")
    deeds.looked(sent.comment, by=mo)
    shown = receipts.read(sent.token)
    assert shown is not None
    assert shown.rule is not None
    assert (shown.rule.code, shown.decided_at) == ("person", entry.at)


def test_a_scorecard_counts_decisions_not_deeds(article: Article, mo: User) -> None:
    held = make_comment(article)
    deeds.escalate(held, by=mo, note="Hm.", seen=held.seq)
    deeds.looked(held, by=mo)
    before = {card.rule: card for card in scorecards.scorecards([])}
    assert before["premoderated"].decided == 0
    moderation.decide([again(held)], action="pick", by=mo)
    deeds.unpick(again(held), by=mo, seen=again(held).seq)
    deeds.looked(held, by=mo)
    after = {card.rule: card for card in scorecards.scorecards([])}
    assert (after["premoderated"].decided, after["premoderated"].approved) == (1, 1)


def test_what_was_looked_at_is_still_screened_anew_and_what_was_handed_on_is_not(
    article: Article, mo: User
) -> None:
    linked = "See https://a.example, https://b.example and https://c.example."
    looked_at, handed_on = make_comment(article, text=linked), make_comment(article, text=f"{linked} So.")
    deeds.looked(looked_at, by=mo)
    deeds.escalate(handed_on, by=mo, note="Hm.", seen=handed_on.seq)
    Comment.objects.update(findings=[])
    assert [each.comment for each in rescreening.rescreen()] == [looked_at]


def test_a_look_changes_nothing_about_whom_we_trust(article: Article, mo: User) -> None:
    approved, rejected = make_comment(article, status="approved"), make_comment(article, status="rejected")
    deeds.looked(approved, by=mo)
    by_status = {status: seq for status, seq, _ in Comment.objects.standings()}
    assert by_status[Status.APPROVED] < by_status[Status.REJECTED] == again(rejected).seq


@pytest.mark.django_db(transaction=True)
def test_the_log_stays_sound_through_it_all(article: Article, mo: User) -> None:
    comment = pinned(article, mo)
    deeds.looked(comment, by=mo)
    deeds.escalate(comment, by=mo, note="Hm.", seen=again(comment).seq)
    moderation.decide([again(comment)], action="trash", by=mo)
    assert verification.verify().is_sound
    assert again(comment).pinned_at is None
