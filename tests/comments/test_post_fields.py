"""Fields: their limits, what is wrong with them in words, and bytes that no keyboard sends."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article
from comments import forms
from comments.models import Comment
from tests.comments.posting import OURS, TYPED, post, shown
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


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


def test_a_text_that_begins_with_an_empty_line_keeps_it(client: Client) -> None:
    response = post(client, make_article(comments_policy="closed"), comment="\n\nTwo lines down.")
    assert ">\n\n\nTwo lines down.</textarea>" in shown(response).replace("\r\n", "\n")


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
