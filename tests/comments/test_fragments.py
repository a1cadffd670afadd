"""Fragments: what readers see of a comment is made when it is written, and joined when it is read."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.remembered import Remembered
from comments import fragments, moderation, retention, thread
from comments.models import Comment, LogEntry
from comments.querysets import CommentQuerySet
from tests.comments.test_thread import grow, lay
from tests.factories import make_article, make_comment, submit
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 22, 12, tzinfo=dt.UTC)


def read(client: Client, article: Article, query: str = "") -> str:
    """Return the story's page, checked as every public page is."""
    response = client.get(article.get_absolute_url() + query)
    assert_public(response)
    return str(response.content.decode())


def age(article: Article) -> None:
    """Make the fragments under a story those of an older newsroom, which this process has not read."""
    Comment.objects.filter(article=article).update(fragment="<p>Mouldy</p>", fragment_version="old")
    thread.first_pages = Remembered(thread.MOST_BYTES)


def test_a_comment_has_its_fragment_from_the_start() -> None:
    comment = submit(make_article(), text="A *quay* & a crane.").comment
    comment.refresh_from_db()
    assert comment.fragment_version == fragments.version()
    assert "<p>A *quay* &amp; a crane.</p>" in str(comment.fragment)


def test_a_page_shows_the_comment_with_all_that_belongs_to_it(client: Client) -> None:
    article = make_article()
    fields = {"name": "Ann & Co", "website": "https://example.org/?a=1&b=2", "text": "Well said."}
    comment = make_comment(article, status="approved", at=NOON, **fields)
    page = Page(read(client, article))
    (drawn,) = page.all("article", has_class="comment")
    assert drawn["id"] == f"comment-{comment.pk}"
    assert page.one("h3").text == "Ann & Co"
    page.one("a", href="https://example.org/?a=1&b=2", rel="nofollow ugc noopener")
    link = page.one("a", href=f"/comments/{comment.pk}/")
    assert (link.text, link["title"]) == ("22 Jun 2026, 12:00", "Permanent link")
    assert page.one("form", has_class="comment__acts")["action"] == f"{article.get_absolute_url()}#reply"
    assert page.one("input", name="replyto")["value"] == str(comment.pk)
    reply, report = page.all("button", has_class="")[:2]
    assert (reply.text, reply["aria-label"]) == ("Reply", "Reply to Ann & Co")
    assert (report.text, report["formaction"]) == ("Report", "/comments/report/")
    # A form's button sends it anyhow, and each would weigh.
    assert 'type="submit"' not in (comment.fragment or "")


def test_an_answer_names_whom_it_answers(client: Client) -> None:
    article = make_article()
    parent = make_comment(article, status="approved", name="<b>&amp;\x01")
    make_comment(article, status="approved", parent=parent)
    page = read(client, article)
    assert Page(page).one("span", has_class="comment__to").text == "to <b>&amp;\x01"
    assert "&lt;b&gt;&amp;amp;" in page


def test_no_cut_is_left_on_a_page(client: Client) -> None:
    article = make_article()
    first, second, third, _ = grow(article, 1, 2, 3, 3)
    for gone in (first, second):
        gone.refresh_from_db()
        moderation.decide([gone], action="reject", by=None)
    assert third.is_public
    assert re.search(r"[\x00-\x08\x0b-\x1f]", read(client, article)) is None


def test_whatever_is_in_the_text_is_no_cut() -> None:
    cuts = "".join(map(chr, range(1, 9)))
    article = make_article()
    comment = make_comment(article, status="approved", name=f"N{cuts}", text=f"T{cuts}")
    comment.body_html = f"<p>T{cuts}</p>"
    made = fragments.make(comment)
    assert made.count(fragments.ID) == 3
    assert made.count(fragments.ACTS) == 2
    assert fragments.TEXT not in made


@pytest.mark.parametrize(("policy", "count"), [("premoderated", 1), ("postmoderated", 1), ("closed", 0)])
def test_a_closed_story_offers_no_reply_and_takes_reports_all_the_same(
    client: Client, policy: str, count: int
) -> None:
    article = make_article()
    comment = make_comment(article, status="approved")
    Article.objects.update(comments_policy=policy)
    page = Page(read(client, article))
    assert len(page.all("button", aria_label=f"Reply to {comment.name}")) == count
    assert [button.text for button in page.all("button", formaction="/comments/report/")] == ["Report"]


def test_a_stale_fragment_is_made_anew_for_the_reader_and_not_stored(
    client: Client, django_assert_num_queries: Any
) -> None:
    article = make_article()
    lay(article, tops=60)
    expected = [row.fragment for row in thread.load(article).rows]
    age(article)
    with django_assert_num_queries(2):
        assert [row.fragment for row in thread.load(article).rows] == expected
    assert "Mouldy" not in read(client, article)
    assert set(Comment.objects.values_list("fragment_version", flat=True)) == {"old"}


def test_a_comment_without_a_fragment_is_shown() -> None:
    article = make_article()
    make_comment(article, status="approved", text="From before.")
    Comment.objects.update(fragment=None, fragment_version=None)
    assert "From before." in thread.load(article).rows[0].fragment


def test_nothing_is_left_of_a_comment_that_went_while_the_page_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = make_article()
    comment = make_comment(article, status="approved")
    age(article)

    def reject_first(ids: Iterable[int]) -> dict[int, str]:
        moderation.decide([comment], action="reject", by=None)
        return made_anew(ids)

    made_anew = fragments.made_anew
    monkeypatch.setattr(fragments, "made_anew", reject_first)
    assert [row.fragment for row in thread.load(article).rows] == [""]


def test_refreshing_stores_what_readers_see_and_leaves_all_else_alone(client: Client) -> None:
    article = make_article()
    comments = [make_comment(article, status="approved") for _ in range(3)]
    make_comment(article, status="rejected")
    expected = read(client, article)
    age(article)
    entries, changed_at = LogEntry.objects.count(), Article.objects.get().changed_at
    assert fragments.are_stale()
    assert [fragments.refresh_stale(batch=3), fragments.refresh_stale(), fragments.refresh_stale()] == [
        3,
        1,
        0,
    ]
    assert not fragments.are_stale()
    assert read(client, article) == expected
    assert LogEntry.objects.count() == entries
    assert Article.objects.get().changed_at == changed_at
    assert {row.seq for row in comments} == set(Comment.objects.public().values_list("seq", flat=True))


@pytest.mark.parametrize("refresh", [fragments.refresh.func, partial(call_command, "refresh_fragments")])
def test_the_task_and_the_command_refresh_everything(refresh: Callable[[], object]) -> None:
    article = make_article()
    lay(article, tops=5)
    age(article)
    refresh()
    assert not fragments.are_stale()


def test_refreshing_brings_nothing_back_that_was_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    long_ago = timezone.now() - dt.timedelta(days=31)
    make_comment(article, status="trash", at=long_ago, name="Canary", text="Canary")
    age(article)
    lock = CommentQuerySet.locked

    def empty_first(rows: CommentQuerySet, ids: Iterable[int]) -> CommentQuerySet:
        monkeypatch.undo()
        retention.apply()
        return lock(rows, ids)

    monkeypatch.setattr(CommentQuerySet, "locked", empty_first)
    fragments.refresh_stale()
    emptied = Comment.objects.get()
    assert (emptied.fragment, emptied.fragment_version) == ("", fragments.version())


def test_an_emptied_comment_keeps_no_fragment() -> None:
    make_comment(make_article(), status="trash", at=timezone.now() - dt.timedelta(days=31), name="Canary")
    assert "Canary" in str(Comment.objects.get().fragment)
    retention.apply()
    assert Comment.objects.get().fragment == ""


@pytest.mark.parametrize(("name", "value"), [("TIME_ZONE", "Europe/Lisbon"), ("LANGUAGE_CODE", "pt")])
def test_another_zone_or_language_shows_at_once(client: Client, settings: Any, name: str, value: str) -> None:
    article = make_article()
    make_comment(article, status="approved", at=NOON)
    before = read(client, article)
    setattr(settings, name, value)
    assert fragments.are_stale()
    told = Page(read(client, article)).one("a", has_class="comment__time").text
    assert told == {"TIME_ZONE": "22 Jun 2026, 13:00", "LANGUAGE_CODE": "22 Jun 2026, 12:00"}[name]
    assert read(client, article) != before


def test_a_fragment_does_not_depend_on_who_writes_it() -> None:
    comment = submit(make_article(), at=NOON).comment
    with timezone.override("Asia/Tokyo"):
        assert fragments.make(comment) == comment.fragment


def test_two_avatars_are_not_alike() -> None:
    article = make_article()
    drawn = {
        re.findall(' stroke-dasharray="([^"]+)"', str(submit(article).comment.fragment))[0] for _ in range(50)
    }
    assert len(drawn) > 45  # of 280,000 drawings one may come twice


def test_what_is_stale_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    told = Comment.objects.with_other_fragments("new").explain()
    assert "comment_made_with" in told


def test_the_form_is_the_same_for_each_story_but_for_its_address(client: Client) -> None:
    first, second = make_article(), make_article()
    pages = [Page(read(client, article)) for article in (first, second)]
    actions = [page.one("form", method="post")["action"] for page in pages]
    assert actions == [f"{article.get_absolute_url()}reply/" for article in (first, second)]
    other = make_article(comments_policy="postmoderated")
    assert (
        Page(read(client, other)).one("form", method="post").text != pages[0].one("form", method="post").text
    )
