"""Undo that is kept: within its minute the way back is there after a reload, on every list, and from any other page."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import deeds, moderation
from comments.desk import queue
from comments.models import BulkRun, Comment, LogEntry
from comments.models.log import UNDO_TIME
from tests.comments.desk.hands import DESK, UNDO, decided_by, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def many_spammed(desk: Client, article: Article, count: int) -> str:
    """Select comments and press Spam; return where they are taken back."""
    tickets = [f"{comment.pk}:{comment.seq}" for comment in (make_comment(article) for _ in range(count))]
    assert desk.post(f"{DESK}bulk/", {"id": tickets, "action": "spam"}).status_code == 303
    return f"{DESK}bulk/{BulkRun.objects.latest('pk').pk}/"


def test_a_reload_without_the_address_of_the_decision_still_offers_undo(
    desk: Client, article: Article
) -> None:
    comment = make_comment(article, name="Edda Voss")
    make_comment(article)
    press(desk, f"{DESK}{comment.pk}/", action="approve")
    for address in (DESK, f"{DESK}?view=spam", f"{DESK}{Comment.objects.latest('pk').pk}/"):
        assert read(desk, address).says("toast").startswith("Approved: Edda Voss")
    assert desk.post(UNDO, read(desk).forms[UNDO]).status_code == 303
    assert Comment.objects.get(pk=comment.pk).status == "pending"
    assert "toast" not in read(desk).inside


def test_it_is_there_where_nothing_waits_any_more(desk: Client, article: Article) -> None:
    make_comment(article)
    press(desk, action="spam")
    page = read(desk)
    assert "Nothing waits." in page.text
    assert page.says("toast").startswith("Marked as spam: ")


def test_the_page_says_for_how_long_it_is_there(desk: Client, article: Article, moderator: User) -> None:
    decided_by(moderator, make_comment(article), at=timezone.now() - UNDO_TIME / 2)
    assert re.search(r'class="toast" role="status" data-seconds="(2\d|30)"', desk.get(DESK).content.decode())


def test_after_its_minute_it_is_gone(desk: Client, article: Article, moderator: User) -> None:
    comment = make_comment(article)
    decided_by(moderator, comment, at=timezone.now() - UNDO_TIME - dt.timedelta(seconds=1))
    assert "toast" not in read(desk).inside


def test_only_ones_own_last_deed_is_offered(
    desk: Client, article: Article, moderator: User, colleague: User
) -> None:
    first, second = make_comment(article), make_comment(article)
    decided_by(colleague, first)
    assert "toast" not in read(desk).inside
    decided_by(moderator, second)
    deeds.looked(first, by=moderator)
    assert read(desk).says("toast").startswith(f"Approved: {second.name}")
    decided_by(colleague, second, "trash")
    assert "toast" not in read(desk).inside


def test_one_of_many_made_at_once_is_not_offered_alone(
    desk: Client, article: Article, moderator: User
) -> None:
    moderation.decide([make_comment(article) for _ in range(3)], action="spam", by=moderator)
    assert "toast" not in read(desk).inside


def test_after_one_was_taken_back_the_one_before_it_is_offered(desk: Client, article: Article) -> None:
    first, second = make_comment(article, name="Edda Voss"), make_comment(article)
    for comment in (first, second):
        press(desk, f"{DESK}{comment.pk}/", action="approve")
    desk.post(UNDO, read(desk).forms[UNDO])
    assert read(desk).says("toast").startswith("Approved: Edda Voss")
    desk.post(UNDO, read(desk).forms[UNDO])
    assert "toast" not in read(desk).inside
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}


def test_after_many_were_taken_back_what_was_done_before_is_offered(desk: Client, article: Article) -> None:
    press(desk, f"{DESK}{make_comment(article, name='Edda Voss').pk}/", action="approve")
    assert desk.post(many_spammed(desk, article, 3), {"deed": "undo"}).status_code == 303
    assert read(desk).says("toast").startswith("Approved: Edda Voss")


def test_what_was_decided_before_on_the_same_comment_is_not_offered(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    for action in ("approve", "spam"):
        press(desk, f"{DESK}{comment.pk}/", action=action)
    desk.post(UNDO, read(desk).forms[UNDO])
    assert Comment.objects.get().status == "approved"
    assert "toast" not in read(desk).inside


def test_many_at_once_are_offered_together_wherever_one_goes_on(desk: Client, article: Article) -> None:
    made = many_spammed(desk, article, 2)
    for address in (DESK, f"{DESK}?view=approved", f"{DESK}campaigns/"):
        page = read(desk, address)
        assert page.says("toast").startswith("2 comments marked as spam.")
        assert made in page.forms
        assert UNDO not in page.forms
    assert desk.post(made, {"deed": "undo"}).status_code == 303
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}
    assert "toast" not in read(desk).inside
    assert "toast" not in read(desk, f"{DESK}?batch={BulkRun.objects.earliest('pk').pk}").inside


def test_a_selection_of_one_is_told_once_and_taken_back_wherever_one_goes_on(
    desk: Client, article: Article
) -> None:
    made = many_spammed(desk, article, 1)
    page = read(desk, f"{DESK}?batch={BulkRun.objects.get().pk}")
    assert page.all("toast") == ["1 comment marked as spam. Undo u"]
    assert UNDO not in page.forms
    page = read(desk)
    assert made not in page.forms
    assert desk.post(UNDO, page.forms[UNDO]).status_code == 303
    assert Comment.objects.get().status == "pending"


def test_many_at_once_are_offered_until_something_else_is_done(
    desk: Client, article: Article, moderator: User, colleague: User
) -> None:
    made, single = many_spammed(desk, article, 2), make_comment(article, name="Edda Voss")
    decided_by(colleague, make_comment(article))
    deeds.looked(single, by=moderator)
    assert made in read(desk).forms
    press(desk, f"{DESK}{single.pk}/", action="approve")
    assert read(desk).says("toast").startswith("Approved: Edda Voss")
    assert made not in read(desk).forms


def test_many_at_once_are_not_offered_after_their_minute(desk: Client, article: Article) -> None:
    many_spammed(desk, article, 2)
    BulkRun.objects.update(asked_at=timezone.now() - UNDO_TIME)
    assert "toast" not in read(desk).inside


def test_the_parts_that_the_script_asks_for_tell_nothing_of_it(desk: Client, article: Article) -> None:
    first, second = make_comment(article), make_comment(article)
    press(desk, f"{DESK}{first.pk}/", action="approve")
    assert "toast" not in read(desk, f"{DESK}{second.pk}/?part=card").inside


def test_what_was_done_last_is_read_from_its_index(article: Article, moderator: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        queue.last_deed(moderator, timezone.now())
    (query,) = captured.captured_queries
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        explain: Any = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {query['sql']}")
        told = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "log_by_actor_at" in told
    assert "TEMP B-TREE" not in told
    assert not LogEntry.objects.filter(actor_id=moderator.pk).exists()
