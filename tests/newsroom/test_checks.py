"""Checks: what an installation is told before its readers find out."""

from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from pytest_django import Settings

BEHIND = ["10.0.0.0/8"]


def ours(settings: Settings) -> list[str]:
    """Return the ids of what our own checks say of a public installation."""
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return [str(message.id) for message in found if str(message.id).startswith("newsroom.")]


@pytest.fixture(autouse=True)
def production(settings: Settings, tmp_path: Path) -> None:
    """Be the newsroom of a public host behind a proxy, with its keys from the environment."""
    settings.NEWSROOM_ORIGIN = "https://news.example.org"
    settings.NEWSROOM_TRUSTED_PROXIES = BEHIND
    settings.NEWSROOM_VAR = tmp_path / "var"
    settings.KEYS_DIR = tmp_path / "var" / "keys"


def test_a_whole_installation_is_told_nothing(settings: Settings) -> None:
    assert ours(settings) == []


@pytest.mark.parametrize(
    ("origin", "proxies", "told"),
    [
        ("https://news.example.org", [], ["newsroom.W002"]),
        ("http://127.0.0.1:8000", [], []),
        ("https://news.example.org/paper", BEHIND, ["newsroom.E001"]),
        ("news.example.org", BEHIND, ["newsroom.E001"]),
        ("https://news.example.org", ["a proxy"], ["newsroom.E002"]),
    ],
)
def test_an_origin_or_a_proxy_that_cannot_work_is_told(
    settings: Settings, origin: str, proxies: list[str], told: list[str]
) -> None:
    settings.NEWSROOM_ORIGIN, settings.NEWSROOM_TRUSTED_PROXIES = origin, proxies
    assert ours(settings) == told


def test_a_key_that_is_none_is_told(settings: Settings) -> None:
    settings.NEWSROOM_FIELD_KEYS = ["short"]
    assert ours(settings) == ["newsroom.E003"]


@pytest.mark.parametrize(
    ("mode", "told"), [(0o755, ["newsroom.W003"]), (0o710, ["newsroom.W003"]), (0o700, [])]
)
def test_a_folder_that_others_can_enter_is_told(settings: Settings, mode: int, told: list[str]) -> None:
    settings.NEWSROOM_VAR.mkdir()
    settings.NEWSROOM_VAR.chmod(mode)
    assert ours(settings) == told


@pytest.mark.parametrize(
    ("engine", "told"), [("newsroom.postgresql", ["newsroom.W001"]), ("newsroom.sqlite", [])]
)
def test_keys_beside_nobodys_database_are_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, engine: str, told: list[str]
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    settings.KEYS_DIR.mkdir(mode=0o700, parents=True)
    settings.NEWSROOM_VAR.chmod(0o700)
    assert ours(settings) == []
    (settings.KEYS_DIR / "log-key").touch()
    assert ours(settings) == told
