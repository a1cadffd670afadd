"""Posting while the database does not answer: nothing that was typed is lost, and it is said what to do."""

import itertools
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from articles.models import Article
from comments import formmarks
from comments.models import Comment
from tests.comments.posting import TYPED, post, shown
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Your reply is not stored yet."
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def article() -> Article:
    """Return a published story."""
    return make_article()


@contextmanager
def database_down(error: type[Exception] = OperationalError, *, after: int = 0) -> Iterator[Any]:
    """Let nothing that asks the database get an answer, or nothing but the first few statements."""
    asked = itertools.count()

    def refuse(execute: Any, *statement: Any) -> Any:
        if next(asked) >= after:
            raise error("connection refused")
        return execute(*statement)

    with connection.execute_wrapper(refuse):
        yield asked


def post_without(client: Client, article: Article, *, answered: int) -> Any:
    """Send a reply while nothing gets an answer but the first so many statements."""
    with database_down(after=answered):
        return post(client, article)


def fields(response: Any) -> dict[str, str]:
    """Return what stands in the form's fields."""
    page = Page.of(response)
    inputs = {each["name"]: each.attributes.get("value", "") for each in page.all("input")}
    return {**inputs, "comment": "".join(page.one("textarea").pieces).removeprefix("\n")}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_form_comes_again_with_all_that_was_typed(
    client: Client, article: Article, error: type[Exception]
) -> None:
    parent = make_comment(article)
    typed = {**TYPED, "comment": "Two cranes.\n\n<b>One</b> crew.", "website": "https://lindy.example"}
    with database_down(error):
        response = post(client, article, parent=parent.pk, **typed)

    assert (response.status_code, Page.of(response).one("h1").text) == (503, TITLE)
    marks = formmarks.of(article.get_absolute_url())
    given = {"token": marks.token, marks.trap: "", "save": ""}
    assert fields(response) == {**typed, **given, "parent": str(parent.pk)}
    assert Page.of(response).one("form", method="post")["action"] == f"{article.get_absolute_url()}reply/"


def test_the_answer_is_kept_by_nobody_and_says_when_to_come_again(client: Client, article: Article) -> None:
    with database_down():
        response = post(client, article, parent="17")
    assert "send it again in a minute" in shown(response)
    assert "It still answers the reply that you chose." in shown(response)
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "private, no-store"
    assert Page.of(response).open_at_end == Page.of(response).inline_code() == []


def test_whichever_statement_fails_the_text_is_kept_and_the_same_post_is_taken_once_afterwards(
    client: Client, article: Article
) -> None:
    answered, response = 0, post_without(client, article, answered=0)
    while response.status_code != 303:
        assert (response.status_code, fields(response)["comment"]) == (503, TYPED["comment"]), answered
        answered += 1
        response = post_without(client, article, answered=answered)
    assert answered > 0
    assert post(client, article)["Location"] == response["Location"]
    assert Comment.objects.filter(text=TYPED["comment"]).count() == 1


def test_what_another_site_sent_is_shown_in_no_form(client: Client, article: Article) -> None:
    with database_down():
        response = post(client, article, headers=FOREIGN)
    assert response.status_code == 503
    assert Page.of(response).all("form", method="post") == []
    assert TYPED["comment"] in Page.of(response).one("textarea").text


@pytest.mark.parametrize("story", ["/2026/02/31/no-such-day/", "/2026/11/22/far-too-long/"])
def test_where_no_form_can_be_made_the_plain_page_answers(client: Client, story: str) -> None:
    client.raise_request_exception = False
    with database_down():
        response = post(client, story, comment="x" * (2_000_000 if "long" in story else 1))
    assert response.status_code == 503
    assert response["Retry-After"] == "60"


def test_who_follows_a_link_to_the_form_is_led_to_the_story(client: Client, article: Article) -> None:
    with database_down():
        response = client.get(f"{article.get_absolute_url()}reply/")
    assert response["Location"] == f"{article.get_absolute_url()}#reply"


def test_the_log_tells_the_reason_and_no_word_of_the_reply(
    client: Client, article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    with database_down(), caplog.at_level(logging.ERROR):
        post(client, article)
    assert "connection refused" in caplog.text
    assert not any(word in caplog.text for word in TYPED.values() if word)


@pytest.mark.sqlite
def test_a_database_that_somebody_else_has_locked_is_no_loss_either(client: Client, article: Article) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        connection.cursor().execute("PRAGMA busy_timeout = 20")
        response = post(client, article)
    connection.close()
    assert (response.status_code, fields(response)["comment"]) == (503, TYPED["comment"])
    assert post(client, article).status_code == 303
