"""The report page: no account, no JavaScript, nothing lost, and nothing told of anybody."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles import publishing
from articles.models import Article
from comments import identity, moderation, reports
from comments.identity import Purpose
from comments.models import Comment, Report
from tests.comments.reporting import reported, send
from tests.factories import make_article, make_comment
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db

TYPED = "He names the street in which she lives."


@pytest.fixture
def article() -> Article:
    """Return a published story."""
    return make_article()


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a comment that readers can see."""
    return make_comment(article, status="approved", name="Lindy", text="See https://example.org/there today.")


def page_of(comment: Comment) -> str:
    """Return the address of a comment's report page."""
    return f"/comments/{comment.pk}/report/"


def test_the_page_shows_the_comment_unlinked_and_asks_for_a_house_rule(
    client: Client, comment: Comment
) -> None:
    response = client.get(page_of(comment))
    page = assert_public(response)
    assert page.one("blockquote", has_class="letter").text == "See https://example.org/there today."
    assert not page.all("a", href="https://example.org/there")
    assert [choice["value"] for choice in page.all("input", type="radio")] == [
        "person",
        "story",
        "private",
        "unlawful",
    ]
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert page.all("script") == []


def test_the_button_under_a_comment_leads_to_its_page(client: Client, comment: Comment) -> None:
    response = client.get("/comments/report/", {"replyto": comment.pk})
    assert (response.status_code, response["Location"]) == (303, page_of(comment))
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")


@pytest.mark.parametrize(
    "query", ["", "?replyto=", "?replyto=x", "?replyto=9999999999999999999", "?replyto=%00"]
)
def test_a_button_without_a_comment_says_that_there_is_none(client: Client, query: str) -> None:
    response = client.get(f"/comments/report/{query}")
    assert response.status_code == 404
    assert "This reply is not here." in response.content.decode()


def test_a_report_is_thanked_for_and_kept(client: Client, comment: Comment) -> None:
    response = send(client, comment, reason="private", sentence=TYPED)
    assert (response.status_code, response["Location"]) == (303, f"{page_of(comment)}thanks/")
    kept = Report.objects.get()
    assert (kept.comment_id, kept.reason, kept.sentence, kept.weight) == (comment.pk, "private", TYPED, 1)
    assert kept.address_print == identity.fingerprint(Purpose.ADDRESS, "192.0.2.1")
    assert_public(client.get(response["Location"]))


def test_what_somebody_reports_is_taken_as_typed_by_the_page_itself(client: Client, comment: Comment) -> None:
    page = Page.of(client.get(page_of(comment)))
    hidden = {field["name"]: field.attributes.get("value", "") for field in page.all("input", type="hidden")}
    send(client, comment, **hidden)
    assert Report.objects.get().weight == 1


def test_nothing_in_the_answers_depends_on_other_reports(client: Client, article: Article) -> None:
    def answers(comment: Comment) -> list[str]:
        told = [client.get(page_of(comment)), send(client, comment), client.get(f"{page_of(comment)}thanks/")]
        return [
            re.sub(rf'/{comment.pk}/|value="[^"]*"|[a-z]+-[0-9a-f]{{4}}\b', "", _whole(each)) for each in told
        ]

    both = {"status": "approved", "name": "Ann", "text": "The same.", "at": timezone.now()}
    quiet, loud = (make_comment(article, **both) for _ in range(2))
    reported(loud, times=4, reason="unlawful", sentence="Mine.")
    first = answers(quiet)
    assert first == answers(loud)
    assert first == answers(loud)  # the second time, too
    assert Report.objects.about(loud.pk).count() == 5


def _whole(response: Any) -> str:
    body = response.content.decode()
    head = {name: value for name, value in response.items() if name != "Content-Length"}
    return f"{response.status_code} {head} {body}"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        pytest.param({"reason": ""}, "Please choose the house rule", id="no rule"),
        pytest.param({"reason": "ugly"}, "There is no such house rule", id="no such rule"),
        pytest.param({"sentence": "x" * 501}, "This is 501 characters long", id="too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, comment: Comment, sent: dict[str, str], says: str
) -> None:
    response = send(client, comment, **{"sentence": TYPED, **sent})
    page = assert_public(response)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in page.one(has_class="errors").text
    assert page.one("textarea").text == sent.get("sentence", TYPED)
    targets = {link["href"] for link in page.all("a") if link["href"].startswith("#id_")}
    assert targets <= {f"#{element.attributes.get('id')}" for element in page.elements}
    assert response["Cache-Control"] == "private, no-store"
    assert not Report.objects.exists()


def test_a_nul_in_the_sentence_is_no_trouble(client: Client, comment: Comment) -> None:
    send(client, comment, sentence="a\0b")
    assert Report.objects.get().sentence == "ab"


def test_another_site_reports_nothing_and_what_it_sent_is_shown(client: Client, comment: Comment) -> None:
    response = send(client, comment, sentence=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert TYPED in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"headers": {}}, id="no evidence of where it was sent from"),
        pytest.param({"token": ""}, id="without the form's token"),
        pytest.param({"token": "forged"}, id="with another token"),
    ],
)
def test_what_may_not_be_from_our_form_is_thanked_for_and_does_not_count(
    client: Client, comment: Comment, sent: dict[str, object]
) -> None:
    assert send(client, comment, **sent).status_code == HTTPStatus.SEE_OTHER
    assert Report.objects.get().weight == 0


def test_a_program_that_fills_in_every_field_is_thanked_too(client: Client, comment: Comment) -> None:
    page = Page.of(client.get(page_of(comment)))
    trap = next(field["name"] for field in page.all("input", tabindex="-1"))
    send(client, comment, **{trap: "https://casino.example"})
    assert Report.objects.get().weight == 0


def test_too_many_reports_are_told_to_wait_and_lose_nothing(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "ADDRESS_AN_HOUR", 1)
    first, second = (make_comment(article, status="approved") for _ in range(2))
    send(client, first)
    response = send(client, second, sentence=TYPED, reason="story")
    page = assert_public(response)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "Please wait 60 minutes" in page.one(has_class="errors").text
    assert page.one("textarea").text == TYPED
    assert "checked" in page.one("input", type="radio", value="story").attributes
    assert not Report.objects.about(second.pk).exists()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "trash", "missing"])
def test_what_is_not_public_is_not_there(client: Client, article: Article, status: str) -> None:
    pk = make_comment(article, status=status).pk if status != "missing" else 10**9
    for response in (client.get(f"/comments/{pk}/report/"), send(client, pk, sentence=TYPED)):
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert "This reply is not here." in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"
    assert TYPED in response.content.decode()
    assert not Report.objects.exists()


def test_a_reply_under_a_withdrawn_story_is_gone(client: Client, article: Article, comment: Comment) -> None:
    publishing.withdraw(article)
    for response in (client.get(page_of(comment)), send(client, comment)):
        assert response.status_code == HTTPStatus.GONE
    assert client.get(f"{page_of(comment)}thanks/").status_code == HTTPStatus.OK


def test_a_reply_that_goes_while_somebody_writes_is_said_to_be_gone(
    client: Client, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = reports.report

    def later(given: reports.Given) -> None:
        moderation.decide([comment], action="trash", by=None)
        take(given)

    monkeypatch.setattr(reports, "report", later)
    response = send(client, comment, sentence=TYPED)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert TYPED in response.content.decode()


def test_what_is_far_too_long_is_refused_before_it_is_read(
    client: Client, comment: Comment, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = send(client, comment, sentence="x" * 200)
    assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_other_methods_are_refused(client: Client, comment: Comment) -> None:
    assert client.put(page_of(comment)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.post(f"{page_of(comment)}thanks/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_page_asks_for_the_comment_and_the_sections(
    client: Client, comment: Comment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        client.get(page_of(comment))
