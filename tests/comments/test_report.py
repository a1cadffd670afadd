"""Reports: what they count for, when they bring a comment back, and that they never take one away."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article
from comments import reports, throttle, verification
from comments.models import Comment, Counter, LogEntry, Report
from comments.reports import NotPublic
from comments.screening.reporting import USUAL
from tests.comments.reporting import given, reported, somewhere
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a comment that readers can see."""
    return make_comment(article, status="approved", at=NOON - dt.timedelta(hours=2))


def settled(address: str, *, right: int, wrong: int) -> None:
    """Let an address have reported other comments, so often rightly and so often not."""
    article = make_article()
    for outcome in ["upheld"] * right + ["dismissed"] * wrong:
        other = reported(make_comment(article, status="approved"), address=address)
        Report.objects.about(other.pk).update(outcome=outcome, settled_seq=other.seq)
    Counter.objects.all().delete()


@pytest.mark.parametrize(
    ("reasons", "comes_back"),
    [
        pytest.param(["person"], False, id="one reader may err"),
        pytest.param(["person", "person"], False, id="two may be friends"),
        pytest.param(["person", "story", "private"], True, id="three readers, whatever they say"),
        pytest.param(["unlawful"], True, id="what may be unlawful is looked at at once"),
        pytest.param(["story", "unlawful"], True, id="also after something else"),
    ],
)
def test_enough_reports_bring_a_comment_back(comment: Comment, reasons: list[str], comes_back: bool) -> None:
    for reason in reasons:
        reported(comment, reason=reason)
    assert (comment.status, comment.open_reports) == ("approved", len(reasons))
    assert (comment.reported_due_at is not None) == comes_back
    assert Comment.objects.reported().exists() == comes_back


def test_coming_back_is_one_entry_in_the_log_by_nobody(comment: Comment) -> None:
    reported(comment, times=2, reason="person", at=NOON)
    before = comment.seq
    reported(comment, times=4, reason="story", at=NOON)
    entry = LogEntry.objects.get(seq=comment.seq)
    assert (entry.action, entry.from_status, entry.to_status) == ("reported", "approved", "approved")
    assert (entry.actor_id, entry.actor, entry.seq) == (None, "", before + 1)
    assert '"note":"Attacks a person; Off the story"' in entry.detail.body
    assert (LogEntry.objects.count(), comment.open_reports) == (before + 1, 6)


@pytest.mark.django_db(transaction=True)
def test_the_log_is_sound_with_what_was_reported(comment: Comment) -> None:
    reported(comment, times=3)
    assert verification.verify().alterations == []


@pytest.mark.parametrize(("reason", "minutes"), [("person", 60), ("unlawful", 30)])
def test_it_waits_no_longer_than_a_comment_with_such_a_finding(
    comment: Comment, reason: str, minutes: int
) -> None:
    reported(comment, times=USUAL, reason=reason, at=NOON)
    assert comment.reported_due_at == NOON + dt.timedelta(minutes=minutes)


def test_what_is_said_to_be_unlawful_later_is_due_sooner(comment: Comment) -> None:
    reported(comment, times=USUAL, at=NOON)
    reported(comment, reason="unlawful", at=NOON + dt.timedelta(minutes=5))
    assert comment.reported_due_at == NOON + dt.timedelta(minutes=30)


def test_the_first_that_says_unlawful_brings_a_comment_back_again_and_no_other_does(comment: Comment) -> None:
    reported(comment, times=4)
    before = comment.seq
    reported(comment, times=2, reason="unlawful")
    entries = LogEntry.objects.filter(comment_id=comment.pk, action="reported").order_by("seq")
    first, second = entries.values_list("seq", flat=True)
    assert first == before < second == comment.seq


def test_a_second_report_from_the_same_address_changes_nothing(comment: Comment) -> None:
    address = somewhere()
    reported(comment, address=address, sentence="First.")
    reported(comment, times=5, address=address, sentence="Again.", reason="unlawful")
    assert (comment.open_reports, comment.reported_due_at) == (1, None)
    assert Report.objects.get().sentence == "First."


def test_the_database_keeps_one_report_an_address(comment: Comment) -> None:
    reported(comment, times=2)
    first, second = Report.objects.in_order()
    second.address_print = first.address_print
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_the_same_address_is_known_under_a_key_that_was_rotated(comment: Comment, settings: Settings) -> None:
    address = somewhere()
    reported(comment, address=address)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43, *settings.NEWSROOM_FIELD_KEYS]
    reported(comment, address=address)
    assert comment.open_reports == 1


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "trash"])
def test_only_what_readers_can_see_is_reported(article: Article, status: str) -> None:
    hidden = make_comment(article, status=status)
    with pytest.raises(NotPublic):
        reported(hidden)
    assert Report.objects.count() == 0
    with pytest.raises(NotPublic):
        reports.report(given(Comment(pk=hidden.pk + 1)))


@pytest.mark.parametrize(
    ("right", "wrong", "counts"),
    [
        pytest.param(0, 0, True, id="nobody knows yet"),
        pytest.param(0, 2, True, id="two are too few to judge by"),
        pytest.param(0, 3, False, id="wrong each time"),
        pytest.param(1, 2, False, id="wrong most of the time"),
        pytest.param(2, 2, True, id="right half of the time"),
        pytest.param(4, 1, True, id="right most of the time"),
    ],
)
def test_reports_from_an_address_that_was_mostly_wrong_do_not_count(
    comment: Comment, right: int, wrong: int, counts: bool
) -> None:
    address = somewhere()
    settled(address, right=right, wrong=wrong)
    reported(comment, times=USUAL - 1)
    reported(comment, address=address)
    assert comment.open_reports == USUAL
    assert (comment.reported_due_at is not None) == counts


@pytest.mark.parametrize(
    "sent", [{"is_ours": False}, {"address": ""}], ids=["not from our form", "from nowhere"]
)
def test_what_nobody_can_vouch_for_is_kept_and_does_not_count(
    comment: Comment, sent: dict[str, object]
) -> None:
    reported(comment, times=USUAL + 1, reason="unlawful", **sent)
    assert (comment.open_reports, comment.reported_due_at) == (USUAL + 1, None)


def test_what_was_answered_about_the_law_is_not_brought_back_by_one_reader_again(comment: Comment) -> None:
    reported(comment, reason="unlawful")
    Report.objects.update(outcome="dismissed", settled_seq=comment.seq)
    Comment.objects.update(open_reports=None, reported_due_at=None)
    reported(comment, times=2, reason="unlawful")
    assert comment.reported_due_at is None
    reported(comment, reason="unlawful")
    assert comment.reported_due_at is not None


def test_an_address_reports_so_often_an_hour_and_says_nothing_by_being_refused(article: Article) -> None:
    address = somewhere()
    comments = [make_comment(article, status="approved") for _ in range(reports.ADDRESS_AN_HOUR)]
    for comment in comments:
        reported(comment, address=address, at=NOON)
    with pytest.raises(throttle.TooSoon):
        reported(comments[0], address=address, at=NOON)
    reported(comments[0], address=address, at=NOON + dt.timedelta(hours=1))
    assert Report.objects.count() == len(comments)


def test_a_network_reports_so_often_an_hour(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "NETWORK_AN_HOUR", 2)
    comment = make_comment(article, status="approved")
    reports.report(given(comment, address="192.0.2.1"))
    reports.report(given(comment, address="192.0.2.2"))
    with pytest.raises(throttle.TooSoon):
        reports.report(given(comment, address="192.0.2.3"))


def test_the_desk_is_told_what_was_said_and_how_often_its_sender_was_right(comment: Comment) -> None:
    address = somewhere()
    settled(address, right=4, wrong=1)
    reported(comment, address=address, reason="story", sentence="This is about the ferry.", at=NOON)
    reported(comment, at=NOON + dt.timedelta(minutes=1))
    newest, first = reports.about(comment.pk)
    assert (first.reason, first.sentence, first.at) == ("Off the story", "This is about the ferry.", NOON)
    assert (first.right, first.settled, first.counts, first.is_open) == (4, 5, True, True)
    assert (newest.right, newest.settled) == (0, 0)


def test_the_desk_asks_once(comment: Comment, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    reported(comment, times=3, at=timezone.now())
    with django_assert_num_queries(1):
        assert len(reports.about(comment.pk)) == 3
