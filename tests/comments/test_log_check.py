"""The check of the log: what was found is kept, and said to whoever reads the log."""

import datetime as dt
import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import triggers, verification
from comments.models import LogCheck, LogEntry
from newsroom import opening
from tests.comments.staffroom import make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db(transaction=True)

HISTORY = "/admin/comments/logentry/history/"


@pytest.fixture
def moderator() -> Client:
    """Return a moderator's browser."""
    return signed_in(make_moderator())


def alter(seq: int) -> None:
    """Change an entry as somebody would who has the database before them."""
    triggers.remove(connection)
    LogEntry.objects.filter(seq=seq).update(actor="Somebody else")
    triggers.install(connection)


def test_the_command_keeps_what_it_finds(moderator: Client) -> None:
    make_comment(make_article())
    call_command("verify_log", stdout=StringIO())
    check = LogCheck.objects.last()
    assert check is not None
    assert (check.length, check.erased, check.alterations, check.is_sound) == (1, 0, 0, True)
    page = Page.of(moderator.get(HISTORY))
    assert "The log is sound" in page.one("section", id="check").text
    assert "0 minutes ago" in page.one("section", id="check").text.replace("\xa0", " ")
    assert not page.all("section", has_class="alarm")


def test_an_altered_log_is_told_on_every_page_of_the_admin_until_it_is_found_sound(
    moderator: Client, caplog: pytest.LogCaptureFixture
) -> None:
    make_comment(make_article())
    alter(1)
    with caplog.at_level(logging.ERROR):
        verification.check_daily.func()
    assert "Entry 1 was changed" in caplog.text
    for address in ("/admin/", "/admin/comments/comment/", "/admin/comments/logentry/", HISTORY):
        page = Page.of(moderator.get(address))
        assert "The log was altered" in page.one("section", aria_labelledby="log-alarm").text, address
    assert (
        "Entry 1 was changed, or the one before it was." in Page.of(moderator.get(HISTORY)).one("main").text
    )
    verification.keep(verification.Report(length=1))
    assert not Page.of(moderator.get("/admin/")).all("section", has_class="alarm")


def test_who_may_not_read_the_log_is_told_nothing_of_it() -> None:
    verification.keep(verification.Report(alterations=["Entry 1 is missing."]))
    writer = signed_in(make_staff("writer"))
    assert "The log was altered" not in writer.get("/admin/").content.decode()
    assert "The log was altered" not in Client().get("/admin/login/").content.decode()


def test_of_many_alterations_the_first_are_kept_and_old_checks_go() -> None:
    LogCheck.objects.create(at=timezone.now() - dt.timedelta(days=91), length=1, erased=0, alterations=0)
    verification.keep(
        verification.Report(alterations=[f"Entry {number} is missing." for number in range(500)])
    )
    check = LogCheck.objects.get()
    assert (check.alterations, len(check.told)) == (500, verification.MOST_TOLD)


def test_the_log_is_checked_every_day() -> None:
    opening.schedule_check()
    opening.schedule_check()
    task = DBTaskResult.objects.get()
    assert task.task_path == "comments.verification.check_daily"
    DBTaskResult.objects.all().delete()
    verification.check_daily.func()
    assert DBTaskResult.objects.get().run_after > timezone.now() + dt.timedelta(hours=23)
    assert LogCheck.objects.count() == 1


def test_before_the_first_check_that_is_said(moderator: Client) -> None:
    assert "The log was not checked yet" in Page.of(moderator.get(HISTORY)).one("section", id="check").text
