"""History: the log of a comment, a commenter, a moderator and a time, in pages that neither repeat nor leave out."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import history, identity, moderation
from comments.history import KnownBy, Selection
from comments.models import Comment, EmailProof, LogEntry
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def deeds(selection: Selection) -> list[tuple[int, str]]:
    """Return comments and actions of what was selected, the newest first."""
    return [(entry.comment_id, entry.action) for entry in history.page(selection).entries]


def test_the_history_of_a_comment_is_all_that_was_done_with_it(article: Article) -> None:
    other, comment = make_comment(article), make_comment(article, at=NOON)
    moderation.decide([comment, other], action="reject", by=None, reason="person")
    assert deeds(Selection(comment=comment.pk)) == [(comment.pk, "reject"), (comment.pk, "submit")]


def test_a_device_proves_a_commenter_and_an_email_address_is_merely_shared(article: Article) -> None:
    now = timezone.now()
    first = make_comment(article, email="ann@example.org", device="one", at=now - dt.timedelta(minutes=3))
    second = make_comment(article, email="bea@example.org", device="one", at=now - dt.timedelta(minutes=2))
    third = make_comment(article, email="ann@example.org", device="two", at=now - dt.timedelta(minutes=1))
    by_device = Selection(commenter=first.pk)
    by_email = Selection(commenter=first.pk, known_by=KnownBy.EMAIL)
    assert deeds(by_device) == [(second.pk, "submit"), (first.pk, "submit")]
    assert deeds(by_email) == [(third.pk, "submit"), (first.pk, "submit")]
    EmailProof.objects.bulk_create(
        EmailProof(email_print=first.email_print, device_print=str(each.device_print), proved_at=now)
        for each in (first, third)
    )
    assert [pk for pk, _ in deeds(by_device)] == [third.pk, second.pk, first.pk]


def test_who_left_no_device_and_no_email_address_has_no_history(article: Article) -> None:
    comment, other = make_comment(article), make_comment(article)
    Comment.objects.filter(pk__in=[comment.pk, other.pk]).update(email_print="")
    assert deeds(Selection(commenter=comment.pk)) == []
    assert deeds(Selection(commenter=comment.pk, known_by=KnownBy.EMAIL)) == []
    assert deeds(Selection(commenter=10**12)) == []


def test_of_somebody_who_wrote_much_the_newest_count_and_it_is_said(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_COMMENTS", 2)
    comments = [make_comment(article, device="one") for _ in range(3)]
    found = history.page(Selection(commenter=comments[0].pk))
    assert {entry.comment_id for entry in found.entries} == {comment.pk for comment in comments[1:]}
    assert found.is_cut


def test_a_moderators_deeds_and_those_of_the_rules_are_told_apart(article: Article) -> None:
    amara, comment = make_staff("amara"), make_comment(article)
    moderation.decide([comment], action="approve", by=amara)
    assert deeds(Selection(actor=amara.pk)) == [(comment.pk, "approve")]
    assert deeds(Selection(by_rules=True)) == [(comment.pk, "submit")]
    assert deeds(Selection(actor=amara.pk + 1)) == []


def test_a_time_begins_with_its_first_moment_and_ends_before_its_last(article: Article) -> None:
    hour = dt.timedelta(hours=1)
    comments = [make_comment(article, at=NOON + number * hour) for number in range(4)]
    found = deeds(Selection(since=NOON + hour, until=NOON + 3 * hour))
    assert [pk for pk, _ in found] == [comments[2].pk, comments[1].pk]


def test_pages_follow_each_other_without_repeating_or_leaving_out(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "ENTRIES_A_PAGE", 3)
    for number in range(10):
        make_comment(article, at=NOON + dt.timedelta(minutes=number // 3))  # several at the same moment
    place, seen = None, []
    while True:
        page = history.page(Selection(), place)
        seen += [entry.seq for entry in page.entries]
        place = page.more
        make_comment(article, at=NOON + dt.timedelta(hours=1))  # what comes meanwhile moves nothing
        if place is None:
            break
    assert seen == sorted(range(1, 11), reverse=True)


def test_an_export_is_all_of_it_without_what_anybody_wrote(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "BATCH", 2)
    comment = make_comment(article, name="Lindy", text="Two cranes.", email="lindy@example.org")
    moderation.decide([comment], action="reject", by=make_staff("amara"), reason="person", note="A note.")
    make_comment(article)
    rows = list(history.export(Selection()))
    assert [row["seq"] for row in rows] == [3, 2, 1]
    told = " ".join(str(value) for row in rows for value in row.values())
    for secret in ("Lindy", "cranes", "lindy@", "A note.", comment.email_print, comment.address_print):
        assert secret not in told
    entry = LogEntry.objects.get(seq=2)
    assert {name: getattr(entry, name) for name in history.EXPORTED} == rows[1]


def test_a_page_costs_as_much_as_any_other(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comments = [make_comment(article, device="one") for _ in range(5)]
    with django_assert_num_queries(1):
        history.page(Selection())
    with django_assert_num_queries(
        4
    ):  # the comment, what its device proved, the commenter's comments, the entries
        history.page(Selection(commenter=comments[0].pk))


def test_the_devices_secret_is_none_of_the_logs(article: Article) -> None:
    comment = make_comment(article, device="one")
    assert comment.device_print == identity.fingerprint(identity.Purpose.DEVICE, "one")
    assert all(comment.device_print not in str(row) for row in history.export(Selection()))
