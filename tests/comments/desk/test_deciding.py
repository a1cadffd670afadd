"""Deciding at the desk: each button does what it says, once, and the desk goes on to the next card."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import retention
from comments.models import Comment, LogEntry
from tests.comments.desk.hands import DECIDE, DESK, MINUTE, Reader, decided_by, form_for, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def last_entry() -> LogEntry:
    return LogEntry.objects.order_by("-seq")[0]


def stands(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize(
    ("pressed", "status", "reason", "told"),
    [
        ({"action": "approve"}, "approved", "", "Approved"),
        ({"action": "spam"}, "spam", "", "Marked as spam"),
        ({"action": "trash"}, "trash", "", "Moved to trash"),
        ({"reason": "person"}, "rejected", "person", "Rejected"),
        ({"reason": "unlawful"}, "rejected", "unlawful", "Rejected"),
        ({"action": "reject", "reason": "story"}, "rejected", "story", "Rejected"),
    ],
)
def test_a_button_decides(
    desk: Client,
    article: Article,
    moderator: User,
    pressed: dict[str, str],
    status: str,
    reason: str,
    told: str,
) -> None:
    comment = make_comment(article, name="Rhona Pell", text="I am the harbour master.")
    response = press(desk, **pressed, note="Seen on the quay.")
    entry = last_entry()
    assert (response.status_code, response["Location"]) == (303, f"{DESK}?decided={entry.seq}#card")
    assert stands(comment) == status
    assert (entry.to_status, entry.reason, entry.actor_id) == (status, reason, moderator.pk)
    assert "Seen on the quay." in entry.detail.body
    toast = read(desk, response["Location"]).says("toast")
    assert toast == f"{told}: Rhona Pell, “I am the harbour master.” Undo"


def test_after_a_decision_the_next_due_is_shown(desk: Client, article: Article) -> None:
    now = timezone.now()
    make_comment(article, at=now - 9 * MINUTE)
    second = make_comment(article, at=now - 8 * MINUTE)
    response = press(desk, action="approve")
    assert read(desk, response["Location"]).says("card__by") == second.name


def test_who_skipped_ahead_goes_on_from_there(desk: Client, article: Article) -> None:
    now = timezone.now()
    _first, second, third = [make_comment(article, at=now - (9 - n) * MINUTE) for n in range(3)]
    response = press(desk, f"{DESK}{second.pk}/", action="approve")
    assert response["Location"].startswith(f"{DESK}{third.pk}/?decided=")


def test_what_a_colleague_took_in_the_meantime_is_not_gone_on_to(
    desk: Client, article: Article, colleague: User
) -> None:
    now = timezone.now()
    first, second, third = [make_comment(article, at=now - (9 - n) * MINUTE) for n in range(3)]
    form = read(desk, f"{DESK}{second.pk}/").forms[DECIDE]
    decided_by(colleague, third)
    response = desk.post(DECIDE, {**form, "action": "approve"})
    assert read(desk, response["Location"]).says("card__by") == first.name


def test_the_last_card_of_a_page_leads_to_the_next_page(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.desk.queue.ROWS_A_PAGE", 2)
    now = timezone.now()
    waiting = [make_comment(article, at=now - (9 - n) * MINUTE) for n in range(4)]
    response = press(desk, f"{DESK}{waiting[1].pk}/", action="approve")
    page = read(desk, response["Location"])
    assert page.says("card__by") == waiting[2].name
    assert page.says("toast").startswith("Approved")


def test_the_last_of_all_leads_to_an_empty_desk_with_its_undo(desk: Client, article: Article) -> None:
    make_comment(article, name="Edda Voss")
    page = read(desk, press(desk, action="spam")["Location"])
    assert "Nothing waits." in page.text
    assert page.says("toast").startswith("Marked as spam: Edda Voss")


def test_deciding_otherwise_is_a_decision_of_its_own_and_stays_with_the_card(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    response = press(desk, f"{DESK}{comment.pk}/?view=approved", reason="private")
    entry = last_entry()
    assert response["Location"] == f"{DESK}{comment.pk}/?view=approved&decided={entry.seq}#card"
    assert (entry.from_status, entry.to_status) == ("approved", "rejected")
    page = read(desk, response["Location"])
    assert page.says("notice").startswith("You rejected this at ")
    assert page.says("toast").startswith("Rejected:")


def test_the_toast_is_for_who_decided_for_a_minute_and_while_it_is_the_last_word(
    desk: Client, article: Article, moderator: User, colleague: User
) -> None:
    first, second, third = [make_comment(article) for _ in range(3)]
    decided_by(colleague, first)
    assert read(desk, f"{DESK}?decided={last_entry().seq}").says("toast") == ""
    decided_by(moderator, second, at=timezone.now() - 2 * MINUTE)
    assert read(desk, f"{DESK}?decided={last_entry().seq}").says("toast") == ""
    decided_by(moderator, third)
    address = f"{DESK}?decided={last_entry().seq}"
    assert read(desk, address).says("toast") == read(desk, address).says("toast") != ""
    decided_by(colleague, third, "trash")
    assert read(desk, address).says("toast") == ""


@pytest.mark.parametrize("seq", ["0", "999999", "x", "-1", "9" * 40])
def test_a_toast_about_nothing_is_left_out(desk: Client, seq: str) -> None:
    assert read(desk, f"{DESK}?decided={seq}").says("toast") == ""


def test_a_late_decision_is_told_who_was_first_and_keeps_its_note(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article, name="Lindy")
    form = read(desk).forms[DECIDE]
    decided_by(colleague, comment, "approve")
    before = LogEntry.objects.count()
    response = desk.post(DECIDE, {**form, "action": "spam", "note": "She sells <bridges>."})
    page = Reader(response.content.decode())
    assert response.status_code == 409
    assert page.says("notice").startswith("Bashir Lindgren approved this at ")
    assert page.says("notice").endswith(" before you. Your decision changed nothing.")
    assert (stands(comment), LogEntry.objects.count()) == ("approved", before)
    assert page.says("card__by") == "Lindy"
    assert "She sells &lt;bridges&gt;.</textarea>" in response.content.decode()
    assert '<details class="note" open>' in response.content.decode()
    assert ("action", "approve") not in page.buttons


def test_the_same_decision_a_moment_later_is_late_too(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    form = read(desk).forms[DECIDE]
    decided_by(colleague, comment, "approve")
    assert desk.post(DECIDE, {**form, "action": "approve"}).status_code == 409


def test_a_button_pressed_twice_decides_once(desk: Client, article: Article) -> None:
    make_comment(article)
    form = {**read(desk).forms[DECIDE], "action": "approve"}
    assert desk.post(DECIDE, form).status_code == 303
    before = LogEntry.objects.count()
    response = desk.post(DECIDE, form)
    assert response.status_code == 409
    said = Reader(response.content.decode()).says("notice")
    assert said.startswith("This was already approved by you at ")
    assert said.endswith(" ago. Your decision changed nothing.")
    assert LogEntry.objects.count() == before


def test_a_conflict_over_a_card_can_be_decided_otherwise(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    form = read(desk).forms[DECIDE]
    decided_by(colleague, comment, "approve")
    late = Reader(desk.post(DECIDE, {**form, "action": "spam"}).content.decode())
    assert desk.post(DECIDE, {**late.forms[DECIDE], "action": "spam"}).status_code == 303
    assert stands(comment) == "spam"


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"action": "delete"}, 422, "There is no such decision. Press one of the buttons."),
        ({}, 422, "There is no such decision. Press one of the buttons."),
        ({"action": "reject"}, 422, "A rejection names the house rule"),
        ({"action": "approve", "reason": "person"}, 422, "A rejection names the house rule"),
        ({"reason": "because"}, 422, "There is no such house rule."),
        ({"action": "approve", "seq": ""}, 422, "This field is required."),
        ({"action": "approve", "seq": "x"}, 422, "Enter a whole number."),
        ({"action": "approve", "next": "x"}, 422, "Enter a whole number."),
        ({"action": "approve", "comment": ""}, 400, "did not say which comment"),
        ({"action": "approve", "comment": "abc"}, 400, "did not say which comment"),
        ({"action": "approve", "comment": "9" * 40}, 400, "did not say which comment"),
        ({"action": "approve", "comment": "999999"}, 404, "The comment is not there any more."),
        (
            {"action": "approve", "note": "What I thought." + "x" * 2_000},
            422,
            "The note is 2015 characters long.",
        ),
    ],
)
def test_a_form_that_makes_no_sense_decides_nothing_and_loses_nothing(
    desk: Client, article: Article, wrong: dict[str, Any], status: int, told: str
) -> None:
    comment = make_comment(article)
    before = LogEntry.objects.count()
    response = desk.post(DECIDE, form_for(comment, note="What I thought.") | wrong)
    page = Reader(response.content.decode())
    assert response.status_code == status
    assert "Nothing was decided." in page.text
    assert told in page.text
    assert "What I thought." in page.text
    assert (stands(comment), LogEntry.objects.count()) == ("pending", before)


def test_an_emptied_comment_takes_no_decision(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="trash")
    retention.empty_refused(before=timezone.now() + MINUTE)
    response = desk.post(DECIDE, form_for(Comment.objects.get(pk=comment.pk), action="approve"))
    assert response.status_code == 410
    assert "erased" in response.content.decode()
    assert stands(comment) == "trash"


def test_a_made_up_place_leads_to_the_queue(desk: Client, article: Article) -> None:
    form = form_for(make_comment(article), action="approve", status="nowhere", after="x")
    assert desk.post(DECIDE, form)["Location"] == f"{DESK}?decided={last_entry().seq}#card"
