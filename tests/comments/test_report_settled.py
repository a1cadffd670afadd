"""Reports are settled by decisions, opened again by undo, and never told to whoever wrote the comment."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import moderation, receipts, reports, retention, scorecards, verification
from comments.models import Comment, LogEntry, Report
from tests.comments.reporting import given, reported, somewhere
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


@pytest.fixture
def amara() -> User:
    """Return a moderator."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a comment that three readers have reported."""
    return reported(make_comment(article, status="approved"), times=3)


def outcomes() -> set[str]:
    """Return what came of all reports."""
    return set(Report.objects.values_list("outcome", flat=True))


def fresh(comment: Comment) -> Comment:
    """Return a comment as it is now."""
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        pytest.param("keep", "approved", "dismissed", id="kept: they were wrong"),
        pytest.param("pick", "approved", "dismissed", id="even picked: they were wrong"),
        pytest.param("reject", "rejected", "upheld", id="rejected: they were right"),
        pytest.param("spam", "spam", "upheld", id="spam: they were right"),
        pytest.param("trash", "trash", "upheld", id="trash: they were right"),
    ],
)
def test_a_decision_settles_what_was_reported_and_undo_opens_it_again(
    comment: Comment, amara: User, action: str, status: str, outcome: str
) -> None:
    due = comment.reported_due_at
    (entry,) = moderation.decide([comment], action=action, by=amara)
    comment = fresh(comment)
    assert (comment.status, comment.open_reports, comment.reported_due_at) == (status, None, None)
    assert (outcomes(), entry.action) == ({outcome}, action)
    assert set(Report.objects.values_list("settled_seq", flat=True)) == {entry.seq}
    assert len(moderation.undo([entry], by=amara)) == 1
    comment = fresh(comment)
    assert (comment.status, comment.open_reports, comment.reported_due_at) == ("approved", 3, due)
    assert outcomes() == {""}


def test_to_undo_an_undo_settles_them_again(comment: Comment, amara: User) -> None:
    rejected = moderation.decide([comment], action="reject", by=amara, reason="person")
    undone = moderation.undo(rejected, by=amara)
    moderation.undo(undone, by=amara)
    assert (fresh(comment).status, outcomes(), fresh(comment).open_reports) == ("rejected", {"upheld"}, None)


def test_what_an_older_decision_settled_stays_settled(comment: Comment, amara: User) -> None:
    moderation.decide([comment], action="keep", by=amara)
    trashed = moderation.decide([fresh(comment)], action="trash", by=amara)
    moderation.undo(trashed, by=amara)
    assert (outcomes(), fresh(comment).reported_due_at) == ({"dismissed"}, None)


def test_to_undo_an_approval_leaves_reports_open_until_somebody_decides(
    article: Article, amara: User
) -> None:
    comment = make_comment(article)
    approved = moderation.decide([comment], action="approve", by=amara)
    reported(comment, times=2)
    moderation.undo(approved, by=amara)
    assert (fresh(comment).status, fresh(comment).open_reports, outcomes()) == ("pending", 2, {""})
    moderation.decide([fresh(comment)], action="approve", by=amara)
    assert (outcomes(), fresh(comment).open_reports) == ({"dismissed"}, None)


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam", "trash"])
def test_nothing_is_kept_that_nobody_reported(article: Article, amara: User, status: str) -> None:
    comment = make_comment(article, status=status)
    assert moderation.decide([comment], action="keep", by=amara) == []
    assert fresh(comment).status == status


def test_what_was_reported_and_is_held_again_is_not_kept_but_approved(article: Article, amara: User) -> None:
    comment = make_comment(article)
    approved = moderation.decide([comment], action="approve", by=amara)
    reported(comment)
    moderation.undo(approved, by=amara)
    assert moderation.decide([fresh(comment)], action="keep", by=amara) == []


def test_a_comment_is_kept_once(comment: Comment, amara: User) -> None:
    loaded = fresh(comment)
    assert len(moderation.decide([comment], action="keep", by=amara)) == 1
    assert moderation.decide([loaded], action="keep", by=amara) == []
    assert moderation.decide([fresh(comment)], action="keep", by=amara) == []


def test_fewer_reports_than_are_needed_can_be_answered_too(article: Article, amara: User) -> None:
    comment = reported(make_comment(article, status="approved"))
    entries = moderation.decide([comment], action="keep", by=amara)
    assert (len(entries), outcomes()) == (1, {"dismissed"})
    moderation.undo(entries, by=amara)
    assert (outcomes(), fresh(comment).open_reports, fresh(comment).reported_due_at) == ({""}, 1, None)


def test_a_page_from_before_the_reports_decides_nothing(article: Article, amara: User) -> None:
    comment = make_comment(article, status="approved")
    seen = {comment.pk: comment.seq}
    reported(comment, times=3)
    assert moderation.decide([fresh(comment)], action="trash", by=amara, seen=seen) == []
    assert moderation.standing([comment])[comment.pk].action == "reported"


def test_after_a_keep_it_takes_as_many_new_readers(comment: Comment, amara: User) -> None:
    moderation.decide([comment], action="keep", by=amara)
    assert reported(comment, times=2).reported_due_at is None
    assert reported(comment).reported_due_at is not None
    assert fresh(comment).open_reports == 3


def test_offers_name_keep_where_there_is_something_to_answer(comment: Comment, article: Article) -> None:
    assert moderation.offers(comment) == {"keep", "pick", "reject", "spam", "trash"}
    quiet = make_comment(article, status="approved")
    assert "keep" not in moderation.offers(quiet)
    assert "keep" not in moderation.offers(make_comment(article))


def test_the_receipt_says_nothing_of_reports(client: Client, article: Article, amara: User) -> None:
    sent = submit(article)
    moderation.decide([sent.comment], action="approve", by=amara, at=timezone.now() - dt.timedelta(hours=2))
    before = client.get(f"/receipts/{sent.token}/").content
    reported(sent.comment, times=3, sentence="Take it away.")
    assert client.get(f"/receipts/{sent.token}/").content == before
    moderation.decide([fresh(sent.comment)], action="keep", by=amara)
    assert client.get(f"/receipts/{sent.token}/").content == before
    receipt = receipts.read(sent.token)
    assert receipt
    assert receipt.decided_at
    assert receipt.decided_at < timezone.now() - dt.timedelta(hours=1)


def test_the_storys_page_says_nothing_of_reports(client: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    before = client.get(article.get_absolute_url()).content
    reported(comment, times=3, sentence="Take it away.")
    assert client.get(article.get_absolute_url()).content == before


def test_a_rules_score_does_not_change_by_reports(comment: Comment) -> None:
    (card,) = scorecards.scorecards(["unproved"])[:1]
    assert (card.decided, card.approved) == (1, 1)


def test_many_are_settled_in_as_many_queries_as_two(
    article: Article, amara: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comments = [reported(make_comment(article, status="approved"), times=3) for _ in range(12)]
    with django_assert_max_num_queries(20):
        entries = moderation.decide(comments, action="keep", by=amara)
    with django_assert_max_num_queries(24):
        moderation.undo(entries, by=amara)
    assert Comment.objects.reported().count() == 12


@pytest.mark.parametrize("action", ["keep", "reject"])
def test_many_are_opened_again_in_as_many_queries_as_two(article: Article, amara: User, action: str) -> None:
    asked = []
    for many in (2, 20):
        comments = [reported(make_comment(article, status="approved"), times=3) for _ in range(many)]
        entries = moderation.decide(comments, action=action, by=amara)
        with CaptureQueriesContext(connection) as queries:
            moderation.undo(entries, by=amara)
        asked.append(len(queries))
        due = Comment.objects.filter(reported_due_at__isnull=False)
        assert due.count() == many
        Comment.objects.update(reported_due_at=None)
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_the_log_stays_sound(comment: Comment, amara: User) -> None:
    entries = moderation.decide([comment], action="keep", by=amara)
    moderation.undo(entries, by=amara)
    assert verification.verify().alterations == []


def test_who_reported_is_forgotten_after_ninety_days_and_so_is_what_they_said(
    article: Article, amara: User
) -> None:
    long_ago = timezone.now() - dt.timedelta(days=91)
    address = somewhere()
    old, open_ = (make_comment(article, status="approved", at=long_ago) for _ in range(2))
    for each in (old, open_):
        reports.report(given(each, address=address, sentence="He lives in Tar Lane."), at=long_ago)
    moderation.decide([fresh(old)], action="keep", by=amara, at=long_ago)
    recent = reported(make_comment(article, status="approved"), address=address, sentence="Now.")
    retention.apply()
    told = {row.comment_id: (bool(row.address_print), row.sentence) for row in Report.objects.all()}
    assert told == {
        old.pk: (False, ""),
        open_.pk: (False, "He lives in Tar Lane."),
        recent.pk: (True, "Now."),
    }


def test_what_was_said_of_a_refused_text_goes_with_it(article: Article, amara: User) -> None:
    at = timezone.now() - dt.timedelta(days=31)
    comment = make_comment(article, status="approved", at=at)
    reported(comment, times=3, sentence="He says that she stole.", at=at)
    moderation.decide([comment], action="trash", by=amara, at=at)
    retention.apply()
    assert set(Report.objects.values_list("sentence", flat=True)) == {""}
    assert LogEntry.objects.filter(comment_id=comment.pk).exists()
