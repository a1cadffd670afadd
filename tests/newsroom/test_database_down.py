"""Pages while the database does not answer: a 503 that asks nothing of it, everywhere, and a line in the log."""

import io
import logging
import sqlite3
from collections.abc import Callable
from typing import Any, Never

import pytest
from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client

from newsroom.outage import is_outage
from tests.factories import make_staff
from tests.page import assert_public

TITLE = "We cannot look that up just now."
ADDRESSES = ["/", "/nowhere/", "/sections/news/", "/2026/11/23/a-story/", "/receipts/AAAAAAAAAAAAAAAAAAAAAA/"]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return somebody who comes while no connection to the database can be had."""
    break_off(monkeypatch)
    return Client(raise_request_exception=False)


def break_off(patch: pytest.MonkeyPatch, error: type[Exception] = OperationalError) -> None:
    """Let the database refuse every connection."""

    def refuse(*_: object) -> Never:
        raise error("connection refused\n\tIs the server running?")

    for way in ("cursor", "chunked_cursor", "set_autocommit"):
        patch.setattr(connection, way, refuse)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_answers_503_in_the_papers_look(reader: Client, address: str) -> None:
    response = reader.get(address)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "60",
        "no-store",
    )
    page = assert_public(response)
    assert page.one("h1").text == TITLE
    assert page.one(has_class="nameplate").text == settings.NEWSROOM_NAME
    assert "refused" not in response.content.decode()


def test_a_question_for_the_head_alone_gets_503_too(reader: Client) -> None:
    response = reader.head("/")
    assert (response.status_code, response["Retry-After"], response.content) == (503, "60", b"")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/articles/article/", "/moderation/"])
@pytest.mark.parametrize("ask", [Client.get, Client.post])
def test_staff_get_503_and_stay_signed_in(
    monkeypatch: pytest.MonkeyPatch, address: str, ask: Callable[..., Any]
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_staff("editor", "Editor"))
    with monkeypatch.context() as patch:
        break_off(patch)
        assert ask(client, address).status_code == 503
    assert client.get("/moderation/").status_code == 200


def test_who_signs_in_gets_503(reader: Client) -> None:
    assert reader.get("/admin/login/").status_code == 200
    assert reader.post("/admin/login/", {"username": "editor", "password": "x"}).status_code == 503


@pytest.mark.parametrize("address", ["/robots.txt", "/favicon.ico"])
def test_what_needs_no_database_is_there(reader: Client, address: str) -> None:
    response = reader.get(address)
    assert response.status_code == 200
    assert response.getvalue()


@pytest.mark.parametrize(("error", "status"), [(InterfaceError, 503), (DataError, 500), (RuntimeError, 500)])
def test_only_a_database_that_does_not_answer_is_an_outage(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    break_off(monkeypatch, error)
    assert Client(raise_request_exception=False).get("/").status_code == status


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_missing_table_is_a_mistake_of_ours() -> None:
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert not is_outage(caught.value)


def test_the_log_gets_one_line_with_the_reason(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", written)
    reader.get("/")
    (line,) = written.getvalue().splitlines()
    assert line.endswith(" ERROR django.request: Service Unavailable: / (connection refused)")


def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", written)
    break_off(monkeypatch, DataError)
    Client(raise_request_exception=False).get("/")
    assert "Traceback" in written.getvalue()
