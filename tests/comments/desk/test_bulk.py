"""Bulk at the desk: what is ticked is decided at once, as it was seen; what somebody else moved is told one by one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article
from comments import claims
from comments.desk import bulk, picked
from comments.models import BulkRun, Comment, DeskScope, LogEntry
from tests.comments.desk.hands import Reader, decided_by, read
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db

BULK = "/moderation/bulk/"


@pytest.fixture
def held(article: Article) -> list[Comment]:
    """Return three comments that wait."""
    return [make_comment(article, name=f"Reader {number}") for number in range(3)]


def ticket(comment: Comment) -> str:
    return f"{comment.pk}:{comment.seq}"


def decide(desk: Client, comments: list[Comment], **pressed: Any) -> Any:
    """Tick comments as they were loaded, and press a button of the bar."""
    return desk.post(BULK, {"id": [ticket(comment) for comment in comments], **pressed})


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_each_row_has_a_box_with_what_the_page_showed_and_the_bar_has_the_decisions(
    desk: Client, held: list[Comment]
) -> None:
    page = read(desk)
    assert sorted(box for box in page.boxes if box != "on") == sorted(map(ticket, held))
    assert BULK in page.forms
    assert page.says("bulk").startswith("selected Select all that match Approve")


def test_what_is_ticked_is_approved_at_once_and_told_with_a_way_back(
    desk: Client, held: list[Comment], moderator: User
) -> None:
    response = decide(desk, held[:2], action="approve")
    assert response.status_code == 303
    assert statuses() == ["approved", "approved", "pending"]
    assert set(LogEntry.objects.filter(action="approve").values_list("actor_id", flat=True)) == {moderator.pk}
    page = read(desk, response["Location"])
    assert page.says("toast").startswith("2 comments approved.")
    assert page.says("card__by") == "Reader 2"


def test_undo_takes_the_whole_batch_back(desk: Client, held: list[Comment]) -> None:
    page = read(desk, decide(desk, held, action="trash")["Location"])
    run = BulkRun.objects.get()
    response = desk.post(f"{BULK}{run.pk}/", {**page.forms[f"{BULK}{run.pk}/"], "deed": "undo"})
    assert response.status_code == 303
    assert statuses() == ["pending"] * 3
    page = read(desk, response["Location"])
    assert page.says("toast") == "3 comments put back to where they were."
    again = desk.post(f"{BULK}{run.pk}/", {"deed": "undo"})
    assert again.status_code == 409
    assert "taken back already" in Reader(again.content.decode()).text


def test_a_rejection_names_its_rule(desk: Client, held: list[Comment]) -> None:
    decide(desk, held, reason="person", note="All of them.")
    assert statuses() == ["rejected"] * 3
    assert set(LogEntry.objects.filter(action="reject").values_list("reason", flat=True)) == {"person"}


def test_what_somebody_else_moved_is_left_alone_and_told_one_by_one(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    decided_by(colleague, held[1], "trash")
    response = decide(desk, held, action="approve")
    assert statuses() == ["approved", "trash", "approved"]
    page = read(desk, response["Location"])
    assert "2 comments approved." in page.text
    assert f"Comment {held[1].pk} Bashir Lindgren moved this to trash at " in page.text


def test_a_card_that_a_colleague_has_is_left_to_them(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    claims.claim([held[0].pk], by=colleague, session="theirs")
    page = read(desk, decide(desk, held, action="approve")["Location"])
    assert statuses() == ["pending", "approved", "approved"]
    assert f"Comment {held[0].pk} was left as it is: Bashir Lindgren had its card." in page.text


def test_more_than_a_few_are_asked_about_once_more(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "FEW", 2)
    asked = decide(desk, held, action="spam", note="Again.")
    page = Reader(asked.content.decode())
    assert (asked.status_code, statuses()) == (200, ["pending"] * 3)
    assert "Mark as spam: 3 comments?" in page.text
    form = page.forms[BULK]
    assert form["note"] == "Again."
    assert desk.post(BULK, form).status_code == 303
    assert statuses() == ["spam"] * 3


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({}, 422, "Nothing was selected."),
        ({"id": ["x"]}, 400, "did not say which comments"),
        ({"id": ["1:" + "9" * 30]}, 400, "did not say which comments"),
        ({"id": ["1:1", "2:2", "3:3"]}, 422, "2 are decided on at once"),
        ({"id": ["1:1"], "action": "publish"}, 422, "There is no such decision."),
        ({"id": ["1:1"], "action": "reject"}, 422, "names the house rule"),
    ],
)
def test_what_makes_no_sense_is_refused_and_the_note_kept(
    desk: Client,
    held: list[Comment],
    monkeypatch: pytest.MonkeyPatch,
    sent: dict[str, Any],
    status: int,
    says: str,
) -> None:
    monkeypatch.setattr(picked, "MOST_AT_ONCE", 2)
    response = desk.post(BULK, {"action": "approve", "note": "Typed.", **sent})
    page = Reader(response.content.decode())
    assert response.status_code == status
    assert says in page.text
    assert "Typed." in page.text
    assert statuses() == ["pending"] * 3


def test_it_is_sent_and_not_asked_for(desk: Client) -> None:
    assert desk.get(BULK).status_code == 405


def test_what_lies_outside_of_ones_sections_is_neither_decided_nor_told_of(
    desk: Client, held: list[Comment], moderator: User, colleague: User
) -> None:
    other = make_comment(make_article(section=make_section(slug="sport")))
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(held[0].article.section)
    page = read(desk, decide(desk, [held[0], other], action="approve")["Location"])
    assert statuses() == ["approved", "pending", "pending", "pending"]
    assert f"Comment {other.pk} is not there any more." in page.text


def test_who_is_limited_to_sections_sees_no_colleagues_decision(
    desk: Client, held: list[Comment], colleague: User
) -> None:
    decide(desk, held, action="approve")
    address = f"{BULK}{BulkRun.objects.get().pk}/"
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(make_section(slug="sport"))
    other = Client()
    other.force_login(colleague)
    assert other.get(address).status_code == 404
    assert other.post(address, {"deed": "stop"}).status_code == 404
    assert desk.get(address).status_code == 200


def test_the_page_costs_as_many_queries_for_many_as_for_few(
    desk: Client, held: list[Comment], article: Article, django_assert_max_num_queries: Any
) -> None:
    many = [*held, *(make_comment(article) for _ in range(6))]
    with django_assert_max_num_queries(26):
        decide(desk, many, action="approve")
