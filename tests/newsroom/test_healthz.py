"""Health: one address that says whether the newsroom can serve."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Never

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from articles import pages


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database refuse every question."""

    def refuse() -> Never:
        raise OperationalError("no such host: db.internal")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no room to keep pages."""
    monkeypatch.setattr(pages, "health", lambda: "no space is left")


@pytest.mark.django_db
def test_a_newsroom_that_has_all_it_needs_is_well(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok", "pages": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_newsroom_that_cannot_keep_pages_serves_them_slowly_and_says_why(
    client: Client, full: None
) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "degraded",
        "database": "ok",
        "pages": "failing",
        "reason": "no space is left",
    }


def test_a_newsroom_without_its_database_answers_503(client: Client, refused: None) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "failing", "database": "failing", "pages": "ok"}


def test_without_both_it_fails_and_both_are_told(client: Client, refused: None, full: None) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "failing",
        "database": "failing",
        "pages": "failing",
        "reason": "no space is left",
    }


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_file_that_is_gone_fails_and_is_well_when_it_is_back(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        connection.close()
        patch.setitem(connection.settings_dict, "NAME", str(tmp_path))
        assert client.get("/healthz").status_code == 503
        connection.close()
    assert client.get("/healthz").status_code == 200


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_none(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        connection.close()
        patch.setitem(connection.settings_dict, "NAME", str(tmp_path / "empty.sqlite3"))
        assert client.get("/healthz").status_code == 503
        connection.close()


@pytest.mark.parametrize(
    ("url", "connect_timeout"),
    [("postgres://db.internal/paper", "3"), ("postgres://db.internal/paper?connect_timeout=9", "9")],
)
def test_a_host_that_says_nothing_is_not_waited_for_unless_the_url_says_so(
    url: str, connect_timeout: str
) -> None:
    code = "import newsroom.settings as s; print(s.DATABASES['default']['OPTIONS']['connect_timeout'])"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == connect_timeout


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
