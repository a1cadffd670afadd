"""Health: one address that says whether the newsroom can serve."""

from typing import Any, Never

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
def test_a_newsroom_whose_database_answers_is_well(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_a_newsroom_without_its_database_answers_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Never:
        raise OperationalError("no such host: db.internal")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "failing")
    assert "db.internal" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]", "10.0.0.7", "no host at all"])
def test_a_probe_may_call_this_machine_what_it_likes(client: Client, settings: Settings, host: str) -> None:
    settings.NEWSROOM_ORIGIN = "https://news.example.org"
    settings.ALLOWED_HOSTS = ["news.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"Host": host}).status_code == 200
    assert client.get("/robots.txt", headers={"Host": host}, secure=True).status_code == 400


def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
