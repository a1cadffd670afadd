"""Redaction: what is taken out of a text is gone from every form of it, and kept where few may read it."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import chain, moderation, redaction, retention, verification
from comments.models import Comment, LinkTarget, LogDetail, LogEntry, TextPrint
from comments.models.log import UNDO_TIME
from comments.redaction import REMOVED
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

NUMBER = "05 550 0142"
TEXT = f"Rhona Pell knows this. Ring her at home, the number is {NUMBER}, or see https://pell.example/home today."
AT = TEXT.index(NUMBER)
SPAN = (AT, AT + len(NUMBER))


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def finding(start: int, end: int, field: str = "text", rule: str = "private-phone") -> dict[str, object]:
    """Return a stored finding."""
    said = {"rule": rule, "version": 1, "severity": "hold", "message": "Hm.", "told": "", "reason": ""}
    return {**said, "field": field, "start": start, "end": end}


def redacted(comment: Comment, mo: User, *spans: tuple[int, int], **more: object) -> LogEntry:
    """Return the entry of a redaction."""
    entry = redaction.redact(comment, spans or [SPAN], by=mo, seen=comment.seq, **more)
    assert entry is not None
    return entry


def again(comment: Comment) -> Comment:
    """Return a comment as it stands now."""
    return Comment.objects.get(pk=comment.pk)


def test_what_is_taken_out_is_gone_from_every_form_of_the_text(
    client: Client, article: Article, mo: User
) -> None:
    comment = make_comment(article, status="approved", text=TEXT)
    sketch, digest = bytes(TextPrint.objects.get(pk=comment.pk).marks), comment.text_digest
    redacted(comment, mo, SPAN, (TEXT.index("https"), TEXT.index(" today")))
    now = again(comment)
    for kept in (now.text, now.body_html, str(now.fragment), json.dumps(now.findings)):
        assert NUMBER not in kept
        assert "pell.example" not in kept
    assert now.text.count(REMOVED) == 2
    assert (now.status, now.redacted_at is not None) == ("approved", True)
    assert (now.text_digest != digest, bytes(now.print.marks) != sketch) == (True, True)
    assert not LinkTarget.objects.filter(comment=now).exists()
    page = Page(client.get(article.get_absolute_url()).content.decode())
    assert NUMBER not in page.one("article", has_class="comment").text
    assert REMOVED in page.one("article", has_class="comment").text


def test_what_was_taken_out_is_sealed_in_the_log_which_stays_sound(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    moderation.decide([comment], action="approve", by=mo, note="Fine.")
    entry = redacted(again(comment), mo, note="A private number.")
    details = LogDetail.objects.filter(entry__comment_id=comment.pk)
    assert [NUMBER in detail.body or NUMBER.encode() in bytes(detail.sealed) for detail in details] == [
        False
    ] * 3
    assert [NUMBER in detail.whole for detail in details] == [True] * 3
    assert all(detail.digest == detail.entry.details_digest for detail in details)
    notes = [json.loads(detail.body)["note"] for detail in details.order_by("pk")]
    assert notes == ["", "Fine.", "A private number."]
    assert (entry.action, entry.from_status, entry.to_status) == ("redact", "approved", "approved")


def test_later_entries_know_only_the_text_that_is_left(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    redacted(comment, mo)
    (entry,) = moderation.decide([again(comment)], action="approve", by=mo)
    assert NUMBER not in entry.detail.whole
    assert REMOVED in entry.detail.whole


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_what_stands_open_beside_the_seal_is_found_out(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    entry = redacted(comment, mo, note="A private number.")
    assert verification.verify().is_sound
    detail = LogDetail.objects.get(entry=entry)
    kept = detail.body
    detail.body = chain.canonical({**json.loads(kept), "note": "Nothing."})
    detail.save()
    assert verification.verify().alterations == [f"The details of entry {entry.seq} were changed."]
    detail.body = kept
    detail.sealed = bytes(detail.sealed)[:-1] + b"x"
    detail.save()
    (told,) = verification.verify().alterations
    assert told.startswith(f"The details of entry {entry.seq} cannot be read")


def test_a_redaction_is_undone_within_a_minute(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT, status="approved")
    before = again(comment)
    entry = redacted(comment, mo)
    back = redaction.restore(entry, by=mo)
    assert back is not None
    now = again(comment)
    assert (now.text, now.body_html, now.findings) == (before.text, before.body_html, before.findings)
    assert (now.text_digest, now.fragment, now.redacted_at) == (before.text_digest, before.fragment, None)
    assert LinkTarget.objects.filter(comment=now).count() == 1
    assert (back.action, back.from_status, back.to_status) == ("undo", "approved", "approved")


def test_a_redaction_is_not_undone_later_nor_past_another_deed(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    entry = redacted(comment, mo)
    late = entry.at + UNDO_TIME + dt.timedelta(seconds=1)
    assert redaction.restore(entry, by=mo, at=late) is None
    moderation.decide([again(comment)], action="approve", by=mo)
    assert redaction.restore(entry, by=mo) is None
    assert moderation.undo([entry], by=mo) == []
    assert NUMBER not in again(comment).text


def test_a_redaction_that_was_taken_back_does_not_come_back_as_a_mark_alone(
    article: Article, mo: User
) -> None:
    comment = make_comment(article, text=TEXT)
    back = redaction.restore(redacted(comment, mo), by=mo)
    assert back is not None
    assert moderation.undo([back], by=mo) == []
    assert again(comment).redacted_at is None


def test_the_parts_may_come_one_after_the_other(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    assert redaction.redact(comment, iter([SPAN]), by=mo, seen=comment.seq) is not None
    assert NUMBER not in again(comment).text


def test_a_second_redaction_that_is_undone_leaves_the_first(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    redacted(comment, mo)
    once = again(comment)
    entry = redacted(once, mo, (0, len("Rhona Pell")))
    assert redaction.restore(entry, by=mo) is not None
    now = again(comment)
    assert (now.text, now.redacted_at is not None) == (once.text, True)


def test_a_redaction_on_what_has_moved_since_does_nothing(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT)
    stale = comment.seq
    moderation.decide([comment], action="approve", by=mo)
    assert redaction.redact(comment, [SPAN], by=mo, seen=stale) is None
    assert again(comment).text == TEXT


@pytest.mark.parametrize("spans", [[], [(5, 5)], [(-1, 3)], [(0, len(TEXT) + 1)], [(9, 3)]])
def test_what_is_not_in_the_text_is_not_taken_out(
    article: Article, mo: User, spans: list[tuple[int, int]]
) -> None:
    comment = make_comment(article, text=TEXT)
    with pytest.raises(redaction.NothingToRemove):
        redaction.redact(comment, spans, by=mo, seen=comment.seq)


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([(2, 4)], f"01{REMOVED}456789"),
        ([(2, 4), (3, 6)], f"01{REMOVED}6789"),
        ([(6, 8), (2, 4)], f"01{REMOVED}45{REMOVED}89"),
        ([(2, 4), (4, 6)], f"01{REMOVED}6789"),
        ([(0, 10)], REMOVED),
    ],
)
def test_parts_are_replaced_each_once(spans: list[tuple[int, int]], left: str) -> None:
    assert redaction.replaced("0123456789", redaction.merged(spans, 10)) == left


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (finding(0, 2), (0, 2)),
        (finding(6, 9), (6 + len(REMOVED) - 2, 9 + len(REMOVED) - 2)),
        (finding(2, 4), None),
        (finding(3, 9), None),
        (finding(1, 9), None),
        (finding(0, 10), (0, 8 + len(REMOVED))),
        (finding(0, 0), (0, 0)),
        (finding(2, 4, field="name"), (2, 4)),
    ],
    ids=["before", "after", "the same", "across", "around", "the whole", "nowhere", "another field"],
)
def test_findings_follow_the_text(given: dict[str, object], expected: tuple[int, int] | None) -> None:
    moved = redaction.moved([given], [(2, 4)], 10)
    assert [(each["start"], each["end"]) for each in moved] == ([expected] if expected else [])


def test_a_text_that_is_emptied_takes_its_seal_along(article: Article, mo: User) -> None:
    comment = make_comment(article, text=TEXT, at=timezone.now() - dt.timedelta(days=40))
    redacted(comment, mo)
    moderation.decide([again(comment)], action="trash", by=mo)
    retention.empty_refused(before=timezone.now() + dt.timedelta(days=1))
    assert not LogDetail.objects.filter(entry__comment_id=comment.pk).exists()
