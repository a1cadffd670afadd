"""How many reports bring a comment back: editors set it, with the history of every policy, and it is three."""

from typing import Any

import pytest

from comments import moderation, policies
from comments.models import Comment, PolicyVersion
from comments.screening.reporting import MOST, USUAL
from tests.comments.reporting import reported
from tests.comments.staffroom import signed_in
from tests.comments.test_admin_policy import HERE, filled
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    """Return a comment that readers can see."""
    return make_comment(make_article(), status="approved")


def need(number: int) -> None:
    """Set how many reports are needed."""
    document: dict[str, Any] = policies.stored().document
    policies.save({**document, "reports": {"needed": number}}, {}, by=None)


def is_back(comment: Comment) -> bool:
    """Tell whether a comment waits for somebody to look."""
    comment.refresh_from_db()
    return comment.reported_due_at is not None


def test_three_are_needed_until_somebody_says_otherwise(comment: Comment) -> None:
    assert policies.value("reports.needed") == USUAL == 3
    reported(comment, times=2)
    assert not is_back(comment)
    reported(comment)
    assert is_back(comment)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_as_many_as_were_set_bring_a_comment_back(comment: Comment, number: int) -> None:
    need(number)
    reported(comment, times=number - 1)
    assert not is_back(comment)
    reported(comment)
    assert is_back(comment)


def test_what_is_said_to_be_unlawful_is_enough_by_itself_however_many_are_needed(comment: Comment) -> None:
    need(MOST)
    reported(comment, times=4)
    assert not is_back(comment)
    reported(comment, reason="unlawful")
    assert is_back(comment)


def test_another_number_counts_from_the_next_report_on(comment: Comment) -> None:
    reported(comment, times=2)
    need(2)
    assert not is_back(comment)
    reported(comment)
    assert is_back(comment)
    need(9)
    assert is_back(comment)


def test_an_undone_answer_opens_reports_as_many_as_are_needed_now(comment: Comment) -> None:
    mo = make_staff("mo", "Moderator")
    reported(comment, times=3)
    kept = moderation.decide([comment], action="keep", by=mo)
    need(4)
    moderation.undo(kept, by=mo)
    assert not is_back(comment)
    assert comment.open_reports == 3


def test_editors_set_it_on_the_page_of_the_policy_with_its_history() -> None:
    editor = signed_in(make_staff("ed", "Editor", first_name="Ed", last_name="Itor"))
    assert "Bring a comment back when so many readers have reported it" in editor.get(HERE).content.decode()
    assert editor.post(HERE, filled(reports__needed="0")).status_code == 422
    assert editor.post(HERE, filled(reports__needed=str(MOST + 1))).status_code == 422
    told = editor.post(HERE, filled(reports__needed="4"), follow=True).content.decode()
    assert "Reports: Bring a comment back" in told
    version = PolicyVersion.objects.get()
    assert (version.document["reports"], version.by_name) == ({"needed": 4}, "Ed Itor")
    assert policies.value("reports.needed") == 4


def test_what_was_saved_before_there_was_such_a_setting_means_three() -> None:
    need(7)
    PolicyVersion.objects.update(document={"links": {"to_hold": 2}})
    assert policies.value("reports.needed") == USUAL
