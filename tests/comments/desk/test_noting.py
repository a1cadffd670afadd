"""Notes from the card: added, shown where their commenter's comments are, and deleted."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments import moderation, notes
from comments.models import Comment, Note
from tests.comments.desk.hands import DESK, read
from tests.factories import make_comment, make_staff

pytestmark = pytest.mark.django_db

EMAIL = "bridge.facts@example.org"


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a held comment, sent with a device."""
    return make_comment(article, device="hers", email=EMAIL, name="Bridge Facts")


def note_on(comment: Comment) -> str:
    """Return the address of the form for a note."""
    return f"{DESK}{comment.pk}/note/"


def delete(client: Client, comment: Comment, note: Note | int | str) -> int:
    """Press Delete and return the answer's status."""
    number = note.pk if isinstance(note, Note) else note
    status: int = client.post(f"{note_on(comment)}delete/", {"note": number}).status_code
    return status


def test_a_note_is_added_from_the_card_and_stands_on_every_card_of_that_commenter(
    desk: Client, comment: Comment, article: Article, moderator: User
) -> None:
    response = desk.post(note_on(comment), {"text": " Sells “bridge shares”. ", "order": "newest"})
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}{comment.pk}/?order=newest#card"
    later = make_comment(article, device="hers", name="Somebody else’s name")
    for pk in (comment.pk, later.pk):
        page = read(desk, f"{DESK}{pk}/")
        assert "Note: Sells “bridge shares”. Amara Quist" in page.says("told")
    stranger = make_comment(article, device="another's", email="another@example.org")
    assert "Sells" not in read(desk, f"{DESK}{stranger.pk}/").text


def test_a_note_that_is_sent_twice_stands_once(desk: Client, comment: Comment) -> None:
    answers = [desk.post(note_on(comment), {"text": text}) for text in ("Warned.", " Warned. ")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (303, f"{DESK}{comment.pk}/#card")
    }
    assert read(desk, f"{DESK}{comment.pk}/").text.count("Note: Warned.") == 1


def test_a_note_under_an_email_address_stands_with_what_is_not_proved(
    desk: Client, article: Article, moderator: User
) -> None:
    notes.add(make_comment(article, email=EMAIL), text="Under this address.", by=moderator)
    proved = make_comment(article, email=EMAIL, device="hers")
    assert "Under this address." in read(desk, f"{DESK}{proved.pk}/").says("shared")


def test_a_note_of_its_own_page_says_what_it_is_bound_to(
    desk: Client, comment: Comment, article: Article
) -> None:
    assert "Whoever has the key that this commenter’s browser keeps" in read(desk, note_on(comment)).text
    assert "Whoever gives this e-mail address" in read(desk, note_on(make_comment(article))).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing to note."),
        ("  \n", "There is nothing to note."),
        ("x" * 2001, "2001 characters"),
    ],
)
def test_what_is_no_note_is_refused_and_kept_in_the_field(
    desk: Client, comment: Comment, text: str, said: str
) -> None:
    response = desk.post(note_on(comment), {"text": text})
    assert response.status_code == 422
    body = response.content.decode()
    assert said in body
    assert text.strip() in body
    assert not Note.objects.exists()


def test_a_line_break_counts_once(desk: Client, comment: Comment) -> None:
    long = f"Here.\r\n{'x' * 1_994}"  # 2,000 for the field that it was typed in
    assert desk.post(note_on(comment), {"text": long}).status_code == 303
    form = {"note": long, "seq": comment.seq}
    assert desk.post(f"{DESK}{comment.pk}/escalate/", form).status_code == 303


def test_of_whom_nothing_is_kept_nothing_is_noted(desk: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(device_print=None, email_print="")
    response = desk.post(note_on(comment), {"text": "Who?"})
    assert response.status_code == 410
    assert "Nothing is kept any more of who sent this comment." in response.content.decode()
    assert "Note, for moderators alone" not in read(desk, f"{DESK}{comment.pk}/").text


def test_who_wrote_it_deletes_a_note_and_a_colleague_does_not(
    desk: Client, comment: Comment, moderator: User, colleague: User
) -> None:
    mine, theirs = (notes.add(comment, text="A note.", by=user) for user in (moderator, colleague))
    forms = desk.get(f"{DESK}{comment.pk}/").content.decode()
    assert f'name="note" value="{mine.pk}"' in forms
    assert f'name="note" value="{theirs.pk}"' not in forms
    assert delete(desk, comment, theirs) == 403
    assert delete(desk, comment, mine) == 303
    assert list(Note.objects.all()) == [theirs]


def test_an_editor_deletes_anybodys(comment: Comment, moderator: User) -> None:
    note = notes.add(comment, text="A note.", by=moderator)
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    assert delete(client, comment, note) == 303
    assert not Note.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 30])
def test_a_note_that_is_not_there_answers_404(desk: Client, comment: Comment, number: str) -> None:
    assert delete(desk, comment, number) == 404


def test_a_note_on_somebody_else_is_not_deleted_from_this_card(
    desk: Client, comment: Comment, article: Article, moderator: User
) -> None:
    other = notes.add(make_comment(article), text="A note.", by=moderator)
    assert delete(desk, comment, other) == 404
    assert Note.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_comment_that_is_not_there_answers_404(desk: Client, method: str) -> None:
    assert getattr(desk, method)(f"{DESK}999999/note/").status_code == 404


def test_no_reader_sees_a_note(client: Client, comment: Comment, moderator: User, article: Article) -> None:
    notes.add(comment, text="Sells “bridge shares”.", by=moderator)
    moderation.decide([comment], action="approve", by=moderator)
    assert "bridge shares" not in client.get(article.get_absolute_url()).content.decode()
