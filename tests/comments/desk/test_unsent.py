"""Signed out in the midst: a form of the desk that cannot be taken gives back what was typed into it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments.models import Comment, LogEntry, Note
from tests.comments.desk.hands import DECIDE, DESK, UNDO, Reader
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

SCRIPT = {"Accept": "application/json"}
OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = "The pilot’s <b>third</b> this week.\nAsk him."


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a comment that waits."""
    return make_comment(article)


@pytest.fixture
def strict(moderator: User) -> Client:
    """Return a client of a moderator whose forms need their token, as in a browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    return client


def forms(comment: Comment) -> list[tuple[str, dict[str, Any], str, str]]:
    """Return each form of the desk in which somebody writes: address, fields, the one that was typed, the way back."""
    card, seq = f"{DESK}{comment.pk}/", {"seq": comment.seq}
    return [
        (DECIDE, {**seq, "comment": comment.pk, "action": "approve"}, "note", card),
        (f"{card}reply/", seq, "text", f"{card}reply/"),
        (f"{card}escalate/", seq, "note", f"{card}escalate/"),
        (f"{card}note/", {}, "text", f"{card}note/"),
        (f"{card}ban/", {"effect": "ban", "lasts": "7"}, "note", f"{card}ban/"),
        (f"{card}ban/end/", {"restriction": 1}, "why", DESK),
        (f"{card}redact/", seq, "passages", f"{card}redact/"),
        (f"{card}thread/", {"deed": "close"}, "note", f"{card}thread/"),
        (f"{DESK}bulk/", {"id": f"{comment.pk}:{comment.seq}", "action": "spam"}, "note", DESK),
        (f"{DESK}filter/save/", {"q": "ferry"}, "called", DESK),
    ]


def page_of(response: Any) -> Reader:
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-store"
    return Reader(response.content.decode())


def nothing_was_done() -> bool:
    decided = LogEntry.objects.exclude(action="submit").exists()
    return not decided and not Note.objects.exists()


def test_whoever_is_signed_out_gets_back_what_they_typed_and_the_way_to_sign_in(
    client: Client, comment: Comment
) -> None:
    for address, fields, name, back in forms(comment):
        page = page_of(client.post(address, {**fields, name: TYPED, "csrfmiddlewaretoken": "secret"}))
        assert page.says("notfound").startswith(
            "Error 403 You are signed out. Nothing was done. Copy what you"
        )
        assert page.all("kept")[0].endswith(
            "so that you can copy it The pilot’s <b>third</b> this week. Ask him."
        )
        assert f"/admin/login/?next={back}".replace("/", "%2F") in page.links[-2].replace("/", "%2F")
    assert nothing_was_done()


def test_what_is_no_text_of_theirs_is_not_shown_again(client: Client, comment: Comment) -> None:
    sent = {"comment": comment.pk, "note": TYPED, "csrfmiddlewaretoken": "a-token", "password": "a-password"}
    page = client.post(DECIDE, sent).content.decode()
    assert "&lt;b&gt;third&lt;/b&gt;" in page
    assert "a-token" not in page
    assert "a-password" not in page


def test_a_form_without_a_text_says_what_to_do(client: Client) -> None:
    page = page_of(client.post(UNDO, {"entry": 1}))
    assert "Nothing was done. Sign in, then send it once more." in page.says("notfound")
    assert page.all("kept") == []


def test_no_more_is_given_back_than_any_field_takes(client: Client, comment: Comment) -> None:
    page = client.post(f"{DESK}{comment.pk}/reply/", {"text": "x" * 30_000}).content.decode()
    assert "x" * 20_000 in page
    assert "x" * 20_001 not in page


def test_the_script_is_sent_to_sign_in_as_before(client: Client, comment: Comment) -> None:
    response = client.post(DECIDE, {"comment": comment.pk, "note": TYPED}, headers=SCRIPT)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={DESK}")


def test_whoever_may_decide_no_more_gets_back_what_they_typed(
    desk: Client, moderator: User, comment: Comment
) -> None:
    moderator.groups.clear()
    for address, fields, name, _ in forms(comment):
        page = page_of(desk.post(address, {**fields, name: TYPED}))
        assert "You may decide on comments no more." in page.says("notfound")
        assert len(page.all("kept")) == 1
    assert desk.post(DECIDE, {"note": TYPED}, headers=SCRIPT).status_code == 403
    assert nothing_was_done()


def test_a_stale_form_is_given_back_in_the_desks_frame(strict: Client, comment: Comment) -> None:
    for address, fields, name, back in forms(comment):
        page = page_of(strict.post(address, {**fields, name: TYPED}, headers=OURS))
        assert page.says("empty").startswith("This form had grown stale.")
        assert "Amara Quist" in page.says("admin__user")
        assert page.all("kept")[0].endswith("The pilot’s <b>third</b> this week. Ask him.")
        assert back in page.links
    assert nothing_was_done()


def test_a_stale_form_of_whoever_is_signed_out_is_given_back_too(comment: Comment) -> None:
    nobody = Client(enforce_csrf_checks=True)
    page = page_of(nobody.post(f"{DESK}{comment.pk}/reply/", {"text": TYPED}, headers=OURS))
    assert "You are signed out." in page.says("notfound")
    assert len(page.all("kept")) == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}])
def test_what_another_site_sends_is_not_shown_on_a_page_of_ours(
    strict: Client, comment: Comment, headers: dict[str, str]
) -> None:
    response = strict.post(f"{DESK}{comment.pk}/reply/", {"text": TYPED}, headers=headers)
    assert response.status_code == 403
    assert "third" not in response.content.decode()


def test_a_stale_form_of_the_script_is_refused_without_words(strict: Client, comment: Comment) -> None:
    response = strict.post(DECIDE, {"comment": comment.pk}, headers={**SCRIPT, **OURS})
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/html")
