"""The log: no alteration goes unseen, and erasing details is told apart from changing them."""

import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from comments import chain, moderation, triggers, verification
from comments.models import Comment, LogDetail, LogEntry
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log() -> list[LogEntry]:
    """Return a log of six entries: four submissions and two decisions."""
    article = make_article()
    comments = [make_comment(article) for _ in range(4)]
    moderation.decide(comments[:2], action="approve", by=None)
    return list(LogEntry.objects.order_by("seq"))


def altered(sql: str) -> list[str]:
    """Alter the database behind the triggers' back and return what verification says."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    triggers.install(connection)
    return verification.verify().alterations


def test_an_untouched_log_is_sound(log: list[LogEntry]) -> None:
    report = verification.verify()
    assert (report.is_sound, report.length, report.erased) == (True, 6, 0)


def test_numbers_have_no_gap(log: list[LogEntry]) -> None:
    assert [entry.seq for entry in log] == [1, 2, 3, 4, 5, 6]


def test_a_rolled_back_decision_leaves_no_gap(log: list[LogEntry]) -> None:
    comment = Comment.objects.pending().first()
    assert comment is not None
    with transaction.atomic():
        moderation.decide([comment], action="spam", by=None)
        transaction.set_rollback(True)
    comment.refresh_from_db()
    moderation.decide([comment], action="trash", by=None)
    assert verification.verify().is_sound


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE comments_logentry SET actor = 'nobody' WHERE seq = 3", "Entry 3 was changed"),
        ("UPDATE comments_logentry SET to_status = 'spam' WHERE seq = 6", "Entry 6 was changed"),
        (
            "UPDATE comments_logentry SET hash = 'f00' WHERE seq = 6",
            "Entry 6 is not the one that was written",
        ),
        (
            "UPDATE comments_logdetail SET body = '{}' WHERE entry_id = 2",
            "The details of entry 2 were changed",
        ),
        (
            "UPDATE comments_logdetail SET salt = 'x' WHERE entry_id = 2",
            "The details of entry 2 were changed",
        ),
        ("UPDATE comments_comment SET status = 'approved' WHERE seq = 4", "is approved, which is not"),
        ("UPDATE comments_comment SET seq = 3 WHERE seq = 4", "which is not what the log says"),
    ],
)
def test_an_alteration_is_found(log: list[LogEntry], sql: str, said: str) -> None:
    assert any(said in line for line in altered(sql))


def test_an_entry_cut_out_of_the_middle_is_found(log: list[LogEntry]) -> None:
    LogDetail.objects.filter(pk=3).delete()
    assert "Entry 3 is missing." in altered("DELETE FROM comments_logentry WHERE seq = 3")


def test_a_tail_cut_off_is_found_by_the_kept_heads(log: list[LogEntry]) -> None:
    LogDetail.objects.filter(pk__in=[5, 6]).delete()
    Comment.objects.filter(seq__in=[5, 6]).update(seq=1, status="pending")
    Comment.objects.filter(pk=log[1].comment_id).update(seq=2)
    said = altered("DELETE FROM comments_logentry WHERE seq > 4")
    assert any("Its tail was cut off" in line for line in said)


def cut_the_tail() -> None:
    """Take the last two entries away, as somebody would who knows the tables."""
    LogDetail.objects.filter(pk__in=[5, 6]).delete()
    for comment in Comment.objects.all():
        first = LogEntry.objects.of_comment(comment.pk).first()
        assert first is not None
        Comment.objects.filter(pk=comment.pk).update(seq=first.seq, status="pending")
    altered("DELETE FROM comments_logentry WHERE seq > 4")


def test_a_tail_that_was_cut_shows_for_ever_though_the_log_goes_on(log: list[LogEntry]) -> None:
    cut_the_tail()
    for comment in Comment.objects.pending():
        moderation.decide([comment], action="spam", by=None)
    said = verification.verify().alterations
    assert any("two entries 6" in line for line in said)
    assert "Entry 6 is not the one that was written." in said


@pytest.mark.parametrize("lines", [None, 0, 3], ids=["deleted", "emptied", "cut"])
def test_a_head_file_that_was_cut_with_the_log_shows(log: list[LogEntry], lines: int | None) -> None:
    cut_the_tail()
    kept = chain.head_file().read_text().splitlines(keepends=True)
    chain.head_file().unlink()
    if lines is not None:
        chain.head_file().write_text("".join(kept[:lines]))
    assert any("The file was cut or lost" in line for line in verification.verify().alterations)


def test_after_a_crash_the_end_is_accepted_and_the_old_file_kept(
    log: list[LogEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    chain.head_file().write_text("1 f00\n")
    call_command("verify_log", "--accept-head")
    assert "is sound" in capsys.readouterr().out
    (kept,) = chain.head_file().parent.glob("log-head.until-*")
    assert kept.read_text() == "1 f00\n"


def test_a_head_that_comes_late_is_waited_for(log: list[LogEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    late = chain.head_file().read_text()
    chain.head_file().write_text("".join(late.splitlines(keepends=True)[:-1]))
    monkeypatch.setattr(time, "sleep", lambda _: chain.head_file().write_text(late))
    assert verification.verify().is_sound


def test_a_log_written_anew_without_the_key_is_found(log: list[LogEntry], settings: Settings) -> None:
    settings.NEWSROOM_LOG_KEY = "another key"
    assert len(verification.verify().alterations) == 6


def test_erased_details_are_told_from_changed_ones(log: list[LogEntry]) -> None:
    LogDetail.objects.filter(pk=2).delete()
    report = verification.verify()
    assert (report.is_sound, report.erased) == (True, 1)


def test_a_head_file_that_cannot_be_read_is_told(log: list[LogEntry]) -> None:
    chain.head_file().write_text("nonsense\n")
    assert any("cannot be read" in line for line in verification.verify().alterations)


def test_a_head_file_that_cannot_be_written_loses_no_decision(log: list[LogEntry]) -> None:
    chain.head_file().unlink()
    chain.head_file().mkdir()
    comment = Comment.objects.pending().first()
    assert comment is not None
    moderation.decide([comment], action="approve", by=None)
    comment.refresh_from_db()
    assert comment.status == "approved"


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda: LogEntry.objects.filter(seq=1).update(actor="nobody"),
        lambda: connection.cursor().execute("DELETE FROM comments_logentry WHERE seq = 6"),
    ],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_the_log(log: list[LogEntry], forbidden: Callable[[], object]) -> None:
    LogDetail.objects.filter(pk=6).delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        forbidden()


@pytest.mark.postgres
def test_the_database_refuses_to_truncate_the_log(log: list[LogEntry]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE comments_logentry CASCADE")


def test_every_trigger_is_there_after_migrate() -> None:
    assert triggers.missing(connection) == []


def test_a_missing_trigger_is_an_alteration_and_can_be_made_again(
    log: list[LogEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    triggers.remove(connection)
    assert not verification.verify().is_sound
    call_command("verify_log", "--install-triggers")
    assert "The log has 6 entries and is sound." in capsys.readouterr().out


def test_the_command_ends_with_1_for_an_altered_log(
    log: list[LogEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    altered("UPDATE comments_logentry SET reason = 'person' WHERE seq = 2")
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_log")
    captured = capsys.readouterr()
    assert "Entry 2 was changed" in captured.err
    assert "ALTERED" in captured.out
