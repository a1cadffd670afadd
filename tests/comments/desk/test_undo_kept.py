"""Undo that is kept: within its minute the way back is there after a reload, on every list, and from any other page."""

import datetime as dt
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
from comments.models import Comment, LogEntry
from comments.models.log import UNDO_TIME
from tests.comments.desk.hands import DESK, UNDO, decided_by, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


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
