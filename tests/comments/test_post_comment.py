"""Posting: a reply is taken or told why not, and nothing that was typed is lost."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from articles import publishing
from articles.models import Article
from comments import forms, moderation
from comments.models import Comment, Counter
from tests.factories import make_article, make_comment, submit

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"comment": "Two cranes, one crew.", "name": "Lindy", "email": "lindy@example.org", "website": ""}


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


def post(
    client: Client,
    article: Article | str,
    *,
    headers: dict[str, str] = OURS,
    address: str = "192.0.2.1",
    **typed: Any,
) -> Any:
    """Post the form as a browser does."""
    story = article if isinstance(article, str) else article.get_absolute_url()
    data = {key: value for key, value in {**TYPED, **typed}.items() if value is not None}
    return client.post(f"{story}reply/", data, headers=headers, REMOTE_ADDR=address)


def shown(response: Any) -> str:
    """Return the page as text, entities decoded."""
    return html.unescape(response.content.decode())


def test_a_reply_leads_to_its_receipt_and_is_held(client: Client, article: Article) -> None:
    response = post(client, article)
    assert response.status_code == 303
    assert re.fullmatch(r"/receipts/[\w-]{22}/", response["Location"])
    comment = Comment.objects.get()
    assert (comment.status, comment.text, comment.name) == ("pending", TYPED["comment"], "Lindy")
    receipt = client.get(response["Location"])
    assert receipt.status_code == 200
    assert "Held for moderation" in shown(receipt)
    assert TYPED["comment"] in shown(receipt)


def test_no_cookie_is_set_and_none_is_needed(client: Client, article: Article) -> None:
    response = post(client, article)
    client.get(response["Location"])
    assert not client.cookies


def test_the_same_post_again_leads_to_the_first_receipt(client: Client, article: Article) -> None:
    assert post(client, article)["Location"] == post(client, article)["Location"]
    assert Comment.objects.count() == 1


def test_the_same_text_from_elsewhere_is_a_comment_of_its_own_with_a_finding(
    client: Client, article: Article
) -> None:
    first, second = post(client, article), post(client, article, address="198.51.100.1")
    assert first["Location"] != second["Location"]
    assert "repeat" in {finding["rule"] for finding in Comment.objects.latest("pk").findings}


def test_the_same_post_ten_minutes_later_is_a_comment_of_its_own(article: Article) -> None:
    start = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
    same = {"text": "Again.", "name": "Lindy", "email": "l@example.org", "address": "192.0.2.1"}
    first = submit(article, at=start, **same)
    within = submit(article, at=start + dt.timedelta(minutes=9), **same)
    after = submit(article, at=start + dt.timedelta(minutes=11), **same)
    assert (within.repeated, within.token) == (True, first.token)
    assert (after.repeated, after.token == first.token) == (False, False)


def test_a_second_reply_within_seconds_waits_and_keeps_its_text(client: Client, article: Article) -> None:
    post(client, article)
    response = post(client, article, comment="And another thing.")
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 15
    assert "And another thing." in shown(response)
    assert (Comment.objects.count(), Counter.objects.count()) == (1, 1)


def test_another_address_need_not_wait(client: Client, article: Article) -> None:
    post(client, article)
    assert post(client, article, comment="Me too.", address="198.51.100.1").status_code == 303


def test_flood_seconds_of_zero_let_everybody_through(
    client: Client, article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_FLOOD_SECONDS = 0
    post(client, article)
    assert post(client, article, comment="And another thing.").status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("comment", "", "Please write something first."),
        ("comment", " \n\t ", "Please write something first."),
        ("comment", "a" * 65_526, "This is 65,526 bytes long. The limit is 65,525"),
        ("comment", "é" * 32_763, "This is 65,526 bytes long. The limit is 65,525"),
        ("comment", "a" + "\u0301" * 51_200, "This is 102,401 bytes long."),
        ("comment", "\u200b\u200d", "Please write something first."),
        ("name", "", "Please say who you are."),
        ("name", "lindy\uff20example.org", "an email address in it"),
        ("name", "jane @ example.org", "an email address in it"),
        ("name", "jane@example\u3002org", "an email address in it"),
        ("name", "\u200b", "characters in it that cannot be seen"),
        ("name", "\u3164", "characters in it that cannot be seen"),
        ("name", "a" + "\u0335" * 40, "marks in it that stack up"),
        ("comment", "\u3164 \u2800", "Please write something first."),
        ("website", "https://example.org/?u=jane%40example.com", "an email address in it"),
        ("website", "https://example.org/?u=jane%2540example.com", "an email address in it"),
        ("name", "n" * 246, "This is 246 characters long. The limit is 245."),
        ("name", "write me: lindy@example.org", "an email address in it"),
        ("name", "Lindy\u202eydniL", "characters in it that cannot be seen"),
        ("email", "", "Please give an email address."),
        ("email", "lindy.example.org", "This address has no @ in it."),
        ("email", "lindy@", "This is not an email address."),
        ("email", f"{'l' * 60}@{'m' * 30}.example.org", "This is 103 characters long. The limit is 100."),
        ("website", "not a site", "This is not a web address."),
        ("website", "ftp://example.org", "It should look like https://example.org."),
        ("website", "javascript:alert(1)", "This is not a web address."),
        ("website", "https://example.org/lindy@example.org", "an email address in it"),
        ("website", f"https://example.org/{'w' * 200}", "This is 220 characters long. The limit is 200."),
        ("parent", "999999", "is not there any more"),
        ("parent", "one", "is not there any more"),
    ],
)
def test_a_wrong_field_is_explained_and_everything_typed_is_kept(
    client: Client, article: Article, field: str, value: str, said: str
) -> None:
    typed: dict[str, Any] = {**TYPED, "website": "https://example.org/me", field: value}
    response = post(client, article, **typed)
    assert response.status_code == 422
    assert said in shown(response)
    assert "no-store" in response["Cache-Control"]
    for key in ("comment", "name", "email", "website"):
        assert typed[key].strip() in shown(response)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("comment", "a" * 65_525),
        ("comment", ("a\r\n" * 32_763)[:-3]),
        ("name", "n" * 245),
        ("email", f"{'l' * 60}@{'m' * 27}.example.org"),
        ("website", f"https://example.org/{'w' * 180}"),
        ("website", "example.org"),
        ("website", "https://social.example/@jane.doe"),
        ("name", "Zoë o\u0302\u0323"),
    ],
)
def test_a_field_at_its_limit_is_taken(client: Client, article: Article, field: str, value: str) -> None:
    typed: dict[str, Any] = {field: value}
    assert post(client, article, **typed).status_code == 303


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        pytest.param(b"a%00b", "ab", id="NUL is dropped"),
        pytest.param(b"a%FFb", "a\ufffdb", id="invalid UTF-8 is replaced"),
        pytest.param(b"a%ED%A0%80b", "a\ufffd\ufffd\ufffdb", id="a lone surrogate is replaced"),
        pytest.param(b"a%E2%80%AEb", "a\u202eb", id="a bidi override is kept"),
        pytest.param(b"a%0D%0Ab%0Dc", "a\nb\nc", id="line ends become LF"),
    ],
)
def test_odd_bytes_have_a_defined_answer(client: Client, article: Article, sent: bytes, stored: str) -> None:
    body = b"name=L&email=l%40example.org&comment=" + sent
    path = f"{article.get_absolute_url()}reply/"
    form = "application/x-www-form-urlencoded"
    assert client.post(path, body, content_type=form, headers=OURS).status_code == 303
    assert Comment.objects.get().text == stored


def test_text_that_turns_or_stacks_is_held_as_such(client: Client, article: Article) -> None:
    post(client, article, comment="a\u202eb")
    assert "unusual-characters" in {finding["rule"] for finding in Comment.objects.get().findings}


def test_a_post_far_over_the_limit_is_answered_before_it_is_parsed(client: Client, article: Article) -> None:
    response = post(client, article, comment="a" * 2_000_000)
    assert response.status_code == 413
    assert "Go back" in shown(response)


def test_a_file_that_somebody_adds_is_not_taken(client: Client, article: Article) -> None:
    file = SimpleUploadedFile("long.bin", b"a" * 2_000_000)
    response = client.post(f"{article.get_absolute_url()}reply/", {**TYPED, "file": file}, headers=OURS)
    assert response.status_code == 413


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_another_method_is_not_allowed(client: Client, article: Article, method: str) -> None:
    assert getattr(client, method)(f"{article.get_absolute_url()}reply/").status_code == 405


def test_a_text_that_begins_with_an_empty_line_keeps_it(client: Client) -> None:
    response = post(client, make_article(comments_policy="closed"), comment="\n\nTwo lines down.")
    assert ">\n\n\nTwo lines down.</textarea>" in shown(response).replace("\r\n", "\n")


def test_an_answer_stands_under_what_it_answers(client: Client, article: Article) -> None:
    parent = make_comment(article, status="approved")
    assert post(client, article, parent=str(parent.pk)).status_code == 303
    answer = Comment.objects.latest("pk")
    assert (answer.parent_id, answer.depth) == (parent.pk, 2)
    assert answer.position.startswith(parent.position)


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "trash"])
def test_nobody_answers_what_is_not_public(client: Client, article: Article, status: str) -> None:
    parent = make_comment(article, status=status)
    response = post(client, article, parent=str(parent.pk))
    assert response.status_code == 422
    assert TYPED["comment"] in shown(response)
    assert f'value="{parent.pk}"' not in response.content.decode()


def test_nobody_answers_a_comment_of_another_story(client: Client, article: Article) -> None:
    parent = make_comment(make_article(), status="approved")
    assert post(client, article, parent=str(parent.pk)).status_code == 422


def test_a_closed_story_answers_403_with_the_text(client: Client) -> None:
    response = post(client, make_article(comments_policy="closed"))
    assert response.status_code == 403
    assert TYPED["comment"] in shown(response)


def test_a_withdrawn_story_answers_410_with_the_text_and_without_its_headline(client: Client) -> None:
    article = make_article(headline="Withdrawn for a reason")
    publishing.withdraw(article)
    response = post(client, article)
    assert response.status_code == 410
    assert TYPED["comment"] in shown(response)
    assert "Withdrawn for a reason" not in shown(response)


@pytest.mark.parametrize("path", ["/2026/11/22/no-such-story/", "/2026/02/30/no-such-day/"])
def test_a_missing_story_answers_404_with_the_text(client: Client, path: str) -> None:
    response = post(client, path)
    assert response.status_code == 404
    assert TYPED["comment"] in shown(response)


def test_a_draft_answers_as_if_it_were_not_there(client: Client) -> None:
    assert post(client, make_article(published=False)).status_code == 404


def test_a_post_from_another_site_is_refused_with_the_text(client: Client, article: Article) -> None:
    response = post(client, article, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert TYPED["comment"] in shown(response)
    assert Comment.objects.count() == 0


def test_a_post_without_any_evidence_is_taken_and_held_with_a_finding(client: Client) -> None:
    article = make_article(comments_policy="postmoderated")
    assert post(client, article, headers={}).status_code == 303
    comment = Comment.objects.get()
    assert comment.status == "pending"
    assert "unknown-page" in {finding["rule"] for finding in comment.findings}


def test_on_an_open_story_a_reply_is_public_at_once(client: Client) -> None:
    article = make_article(comments_policy="postmoderated")
    before = article.changed_at
    receipt = client.get(post(client, article)["Location"])
    article.refresh_from_db()
    assert Comment.objects.get().status == "approved"
    assert article.changed_at > before
    assert "Published" in shown(receipt)


@pytest.mark.parametrize("field", ["name", "email", "website"])
@pytest.mark.parametrize("character", ["a", "\ufdfa", "@", "\u0335", "%40"])
def test_what_is_far_too_long_is_refused_for_that_alone(
    monkeypatch: pytest.MonkeyPatch, field: str, character: str
) -> None:
    monkeypatch.setattr(forms, "EMAIL_IN_TEXT", "nobody looks into what is far too long")
    with pytest.raises(ValidationError, match=r"This is \d+ characters long\. The limit is \d+\."):
        forms.ReplyForm.base_fields[field].clean(character * 50_000)


def test_markup_in_a_refused_post_is_shown_and_not_obeyed(client: Client, article: Article) -> None:
    response = post(client, article, comment="</textarea><script>alert(1)</script>", name="")
    assert b"<script>alert" not in response.content


def test_a_get_leads_back_to_the_form(client: Client, article: Article) -> None:
    response = client.get(f"{article.get_absolute_url()}reply/")
    assert (response.status_code, response["Location"]) == (302, f"{article.get_absolute_url()}#reply")


def test_what_closes_between_the_form_and_the_post_is_told_and_keeps_the_text(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise moderation.NotTaken("This story takes no comments.")

    monkeypatch.setattr(moderation, "submit", refuse)
    response = post(client, article)
    assert response.status_code == 409
    assert TYPED["comment"] in shown(response)


def test_the_post_is_told_from_the_client_that_the_proxy_names(
    client: Client, article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_TRUSTED_PROXIES = ["10.0.0.0/8"]
    for number, client_address in enumerate(["198.51.100.1", "198.51.100.2"]):
        headers = {**OURS, "X-Forwarded-For": f"203.0.113.9, {client_address}"}
        response = post(client, article, headers=headers, address="10.0.0.1", comment=f"Number {number}.")
        assert response.status_code == 303
