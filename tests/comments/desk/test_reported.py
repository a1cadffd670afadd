"""What readers say, on the card: in words, without a trace of who they are, and answered with one button."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.desk import reported as desk_reported
from comments.models import Comment, LogEntry, Report
from comments.reports import Told
from tests.comments.desk.hands import DECIDE, UNDO, press, read
from tests.comments.reporting import reported
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a comment that three readers have reported."""
    comment = make_comment(article, status="approved", name="Cabin boy")
    reported(comment, reason="private", sentence="That is <b>her</b> street.")
    return reported(comment, times=2)


def card(comment: Comment) -> str:
    """Return the address of a comment's card."""
    return f"/moderation/{comment.pk}/"


def told(*, right: int = 0, settled: int = 0) -> Told:
    """Return a report from somebody who was right so often."""
    return Told("Off the story", "", timezone.now(), counts=True, is_open=True, right=right, settled=settled)


@pytest.mark.parametrize(
    ("known", "strangers", "says"),
    [
        ([], 1, "Reported by one reader."),
        ([], 3, "Reported by 3 readers."),
        ([(4, 5)], 0, "Reported by one reader, who was right 4 of 5 times."),
        ([(4, 5)], 2, "Reported by 3 readers; one of them was right 4 of 5 times."),
        ([(0, 1)], 1, "Reported by 2 readers; one of them was right 0 of 1 time."),
        ([(4, 5), (1, 2)], 1, "Reported by 3 readers; 2 of them have reported before."),
    ],
)
def test_the_summary_says_how_many_and_how_often_they_were_right(
    known: list[tuple[int, int]], strangers: int, says: str
) -> None:
    each = [told(right=right, settled=settled) for right, settled in known] + [told()] * strangers
    assert desk_reported.summary(each, len(each)) == says


def test_the_card_says_what_readers_say_and_nothing_of_them(desk: Client, comment: Comment) -> None:
    page = read(desk, card(comment))
    assert "Reported by 3 readers." in page.text
    assert "Private or advert" in page.says("reports")
    assert "That is <b>her</b> street." in page.says("reports")
    raw = desk.get(card(comment)).content.decode()
    for row in Report.objects.all():
        assert row.address_print not in raw
        assert row.address_print.partition(":")[2] not in raw


def test_a_report_that_does_not_count_says_so(desk: Client, article: Article) -> None:
    comment = reported(make_comment(article, status="approved"), is_ours=False)
    assert "does not count towards bringing it back" in read(desk, card(comment)).says("reports")


def test_a_card_that_nobody_reported_says_nothing_of_reports(desk: Client, article: Article) -> None:
    page = read(desk, card(make_comment(article, status="approved")))
    assert page.says("reports") == ""
    assert ("action", "keep") not in page.buttons


def test_keep_answers_the_reports_and_undo_opens_them_again(
    desk: Client, moderator: User, comment: Comment
) -> None:
    there = press(desk, card(comment), action="keep")["Location"]
    entry = LogEntry.objects.get(seq=Comment.objects.get().seq)
    assert (entry.action, entry.actor_id) == ("keep", moderator.pk)
    page = read(desk, there.partition("#")[0])
    assert "Kept after reports" in page.says("toast")
    desk.post(UNDO, page.forms[UNDO])
    assert Comment.objects.get().open_reports == 3


def test_a_page_from_before_the_reports_is_told_what_happened(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    form = read(desk, card(comment)).forms[DECIDE]
    reported(comment, times=3)
    response = desk.post(DECIDE, {**form, "action": "trash"})
    assert response.status_code == 409
    assert "brought this back, since readers reported it" in response.content.decode()


def test_nobody_dismisses_what_is_said_to_be_unlawful_without_having_seen_it(
    desk: Client, comment: Comment
) -> None:
    form = read(desk, card(comment)).forms[DECIDE]
    reported(comment, reason="unlawful")
    assert desk.post(DECIDE, {**form, "action": "keep"}).status_code == 409
    assert Comment.objects.get().open_reports == 4


def test_a_card_kept_by_a_colleague_is_not_kept_again(
    desk: Client, colleague: User, comment: Comment
) -> None:
    form = read(desk, card(comment)).forms[DECIDE]
    other = Client()
    other.force_login(colleague)
    press(other, card(comment), action="keep")
    response = desk.post(DECIDE, {**form, "action": "keep"})
    assert response.status_code == 409
    assert "Bashir Lindgren kept this" in response.content.decode()


def test_what_is_reported_is_in_a_list_of_its_own(desk: Client, comment: Comment) -> None:
    make_comment(make_article(), status="approved", name="Quiet")
    page = read(desk, "/moderation/?view=reported")
    assert page.all("queue__name") == ["Cabin boy"]


def test_reports_cost_one_query_more(desk: Client, article: Article) -> None:
    quiet = make_comment(article, status="approved")
    loud = reported(make_comment(article, status="approved"))
    counts = []
    for each in (quiet, loud):
        with CaptureQueriesContext(connection) as asked:
            desk.get(card(each))
        counts.append(len(asked))
    assert counts[1] - counts[0] == 1


def test_many_are_kept_at_once_from_their_list(desk: Client, article: Article) -> None:
    comments = [reported(make_comment(article, status="approved"), times=3) for _ in range(3)]
    page = read(desk, "/moderation/?view=reported")
    assert ("action", "keep") in page.buttons
    assert ("action", "approve") not in page.buttons
    form = page.forms["/moderation/bulk/"]
    tickets = [f"{comment.pk}:{comment.seq}" for comment in comments]
    response = desk.post("/moderation/bulk/", {**form, "id": tickets, "action": "keep"})
    assert response.status_code == 303
    assert not Comment.objects.reported().exists()
    assert set(Report.objects.values_list("outcome", flat=True)) == {"dismissed"}
    told = read(desk, response["Location"].partition("#")[0]).text
    assert "3" in told


def test_all_that_are_reported_are_asked_about_and_kept(desk: Client, article: Article) -> None:
    reported(make_comment(article, status="approved"), times=3)
    page = read(desk, "/moderation/bulk/all/?view=reported")
    assert "Keep all" in page.text
    desk.post("/moderation/bulk/all/", {**page.forms["/moderation/bulk/all/"], "action": "keep"})
    assert not Comment.objects.reported().exists()
