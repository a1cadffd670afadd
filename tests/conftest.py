"""What every test has: a database and a folder of its own, and the rule that CI skips nothing that counts."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.management.commands import flush
from django.db import connection, connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from articles.pages import trouble
from articles.pages.barren import barren
from articles.pages.slots import EVERYTHING
from articles.remembered import Remembered
from articles.templatetags import pieces
from comments import thread
from comments.facts import staff
from tests.articles.pages_at_work import PLAIN_FILES
from tests.emptying import Emptying

# No deadline: two busy cores are no finding. What a property shares between examples are autouse fixtures.
hypothesis.settings.register_profile(
    "newsroom", deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
hypothesis.settings.load_profile("newsroom")

# What a skipped test says that it lacks, and CI has to have.
NEEDED = ("PostgreSQL", "nginx is not installed", "nginx has no brotli module")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are about the other database."""
    other = "postgres" if connection.vendor == "sqlite" else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skip of a browser, PostgreSQL or nginx test is a failure: nobody would see it."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and _counts(item, str(report.longrepr)):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true does not allow here: {report.longrepr}"
    return report


def _counts(item: pytest.Item, reason: str) -> bool:
    return item.get_closest_marker("browser") is not None or any(what in reason for what in NEEDED)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give this process a test database that no other run can be using."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        name = f"test_newsroom_{os.getpid()}"
    connections.settings["default"]["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the flush after a transactional test empty the log too, and keep what the migrations put there."""
    with django_db_blocker.unblock():
        emptying = Emptying()

    def handle_in_tests(command: flush.Command, *, reset_sequences: bool, **options: Any) -> None:
        assert not reset_sequences
        emptying.empty()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle_in_tests)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Serve static files unhashed; in all tests, for a test's last request may still be on its way in the next."""
    storages = {**django_settings.STORAGES, "staticfiles": PLAIN_FILES}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        yield


@pytest.fixture(autouse=True)
def own_newsroom(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep each test's files in a folder of its own, and passwords quick to hash."""
    settings.NEWSROOM_VAR = tmp_path
    settings.NEWSROOM_PAGES = tmp_path / "pages"
    barren.forget({EVERYTHING})
    monkeypatch.setattr(trouble._Last, "reason", None)
    monkeypatch.setattr(trouble._Last, "polishing", None)
    monkeypatch.setattr(thread, "first_pages", Remembered(thread.MOST_BYTES))
    monkeypatch.setattr(pieces, "pieces", Remembered(pieces.MOST_BYTES))
    staff.forget()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the Chromium that is installed; skip the test where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    return found
