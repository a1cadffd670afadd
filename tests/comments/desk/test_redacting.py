"""Redacting at the desk: ticked or pasted, looked at once more, removed; nothing of it is left on the page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments import redaction
from comments.desk import redacting
from comments.models import Comment, LogEntry
from comments.redaction import REMOVED
from tests.comments.desk.hands import DESK, decided_by, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

TEXT = (
    "All of it is at https://one.example/ and https://two.example/.\n"
    "Ring Rhona at home, +44 1632 960 123, or write to rhona@example.org. Ring Rhona!"
)
PHONE, EMAIL = "+44 1632 960 123", "rhona@example.org"


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a held comment with links, a telephone number and an e-mail address in it."""
    return make_comment(article, text=TEXT, name="Bridge Facts")


def value(words: str) -> str:
    """Return a place in the text as the form carries it."""
    start = TEXT.index(words)
    return f"{start}-{start + len(words)}"


def send(client: Client, comment: Comment, **given: Any) -> Any:
    """Send the form."""
    return client.post(
        f"{DESK}{comment.pk}/redact/", {"seq": comment.seq, "found": [], "passages": "", **given}
    )


def test_what_the_rules_marked_is_offered_personal_data_first_and_ticked(
    desk: Client, comment: Comment
) -> None:
    offered = redacting.offers(comment)
    assert [(offer.words, offer.is_personal) for offer in offered[:2]] == [(PHONE, True), (EMAIL, True)]
    assert {offer.is_personal for offer in offered[2:]} == {False}
    assert len(offered) > 2
    body = desk.get(f"{DESK}{comment.pk}/redact/").content.decode()
    assert body.count("checked") == 2
    assert f'value="{value(PHONE)}" checked' in body


def test_nothing_is_removed_before_it_was_looked_at(desk: Client, comment: Comment) -> None:
    response = send(desk, comment, found=[value(PHONE)], passages=f" {EMAIL} \r\n\r\n")
    assert response.status_code == 200
    body = response.content.decode()
    assert "As it will be" in body
    assert f"Ring Rhona at home, {REMOVED}, or write to {REMOVED}. Ring Rhona!" in body
    comment.refresh_from_db()
    assert comment.text == TEXT


def test_what_was_looked_at_is_removed_everywhere(desk: Client, comment: Comment) -> None:
    form = {"found": [value(PHONE)], "passages": "Ring Rhona", "step": "remove", "order": "newest"}
    response = send(desk, comment, **form)
    assert response.status_code == 303
    assert response["Location"].startswith(f"{DESK}{comment.pk}/?order=newest&decided=")
    comment.refresh_from_db()
    assert PHONE not in comment.text
    assert "Ring Rhona" not in comment.text
    assert comment.text.count(REMOVED) == 3
    body = desk.get(response["Location"]).content.decode()
    assert PHONE not in body
    assert "Ring Rhona" not in body
    assert "Redacted" in read(desk, response["Location"]).says("log")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({}, "Tick what is to be removed, or paste it into the field.", id="nothing"),
        pytest.param({"passages": "Ring Rhone"}, "“Ring Rhone” does not stand in the text.", id="not there"),
        pytest.param(
            {"passages": "ring rhona"}, "“ring rhona” does not stand in the text.", id="another case"
        ),
        pytest.param(
            {"passages": "\n".join(map(str, range(101)))},
            "These are 101 passages. The limit is 100.",
            id="many",
        ),
        pytest.param({"found": ["0-3"]}, "Select a valid choice.", id="what was not offered"),
        pytest.param({"found": ["x"]}, "Select a valid choice.", id="no place"),
        pytest.param({"seq": "x"}, "The form did not say which state of the text it showed.", id="no state"),
    ],
)
def test_what_cannot_be_removed_is_said_and_what_was_typed_is_kept(
    desk: Client, comment: Comment, given: dict[str, Any], said: str
) -> None:
    response = send(desk, comment, step="remove", **given)
    assert response.status_code == 422
    body = response.content.decode()
    assert said in body
    assert given.get("passages", "") in body
    comment.refresh_from_db()
    assert comment.text == TEXT


def test_a_letter_that_stands_everywhere_is_no_passage(desk: Client, article: Article) -> None:
    comment = make_comment(article, text="a" * 101)
    response = send(desk, comment, passages="a")
    assert response.status_code == 422
    assert "“a” stands in the text 101 times." in response.content.decode()


@pytest.mark.parametrize("step", ["preview", "remove"])
def test_a_comment_that_has_moved_since_answers_409(
    desk: Client, comment: Comment, colleague: User, step: str
) -> None:
    decided_by(colleague, comment)
    response = send(desk, comment, passages=PHONE, step=step)
    assert response.status_code == 409
    body = response.content.decode()
    assert "This comment changed after your page was made." in body
    assert f'name="seq" value="{comment.seq}"' not in body
    comment.refresh_from_db()
    assert comment.text == TEXT


@pytest.mark.parametrize("step", ["preview", "remove"])
def test_what_a_colleague_removed_meanwhile_answers_409_and_what_was_typed_is_kept(
    desk: Client, comment: Comment, colleague: User, step: str
) -> None:
    start = TEXT.index(PHONE)
    redaction.redact(comment, [(start, start + len(PHONE))], by=colleague, seen=comment.seq)
    response = send(desk, comment, passages=PHONE, found=["1-2"], step=step)
    assert response.status_code == 409
    body = response.content.decode()
    assert "This comment changed after your page was made." in body
    assert "does not stand in the text" not in body
    assert "Select a valid choice" not in body
    assert PHONE in body
    assert LogEntry.objects.filter(action="redact").count() == 1


@pytest.mark.parametrize("seq", ["0", "1.0"])
def test_no_state_that_the_text_never_had_removes_anything(
    desk: Client, comment: Comment, colleague: User, seq: str
) -> None:
    decided_by(colleague, comment)
    assert send(desk, comment, passages=PHONE, step="remove", seq=seq).status_code == 409
    assert not LogEntry.objects.filter(action="redact").exists()


def test_one_that_moves_at_that_very_moment_answers_409(
    desk: Client, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.redaction.redact", lambda *args, **kwargs: None)
    assert send(desk, comment, passages=PHONE, step="remove").status_code == 409


def test_of_an_erased_text_nothing_is_left_to_remove(desk: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(text="", findings=[])
    response = send(desk, comment, passages=PHONE)
    assert response.status_code == 410
    assert "erased when its time was over" in response.content.decode()
    assert f"{DESK}{comment.pk}/redact/" not in read(desk, f"{DESK}{comment.pk}/").links


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_comment_that_is_not_there_answers_404(desk: Client, method: str) -> None:
    assert getattr(desk, method)(f"{DESK}999999/redact/").status_code == 404


def test_the_card_leads_to_the_page_and_back_to_its_list(desk: Client, comment: Comment) -> None:
    links = read(desk, f"{DESK}{comment.pk}/?order=newest").links
    assert f"{DESK}{comment.pk}/redact/?order=newest" in links
    page = read(desk, f"{DESK}{comment.pk}/redact/?order=newest")
    assert f"{DESK}{comment.pk}/?order=newest#card" in page.links
    assert page.forms[f"{DESK}{comment.pk}/redact/"]["order"] == "newest"
