"""Undoing at the desk: one's own last decision goes back to where it came from, and nothing else does."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import claims, deeds, moderation
from comments.models import Comment, LogEntry
from comments.models.log import UNDO_TIME
from tests.comments.desk.hands import DESK, MINUTE, UNDO, Reader, decided_by, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def last_entry() -> LogEntry:
    return LogEntry.objects.order_by("-seq")[0]


def stands(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def undo(desk: Client, address: str) -> Any:
    """Press Undo on a page."""
    return desk.post(UNDO, read(desk, address).forms[UNDO])


def test_undo_holds_the_comment_again_and_shows_it(desk: Client, article: Article) -> None:
    make_comment(article)
    comment = make_comment(article, name="Edda Voss")
    done = press(desk, f"{DESK}{comment.pk}/", action="approve")["Location"]
    response = undo(desk, done)
    assert stands(comment) == "pending"
    assert (response.status_code, response["Location"]) == (
        303,
        f"{DESK}{comment.pk}/?decided={last_entry().seq}#card",
    )
    page = read(desk, response["Location"])
    assert page.says("card__by") == "Edda Voss"
    assert page.says("toast").startswith("Undone, held again: Edda Voss")
    assert UNDO not in page.forms


def test_undo_of_a_decision_on_a_decided_comment_leads_back_to_that(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    done = press(desk, f"{DESK}{comment.pk}/?view=approved", action="spam")["Location"]
    response = undo(desk, done)
    assert response["Location"].startswith(f"{DESK}{comment.pk}/?view=approved&decided=")
    assert stands(comment) == "approved"
    assert read(desk, response["Location"]).says("toast").startswith("Undone: ")


def test_undo_of_what_moved_since_says_what_happened(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article)
    page = read(desk, press(desk, action="approve")["Location"])
    decided_by(colleague, comment, "trash")
    response = desk.post(UNDO, page.forms[UNDO])
    assert response.status_code == 409
    said = Reader(response.content.decode()).says("notice")
    assert said.startswith("Bashir Lindgren moved this to trash at ")
    assert said.endswith(" before you. Nothing was undone.")
    assert stands(comment) == "trash"


def test_undo_pressed_twice_undoes_once(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    form = read(desk, press(desk, action="approve")["Location"]).forms[UNDO]
    assert desk.post(UNDO, form).status_code == 303
    response = desk.post(UNDO, form)
    assert response.status_code == 409
    assert Reader(response.content.decode()).says("notice").startswith("This was already undone by you at ")
    assert stands(comment) == "pending"


def test_for_its_minute_a_decision_is_taken_back_whoever_has_the_card(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    form = read(desk, press(desk, action="approve")["Location"]).forms[UNDO]
    claims.claim([comment.pk], by=colleague, session="his")
    assert desk.post(UNDO, form).status_code == 303
    assert stands(comment) == "pending"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_after_its_minute_a_decision_is_reversed_by_deciding_anew(
    desk: Client, article: Article, moderator: User, accept: str
) -> None:
    comment = make_comment(article)
    decided_by(moderator, comment, at=timezone.now() - UNDO_TIME - dt.timedelta(seconds=1))
    response = desk.post(UNDO, {"entry": last_entry().seq}, HTTP_ACCEPT=accept)
    assert response.status_code == 409
    said = response.content.decode()
    assert "Its minute is over." in said
    assert "Nothing was undone. Decide anew on this card: then both decisions stay in the log." in said
    assert (stands(comment), last_entry().action) == ("approved", "approve")
    press(desk, f"{DESK}{comment.pk}/", action="spam")
    assert (stands(comment), last_entry().action) == ("spam", "spam")


def test_in_the_last_second_of_its_minute_it_is_taken_back(
    desk: Client, article: Article, moderator: User
) -> None:
    comment = make_comment(article)
    decided_by(moderator, comment, at=timezone.now() - UNDO_TIME + dt.timedelta(seconds=5))
    assert desk.post(UNDO, {"entry": last_entry().seq}).status_code == 303
    assert stands(comment) == "pending"


def test_what_a_colleague_moved_is_told_whether_or_not_the_minute_is_over(
    desk: Client, article: Article, moderator: User, colleague: User
) -> None:
    comment = make_comment(article)
    decided_by(moderator, comment, at=timezone.now() - 2 * MINUTE)
    entry = last_entry().seq
    decided_by(colleague, comment, "trash")
    response = desk.post(UNDO, {"entry": entry})
    assert response.status_code == 409
    assert "Bashir Lindgren moved this to trash at " in Reader(response.content.decode()).says("notice")


def test_a_deed_that_is_no_decision_has_its_minute_too(
    desk: Client, article: Article, moderator: User
) -> None:
    comment = make_comment(article, status="approved")
    deeds.pin(comment, by=moderator, seen=comment.seq, at=timezone.now() - 2 * MINUTE)
    assert desk.post(UNDO, {"entry": last_entry().seq}).status_code == 409
    assert Comment.objects.get(pk=comment.pk).pinned_at is not None


def test_an_undo_whose_answer_was_lost_is_answered_again_after_the_minute(
    desk: Client, article: Article, moderator: User
) -> None:
    comment = make_comment(article)
    decided_by(moderator, comment, at=timezone.now() - 2 * MINUTE)
    entry = last_entry()
    moderation.undo([entry], by=moderator, at=entry.at + MINUTE / 2)
    again = desk.post(UNDO, {"entry": entry.seq}, HTTP_ACCEPT="application/json")
    assert (again.status_code, again.json()["entry"]) == (200, last_entry().seq)


def test_nobody_undoes_a_colleagues_decision(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    response = desk.post(UNDO, {"entry": last_entry().seq})
    assert response.status_code == 403
    assert "Only your own decisions are yours to undo." in Reader(response.content.decode()).says("notice")
    assert stands(comment) == "approved"


@pytest.mark.parametrize(("entry", "status"), [("", 400), ("x", 400), ("9" * 40, 400), ("999999", 404)])
def test_undo_of_nothing_is_refused(desk: Client, entry: str, status: int) -> None:
    response = desk.post(UNDO, {"entry": entry})
    assert response.status_code == status
    assert "To the desk" in response.content.decode()
