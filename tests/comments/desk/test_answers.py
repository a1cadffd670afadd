"""What the desk answers its script: the same deeds and words as a page, and a decision sent twice is made once."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import claims, deeds, retention
from comments.desk.decision import NOTE_LIMIT
from comments.models import Comment, LogEntry
from tests.comments.desk.hands import DECIDE, DESK, MINUTE, UNDO, decided_by, form_for, press, read
from tests.factories import make_comment, make_staff

pytestmark = pytest.mark.django_db


def send(client: Client, address: str, form: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send a form as the script does; return the status and what is told."""
    response = client.post(address, form, HTTP_ACCEPT="application/json")
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


def test_a_decision_is_told_with_the_seconds_that_are_left(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    status, told = send(desk, DECIDE, form_for(comment, action="spam"))
    entry = LogEntry.objects.get(action="spam")
    assert status == 200
    assert told.pop("undo_seconds") in (59, 60)
    assert told == {"entry": entry.seq, "comment": comment.pk, "deed": "Marked as spam"}


def test_a_decision_whose_answer_was_lost_is_made_once(desk: Client, article: Article) -> None:
    form = form_for(make_comment(article), reason="person", note="Once.")
    first, again = send(desk, DECIDE, form), send(desk, DECIDE, form)
    assert (first[0], again[0]) == (200, 200)
    assert first[1]["entry"] == again[1]["entry"]
    assert LogEntry.objects.filter(action="reject").count() == 1


@pytest.mark.parametrize(
    "then", [{"action": "spam"}, {"reason": "story"}, {"reason": "person", "note": "Twice."}]
)
def test_another_decision_is_not_taken_for_the_same(
    desk: Client, article: Article, then: dict[str, str]
) -> None:
    comment = make_comment(article)
    send(desk, DECIDE, form_for(comment, reason="person", note="Once."))
    status, told = send(desk, DECIDE, form_for(comment, **then))
    assert status == 409
    assert told["news"].startswith("This was already rejected by you at ")


def test_the_same_decision_of_a_colleague_is_theirs(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    status, told = send(desk, DECIDE, form_for(comment, action="approve"))
    assert (status, told["is_settled"], told["rest"]) == (409, True, "Your decision changed nothing.")
    assert told["news"].startswith("Bashir Lindgren approved this at ")


def test_a_decision_that_was_sent_again_after_the_colleague_took_the_card_is_the_same(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    form = form_for(comment, action="approve")
    _, first = send(desk, DECIDE, form)
    other = Client()
    other.force_login(colleague)
    other.post("/moderation/claims/", {"comment": comment.pk})
    assert send(desk, DECIDE, form) == (200, first | {"undo_seconds": first["undo_seconds"]})


def test_undo_is_told_and_sent_again_is_the_same(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    _, done = send(desk, DECIDE, form_for(comment, action="approve"))
    status, told = send(desk, UNDO, {"entry": done["entry"]})
    assert (status, told["deed"], told["undo_seconds"]) == (200, "Undone, held again", 0)
    assert send(desk, UNDO, {"entry": done["entry"]})[1]["entry"] == told["entry"]
    assert LogEntry.objects.filter(action="undo").count() == 1


def test_undo_of_what_a_colleague_moved_since_is_told(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    _, done = send(desk, DECIDE, form_for(comment, action="approve"))
    decided_by(colleague, comment, "trash")
    status, told = send(desk, UNDO, {"entry": done["entry"]})
    assert (status, told["rest"]) == (409, "Nothing was undone.")


@pytest.mark.parametrize(
    ("wrong", "status", "said", "is_settled"),
    [
        ({"comment": ""}, 400, "did not say which comment", False),
        ({"comment": "999999"}, 404, "not there any more", True),
        ({"action": "reject"}, 422, "Nothing was decided.", False),
    ],
)
def test_what_is_wrong_is_said_in_words(
    desk: Client, article: Article, wrong: dict[str, str], status: int, said: str, *, is_settled: bool
) -> None:
    form = form_for(make_comment(article), action="approve") | wrong
    found, told = send(desk, DECIDE, form)
    assert (found, told["is_settled"]) == (status, is_settled)
    assert said in told["news"]


def test_a_look_at_an_address_stands_in_nobodys_way(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article)
    form = form_for(comment, action="approve")
    deeds.looked(comment, by=colleague)
    status, first = send(desk, DECIDE, form)
    assert status == 200
    deeds.looked(comment, by=colleague)
    assert send(desk, DECIDE, form)[1]["entry"] == first["entry"]  # its answer was lost
    assert send(desk, UNDO, {"entry": first["entry"]})[0] == 200


def test_what_still_waits_for_somebody_is_not_settled(
    desk: Client, article: Article, colleague: User
) -> None:
    handed_on = [make_comment(article), make_comment(article, status="approved")]
    forms = [form_for(each, action="spam") for each in handed_on]
    for comment in handed_on:
        deeds.escalate(comment, by=colleague, note="Hm.", seen=comment.seq)
    assert [send(desk, DECIDE, form)[1]["is_settled"] for form in forms] == [False, False]
    for comment in handed_on:
        decided_by(colleague, comment, "trash")
    assert [send(desk, DECIDE, form)[1]["is_settled"] for form in forms] == [True, True]


def test_what_a_colleague_has_is_settled_only_where_it_waits_no_longer(
    desk: Client, article: Article, colleague: User
) -> None:
    for status, is_settled in (("pending", False), ("approved", True)):
        comment = make_comment(article, status=status)
        claims.claim([comment.pk], by=colleague, session="elsewhere")
        found, told = send(desk, DECIDE, form_for(comment, action="spam"))
        assert (found, told["is_settled"]) == (409, is_settled)


def test_a_decision_that_was_taken_back_is_not_confirmed_again(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    form = form_for(comment, action="approve")
    _, done = send(desk, DECIDE, form)
    send(desk, UNDO, {"entry": done["entry"]})
    status, told = send(desk, DECIDE, form)
    assert (status, told["is_settled"]) == (409, False)
    assert told["news"].startswith("This was already undone by you at ")


def test_an_undo_that_somebody_decided_after_is_not_confirmed_again(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    _, done = send(desk, DECIDE, form_for(comment, action="approve"))
    send(desk, UNDO, {"entry": done["entry"]})
    press(desk, f"{DESK}{comment.pk}/", action="spam")
    assert send(desk, UNDO, {"entry": done["entry"]})[0] == 409


def test_a_note_may_be_as_long_as_its_field_takes(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    note = "One line.\n" * 199 + "The last."
    assert f'maxlength="{NOTE_LIMIT}"' in desk.get(f"{DESK}{comment.pk}/").content.decode()
    form = form_for(comment, action="approve", note=f"{note:.<{NOTE_LIMIT}}".replace("\n", "\r\n"))
    assert send(desk, DECIDE, form)[0] == 200
    assert send(desk, DECIDE, form_for(comment, action="approve", note="." * (NOTE_LIMIT + 1)))[0] == 422


def test_an_erased_comment_is_gone(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="trash")
    retention.empty_refused(before=timezone.now() + MINUTE)
    form = form_for(Comment.objects.get(pk=comment.pk), action="approve")
    assert send(desk, DECIDE, form)[0] == 410


def test_who_is_signed_out_or_may_not_decide_is_told_so(article: Article) -> None:
    client, form = Client(), form_for(make_comment(article), action="approve")
    json = {"HTTP_ACCEPT": "application/json"}
    assert client.post(DECIDE, form, **json).status_code == 302
    client.force_login(make_staff("nobody"))
    assert client.post(DECIDE, form, **json).status_code == 403


def test_the_parts_of_a_page_are_what_the_page_shows(desk: Client, article: Article) -> None:
    comment = make_comment(article, name="Rhona Pell")
    card = read(desk, f"{DESK}{comment.pk}/?part=card")
    assert card.says("card__by") == "Rhona Pell"
    assert not card.says("queue")
    assert "Rhona Pell" in read(desk, f"{DESK}?part=queue").says("queue")
    assert desk.get(f"{DESK}?part=cellar").status_code == 404


def test_a_list_without_a_card_has_no_such_part(desk: Client, article: Article) -> None:
    assert desk.get(f"{DESK}?view=spam&part=card").status_code == 404
    assert "Nothing is here." in read(desk, f"{DESK}?view=spam&part=queue").text
