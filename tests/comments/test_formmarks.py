"""Form marks: the field that nobody sees and the token, from the page to the finding."""

import re
import time
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from comments import formmarks
from comments.formmarks import PLAUSIBLE, Reading
from comments.models import Comment
from tests.comments.posting import post
from tests.factories import make_article, make_comment
from tests.page import Page, assert_public

HERE, THERE = "/2026/11/23/here/", "/2026/11/23/there/"


@pytest.fixture
def article(db: None) -> Article:
    """Return a published story to which replies appear at once."""
    return make_article(comments_policy="postmoderated")


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let so much time pass."""
    now = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: now)


def found(article: Article, **typed: Any) -> list[str]:
    """Post a reply and return what the rules found in it, strangers being no news."""
    number = Comment.objects.count()
    person = {"name": f"Lindy {number}", "email": f"lindy{number}@example.org"}
    assert post(Client(), article, **person, **typed).status_code == HTTPStatus.SEE_OTHER
    rules = [finding["rule"] for finding in Comment.objects.latest("pk").findings]
    return [rule for rule in rules if rule != "unproved"]


def test_each_story_has_marks_of_its_own_and_keeps_them() -> None:
    assert formmarks.of(HERE) == formmarks.of(HERE)
    assert formmarks.of(HERE).token != formmarks.of(THERE).token
    names = {formmarks.of(f"/2026/11/23/story-{number}/").trap for number in range(100)}
    assert len(names) > 90
    assert all(re.fullmatch(rf"({'|'.join(PLAUSIBLE)})-[0-9a-f]{{4}}", name) for name in names)


@pytest.mark.parametrize(
    ("token", "shows"),
    [
        pytest.param(formmarks.of(HERE).token, Reading(is_ours=True), id="the page's"),
        pytest.param(formmarks.of(THERE).token, Reading(is_ours=False), id="another page's"),
        pytest.param("", Reading(is_ours=False), id="none"),
        pytest.param("1764000000:forged", Reading(is_ours=False), id="forged"),
        pytest.param(formmarks.fresh(THERE), Reading(is_ours=False), id="a fresh one of another story"),
    ],
)
def test_what_a_token_shows(token: str, shows: Reading) -> None:
    assert formmarks.read(token, HERE) == shows


@pytest.mark.parametrize("seconds", [0, 1, 5, 400 * 24 * 60 * 60])
def test_a_fresh_token_tells_its_age_however_old(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    token = formmarks.fresh(HERE)
    later(monkeypatch, seconds)
    age = formmarks.read(token, HERE).seconds
    assert age is not None
    assert seconds - 1 <= age <= seconds + 1


def test_a_clock_that_was_set_back_makes_no_age_negative(monkeypatch: pytest.MonkeyPatch) -> None:
    token = formmarks.fresh(HERE)
    later(monkeypatch, -100)
    assert formmarks.read(token, HERE).seconds == 0


@given(st.text())
def test_any_text_can_stand_for_a_token(text: str) -> None:
    assert formmarks.read(text, HERE) == Reading(is_ours=False)


def test_people_neither_see_nor_reach_nor_hear_the_field(client: Client, article: Article) -> None:
    page = assert_public(client.get(article.get_absolute_url()))
    field = page.one("input", name=formmarks.of(article.get_absolute_url()).trap)
    assert (field["tabindex"], field["autocomplete"], field["type"]) == ("-1", "off", "text")
    assert any(
        around.attributes.get("aria-hidden") == "true" and "vh" in around.classes for around in field.inside
    )
    assert page.one("label", for_=field["id"]).text == "Leave this empty"


def test_the_form_that_answers_somebody_has_the_same_marks(client: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    marks = formmarks.of(article.get_absolute_url())
    for query in ("", f"?replyto={comment.pk}"):
        page = assert_public(client.get(article.get_absolute_url() + query))
        assert page.one("input", name="token")["value"] == marks.token
        page.one("input", name=marks.trap)


def test_two_stories_differ_in_their_marks(client: Client, article: Article) -> None:
    other = make_article()
    shown = client.get(other.get_absolute_url()).content.decode()
    mine, theirs = formmarks.of(article.get_absolute_url()), formmarks.of(other.get_absolute_url())
    assert (theirs.trap in shown, theirs.token in shown) == (True, True)
    assert (mine.trap in shown, mine.token in shown) == (False, False)


def test_what_comes_with_the_form_is_found(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    address = article.get_absolute_url()
    marks, fresh = formmarks.of(address), formmarks.fresh(address)
    assert found(article, comment="One.", address="192.0.2.1", token=marks.token) == []
    assert found(article, comment="Two.", address="192.0.2.2") == ["no-form"]
    filled = {marks.trap: "Cheap watches"}
    assert found(article, comment="Three.", address="192.0.2.3", token=marks.token, **filled) == ["trap"]
    assert found(article, comment="Four.", address="192.0.2.4", token=fresh) == ["too-fast"]
    later(monkeypatch, 10)
    assert found(article, comment="Five.", address="192.0.2.5", token=fresh) == []


def test_sent_again_after_an_error_the_form_knows_when_it_was_begun(client: Client, article: Article) -> None:
    address = article.get_absolute_url()
    fresh, marks = formmarks.fresh(address), formmarks.of(address)
    response = post(client, article, name="", token=fresh, **{marks.trap: "Cheap watches"})
    page = Page(response.content.decode())
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.one("input", name="token")["value"] == fresh
    assert page.one("input", name=marks.trap)["value"] == "Cheap watches"


def test_the_token_of_a_moment_is_for_one_reader_and_costs_nothing(
    client: Client, article: Article, django_assert_num_queries: Any
) -> None:
    address = f"{article.get_absolute_url()}reply/token/"
    with django_assert_num_queries(0):
        response = client.get(address)
    assert formmarks.read(response.content.decode(), article.get_absolute_url()).seconds is not None
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert client.post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
