"""Deeds from the card: each is a form that works alone, says what came of it and loses nothing that was typed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments import deeds, moderation, redaction
from comments.models import Comment, LogEntry, StoryPolicy
from tests.comments.desk.hands import DESK, decided_by, press, read
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def again(comment: Comment) -> Comment:
    """Return a comment as it stands now."""
    return Comment.objects.get(pk=comment.pk)


def mark(client: Client, comment: Comment, deed: str, **more: Any) -> Any:
    """Press one of the buttons that mark a comment, as its card showed it."""
    return client.post(f"{DESK}{comment.pk}/mark/", {"seq": comment.seq, "deed": deed, **more})


def escalate(client: Client, comment: Comment, note: str) -> Any:
    """Send the form that hands a comment on, or back."""
    return client.post(f"{DESK}{comment.pk}/escalate/", {"seq": comment.seq, "note": note})


def test_one_button_approves_and_picks(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    response = press(desk, action="pick")
    assert response.status_code == 303
    assert (again(comment).status, again(comment).picked_at is not None) == ("approved", True)
    assert "Picked: " in read(desk, response["Location"]).says("toast")


def test_a_pick_is_offered_on_what_is_public_and_can_be_taken_back(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    address = f"{DESK}{comment.pk}/"
    assert ("action", "pick") in read(desk, address).buttons
    press(desk, address, action="pick")
    page = read(desk, address)
    assert ("action", "pick") not in page.buttons
    assert 'value="unpick"' in desk.get(address).content.decode()
    assert mark(desk, again(comment), "unpick").status_code == 303
    assert again(comment).picked_at is None


def test_a_comment_is_pinned_and_unpinned_and_that_is_told(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    response = mark(desk, comment, "pin", order="newest")
    assert response.status_code == 303
    assert response["Location"].startswith(f"{DESK}{comment.pk}/?order=newest&decided=")
    assert "Pinned: " in read(desk, response["Location"]).says("toast")
    assert 'value="unpin"' in desk.get(response["Location"]).content.decode()
    assert mark(desk, again(comment), "unpin").status_code == 303
    assert again(comment).pinned_at is None


def test_a_deed_is_undone_like_a_decision(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    mark(desk, comment, "pin")
    response = desk.post(f"{DESK}undo/", {"entry": again(comment).seq})
    assert response.status_code == 303
    assert again(comment).pinned_at is None


@pytest.mark.parametrize(
    ("status", "deed", "answer", "told"),
    [
        ("approved", "dance", 422, "There is no such deed."),
        ("approved", "", 422, "There is no such deed."),
        ("pending", "pin", 422, "Only what readers see can be pinned."),
        ("approved", "unpin", 409, "Nothing was changed."),
    ],
)
def test_a_mark_that_cannot_be_made_is_refused_with_the_reason(
    desk: Client, article: Article, status: str, deed: str, answer: int, told: str
) -> None:
    comment = make_comment(article, status=status)
    response = mark(desk, comment, deed)
    assert response.status_code == answer
    assert told in response.content.decode()


def test_a_full_row_of_pins_is_told(desk: Client, article: Article, colleague: User) -> None:
    for _ in range(3):
        one = make_comment(article, status="approved")
        deeds.pin(one, by=colleague, seen=one.seq)
    response = mark(desk, make_comment(article, status="approved"), "pin")
    assert response.status_code == 422
    assert "Unpin one of them first." in response.content.decode()


def test_whoever_is_late_is_told_who_was_first(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article, status="approved")
    decided_by(colleague, comment, "pick")
    response = mark(desk, comment, "pin")
    assert response.status_code == 409
    assert "Bashir Lindgren picked this at " in response.content.decode()
    assert again(comment).pinned_at is None


def test_a_comment_is_handed_on_and_back_with_notes(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    assert escalate(desk, comment, "Is this libel?").status_code == 303
    page = read(desk, f"{DESK}{comment.pk}/")
    assert page.says("log").startswith("Escalated, Amara Quist ")
    assert "Is this libel?" in page.says("log")
    assert escalate(desk, again(comment), "It is not.").status_code == 303
    assert again(comment).escalated_at is None
    assert LogEntry.objects.get(seq=again(comment).seq).action == "hand-back"


def test_nobody_is_handed_anything_without_a_reason(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    response = escalate(desk, comment, "  ")
    assert response.status_code == 422
    assert "Say why in a few words" in response.content.decode()
    assert again(comment).escalated_at is None


def test_a_late_escalation_keeps_its_note(desk: Client, article: Article, colleague: User) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    response = escalate(desk, comment, "A long thought.")
    assert response.status_code == 409
    assert "A long thought." in response.content.decode()
    assert "Bashir Lindgren approved this" in response.content.decode()


@pytest.mark.parametrize("sheet", ["escalate", "reply", "thread"])
def test_each_sheet_shows_itself(desk: Client, article: Article, sheet: str) -> None:
    comment = make_comment(article, text="Mind the <gap>.")
    page = read(desk, f"{DESK}{comment.pk}/{sheet}/")
    assert f"{DESK}{comment.pk}/{sheet}/" in page.forms
    assert read(desk, f"{DESK}{comment.pk + 1}/{sheet}/", status=404)


def test_an_answer_is_published_from_the_card(desk: Client, article: Article) -> None:
    parent = make_comment(article, status="approved")
    form = {"seq": parent.seq, "text": "Checked. It is every night."}
    response = desk.post(f"{DESK}{parent.pk}/reply/", form)
    assert response.status_code == 303
    answer = Comment.objects.get(parent=parent)
    assert (answer.status, answer.name) == ("approved", "Amara Quist")
    assert "Answered for the newsroom: Amara Quist" in read(desk, response["Location"]).says("toast")
    undone = desk.post(f"{DESK}undo/", {"entry": answer.seq})
    assert (undone.status_code, again(answer).status) == (303, "trash")


def test_an_answer_to_a_held_comment_approves_it(desk: Client, article: Article) -> None:
    parent = make_comment(article)
    assert 'name="approve" value="yes"' in desk.get(f"{DESK}{parent.pk}/reply/").content.decode()
    form = {"seq": parent.seq, "text": "Yes."}
    assert desk.post(f"{DESK}{parent.pk}/reply/", form).status_code == 422
    assert desk.post(f"{DESK}{parent.pk}/reply/", {**form, "approve": "yes"}).status_code == 303
    assert again(parent).is_public


def test_an_answer_that_is_refused_or_late_is_kept(desk: Client, article: Article, colleague: User) -> None:
    parent = make_comment(article)
    form = {"seq": parent.seq, "text": "A long thought.", "approve": "yes"}
    decided_by(colleague, parent, "trash")
    response = desk.post(f"{DESK}{parent.pk}/reply/", form)
    assert response.status_code == 409
    assert "A long thought." in response.content.decode()
    assert "Bashir Lindgren moved this to trash" in response.content.decode()
    assert Comment.objects.count() == 1


def test_a_redaction_is_undone_like_a_decision(desk: Client, article: Article, moderator: User) -> None:
    comment = make_comment(article, text="Mind the gap.")
    entry = redaction.redact(comment, [(9, 12)], by=moderator, seen=comment.seq)
    assert entry is not None
    page = read(desk, f"{DESK}{comment.pk}/?decided={entry.seq}")
    assert "Redacted: " in page.says("toast")
    assert again(comment).text == "Mind the [removed by the editors]."
    assert desk.post(f"{DESK}undo/", {"entry": entry.seq}).status_code == 303
    assert again(comment).text == "Mind the gap."


def test_a_reversal_takes_a_reason_and_a_note_of_its_own(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    address = f"{DESK}{comment.pk}/"
    assert ("reason", "private") in read(desk, address).buttons
    assert press(desk, address, reason="private", note="The number at the end.").status_code == 303
    stands = moderation.standing([comment])[comment.pk]
    assert (stands.status, stands.reason, stands.by) == ("rejected", "private", "Amara Quist")
    moves = LogEntry.objects.of_comment(comment.pk).moves().values_list("from_status", "to_status")
    assert list(moves) == [("", "pending"), ("pending", "approved"), ("approved", "rejected")]


def test_a_thread_is_closed_and_opened_from_the_card(desk: Client) -> None:
    article = make_article(comments_policy="postmoderated")
    comment = make_comment(article, status="approved")
    address = f"{DESK}{comment.pk}/thread/"
    assert desk.post(address, {"deed": "close", "note": "Nothing new comes."}).status_code == 303
    assert "This thread is closed" in Client().get(article.get_absolute_url()).content.decode()
    assert desk.post(address, {"deed": "close"}).status_code == 409
    assert "Opened again, its setting is “Open: a comment appears at once" in read(desk, address).text
    assert desk.post(address, {"deed": "open"}).status_code == 303
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "This thread is closed" not in page
    assert "The desk reads each reply before it appears." not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"deed": "dance"}, "Press one of the buttons."),
        ({"deed": "close", "note": "n" * 501}, "501 characters long. The limit is 500."),
        ({"deed": "close", "note": "Nothing\0new"}, "Null characters are not allowed."),
    ],
)
def test_a_thread_is_not_closed_by_a_form_that_makes_no_sense(
    desk: Client, sent: dict[str, str], said: str
) -> None:
    comment = make_comment(make_article(), status="approved")
    response = desk.post(f"{DESK}{comment.pk}/thread/", sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not StoryPolicy.objects.exists()
