"""Reports at the same moment: each address counts once, and a comment comes back once."""

import pytest

from comments import moderation, reports, verification
from comments.models import Comment, LogEntry, Report
from comments.reports import NotPublic
from tests.comments.reporting import given, somewhere
from tests.comments.test_races import at_once
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def comment() -> Comment:
    """Return a comment that readers can see."""
    return make_comment(make_article(), status="approved")


def test_of_many_reports_at_once_from_one_address_one_is_kept(comment: Comment) -> None:
    address = somewhere()
    results = at_once([lambda: reports.report(given(comment, address=address))] * 6)
    comment.refresh_from_db()
    assert results == [None] * 6
    assert (Report.objects.count(), comment.open_reports) == (1, 1)


def test_many_reports_at_once_bring_a_comment_back_once(comment: Comment) -> None:
    at_once([lambda: reports.report(given(comment))] * 8)
    comment.refresh_from_db()
    assert (Report.objects.count(), comment.open_reports) == (8, 8)
    assert comment.reported_due_at is not None
    assert LogEntry.objects.filter(action="reported").count() == 1
    assert verification.verify().is_sound


def test_reports_beside_a_decision_are_settled_by_it_or_refused(comment: Comment) -> None:
    def report() -> str:
        try:
            reports.report(given(comment, reason="unlawful"))
        except NotPublic:
            return "refused"
        return "taken"

    def reject() -> str:
        while not moderation.decide([Comment.objects.get(pk=comment.pk)], action="reject", by=None):
            pass
        return "rejected"

    results = at_once([report, report, reject, report])
    comment.refresh_from_db()
    assert results.count("taken") == Report.objects.count()
    assert comment.status == "rejected"
    assert verification.verify().is_sound
