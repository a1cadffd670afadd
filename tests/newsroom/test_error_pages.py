"""Error pages: in the paper's look, and saying nothing that helps nobody."""

from typing import Any, Never

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from articles import front_page
from newsroom import views
from tests.factories import make_section
from tests.page import Page, assert_public


@pytest.mark.django_db
def test_a_missing_page_is_said_in_the_papers_look(client: Client) -> None:
    make_section(name="Harbour")
    response = client.get("/nowhere/")
    assert response.status_code == 404
    page = assert_public(response)
    assert page.one("h1").text == "There is no page here."
    assert page.one("a", has_class="button")["href"] == "/"
    assert page.one("nav", aria_label="Sections").text == "Harbour"


@pytest.mark.django_db
def test_a_missing_page_does_not_repeat_its_address(client: Client) -> None:
    assert "canary" not in client.get("/canary-of-somebody/").content.decode()


@pytest.mark.django_db
def test_a_forbidden_page_is_said_in_the_papers_look(rf: RequestFactory) -> None:
    response = views.forbidden(rf.get("/"), PermissionDenied("the reason, for the log alone"))
    assert response.status_code == 403
    assert assert_public(response).one("h1").text == "This page is not yours to open."
    assert "for the log alone" not in response.content.decode()


def test_a_fault_of_ours_is_told_without_a_query(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any, db: None
) -> None:
    def fail(stories: object) -> Never:
        raise RuntimeError("canary")

    monkeypatch.setattr(front_page, "arrange", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert assert_public(response).one("h1").text == "Something broke on our side."
    assert "canary" not in response.content.decode()
    with django_assert_num_queries(0):
        views.server_error(HttpRequest())


def test_a_foreign_host_is_refused_with_static_text(
    client: Client, django_assert_num_queries: Any, db: None
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert_public(response)


@pytest.mark.parametrize(
    ("host", "status"), [("news.example.org", 301), ("evil.example", 400)], ids=["redirect", "foreign host"]
)
def test_what_is_answered_before_all_else_has_a_policy_too(
    client: Client, settings: Settings, host: str, status: int
) -> None:
    settings.ALLOWED_HOSTS = ["news.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/", headers={"Host": host})
    assert response.status_code == status
    assert response["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")


def test_a_fault_of_ours_has_a_policy_too(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(front_page, "arrange", None)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert response["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")


@pytest.mark.django_db
def test_a_stale_form_is_told_in_the_papers_look() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    page = Page.of(response)
    assert page.one("h1").text == "This form had grown stale."
    assert page.inline_code() == []


@pytest.mark.django_db
def test_the_icon_is_where_browsers_look_for_it(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert response.getvalue().startswith(b"\x00\x00\x01\x00")
