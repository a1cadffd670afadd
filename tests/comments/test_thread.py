"""Thread: who stands where, what is left of who is gone, and how a long thread is cut into pages."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import fragments, moderation, thread
from comments.models import Comment
from comments.position import SEGMENT, ancestors, place_under
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture
def article() -> Article:
    """Return a published story."""
    return make_article()


def grow(article: Article, *depths: int) -> list[Comment]:
    """Return approved comments at these depths, each answering the last one above it."""
    line: list[Comment] = []
    made = []
    for minute, depth in enumerate(depths):
        parent = line[depth - 2] if depth > 1 else None
        at = START + dt.timedelta(minutes=minute)
        comment = make_comment(article, status="approved", parent=parent, at=at)
        line[depth - 1 :] = [comment]
        made.append(comment)
    return made


def remove(comment: Comment) -> None:
    """Take an approved comment from its readers."""
    comment.refresh_from_db()
    moderation.decide([comment], action="reject", by=None)


def test_each_comment_stands_before_its_answers_and_the_oldest_first(article: Article) -> None:
    first, answer = grow(article, 1, 2)
    second = make_comment(article, status="approved", at=START + dt.timedelta(minutes=5))
    late = make_comment(article, status="approved", parent=first, at=START + dt.timedelta(minutes=9))
    assert [row.id for row in thread.load(article).rows] == [first.pk, answer.pk, late.pk, second.pk]


def test_only_approved_comments_are_shown(article: Article) -> None:
    for status in ("pending", "rejected", "spam", "trash"):
        make_comment(article, status=status)
    assert thread.load(article).rows == []


def test_nesting_opens_and_closes_as_many_lists(article: Article) -> None:
    grow(article, 1, 2, 3, 2, 1, 2, 3, 4, 5)
    rows = thread.load(article).rows
    assert [(row.depth, row.has_replies, len(row.closes)) for row in rows] == [
        (1, True, 0), (2, True, 0), (3, False, 1), (2, False, 1), (1, True, 0),
        (2, True, 0), (3, True, 0), (4, True, 0), (5, False, 4),
    ]  # fmt: skip


def test_an_answer_to_the_last_depth_keeps_its_parent_and_is_drawn_at_the_last_depth(
    article: Article,
) -> None:
    *_, fifth = grow(article, 1, 2, 3, 4, 5)
    sixth = make_comment(article, status="approved", parent=fifth, at=START + dt.timedelta(hours=1))
    row = thread.load(article).rows[-1]
    assert (row.id, row.depth, row.to) == (sixth.pk, 5, fifth.name)
    assert sixth.parent_id == fifth.pk


def test_what_is_left_of_a_removed_comment_keeps_the_place_of_its_answers(article: Article) -> None:
    first, answer = grow(article, 1, 2)
    remove(first)
    gone, shown = thread.load(article).rows
    assert (gone.fragment, gone.id, gone.depth, gone.has_replies) == ("", first.pk, 1, True)
    assert (shown.id, shown.to) == (answer.pk, "")


def test_a_removed_comment_without_answers_leaves_nothing(article: Article) -> None:
    first, second = grow(article, 1, 1)
    remove(first)
    assert [row.id for row in thread.load(article).rows] == [second.pk]


def test_two_removed_generations_leave_two_places(article: Article) -> None:
    first, second, third = grow(article, 1, 2, 3)
    remove(first)
    remove(second)
    rows = thread.load(article).rows
    assert [(not row.fragment, row.depth) for row in rows] == [(True, 1), (True, 2), (False, 3)]
    assert [row.id for row in rows] == [None, second.pk, third.pk]


def test_a_removed_neighbour_at_the_last_depth_leaves_its_place_once(article: Article) -> None:
    *_, fifth = grow(article, 1, 2, 3, 4, 5)
    for minute in (10, 11):
        make_comment(article, status="approved", parent=fifth, at=START + dt.timedelta(minutes=minute))
    remove(fifth)
    rows = thread.load(article).rows
    assert [(not row.fragment, row.depth) for row in rows[4:]] == [(True, 5), (False, 5), (False, 5)]


def test_a_thread_of_200_is_one_query(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lay(article, tops=200)
    with django_assert_num_queries(1):
        rows = thread.load(article).rows
    assert len([row for row in rows if "<p>t</p>" in row.fragment]) == 50


def lay(article: Article, *, tops: int, answers: int = 0) -> None:
    """Store approved comments without the long way round: only their places matter here."""
    made = []
    for top in range(tops):
        place, _ = place_under("", 0, START + dt.timedelta(minutes=top), 5)
        made.append(row(article, place, 1, top))
        for answer in range(answers):
            below, depth = place_under(place, 1, START + dt.timedelta(minutes=top, seconds=answer), 5)
            made.append(row(article, below, depth, top))
    Comment.objects.bulk_create(made)


def row(article: Article, place: str, depth: int, number: int) -> Comment:
    """Return an approved comment at a place."""
    now = timezone.now()
    comment = Comment(
        article=article, position=place, depth=depth, status="approved", name=f"N{number}", text="t",
        body_html="<p>t</p>", receipt_hash=place, submitted_at=now, due_at=now,
    )  # fmt: skip
    fragments.set_on(comment)
    return comment


def test_a_page_carries_50_threads(article: Article) -> None:
    lay(article, tops=120)
    pages = [thread.load(article, number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert [page.total for page in pages] == [120, 120, 120]
    assert [bool(page.next_url) for page in pages] == [True, True, False]
    assert pages[1].next_url == f"{article.get_absolute_url()}comments/3/"
    assert pages[1].previous_url == article.get_absolute_url()


def test_a_page_carries_at_most_500_comments_in_whole_threads(article: Article) -> None:
    lay(article, tops=20, answers=59)
    assert len(thread.load(article).rows) == 480
    assert len(thread.load(article, 2).rows) == 480
    assert len(thread.load(article, 3).rows) == 240


def test_one_thread_longer_than_a_page_goes_on_under_what_it_answers(article: Article) -> None:
    lay(article, tops=1, answers=700)
    first, second = thread.load(article), thread.load(article, 2)
    assert (len(first.rows), len(second.rows)) == (500, 202)
    assert second.rows[0].depth == 1
    assert second.rows[0].fragment


def test_there_is_no_page_after_the_last(article: Article) -> None:
    lay(article, tops=3)
    for number in (0, 2, 99):
        with pytest.raises(thread.NoSuchPage):
            thread.load(article, number)


def test_every_comment_is_found_on_the_page_that_is_said(article: Article) -> None:
    lay(article, tops=120, answers=3)
    pages = {number: {row.id for row in thread.load(article, number).rows} for number in (1, 2, 3)}
    for comment in Comment.objects.order_by("?")[:40]:
        assert comment.pk in pages[thread.page_of(comment, article)]


def test_a_place_is_made_of_segments_and_never_grows_past_the_last_depth() -> None:
    place, depth = "", 0
    for _ in range(9):
        place, depth = place_under(place, depth, START, 5)
    assert (len(place), depth) == (5 * SEGMENT, 5)
    assert [len(above) for above in ancestors(place)] == [SEGMENT * n for n in (1, 2, 3, 4)]
