"""Plans: at a hundred thousand comments, the lists that people wait for are read from an index, in its order."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from comments.keyset import NUMBERS, KeySet
from comments.models import Comment
from comments.position import place_under
from comments.words import Status
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 100_000
STATUSES = ("pending", "approved", "rejected", "spam")


@pytest.fixture
def crowd() -> Article:
    """Fill the table by copying one comment, each copy at a place, a time and a number of its own."""
    article = make_article()
    comment = make_comment(article, at=timezone.now())
    copied = {
        "id": f"n + {comment.pk}",
        "uuid": _unlike("uuid", "n"),
        "position": "n",
        "status": f"CASE n % 4 {' '.join(f'WHEN {i} THEN {name!r}' for i, name in enumerate(STATUSES))} END",
        "seq": "n",
        "standing_seq": "n",
        "receipt_hash": "n",
        "text_digest": "n",
    }
    names = [field.column for field in Comment._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"c.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
            INSERT INTO comments_comment ({", ".join(names)})
            SELECT {values} FROM comments_comment c CROSS JOIN numbers WHERE c.id = {comment.pk}"""  # noqa: S608
        )
        # What is in an index alone is known to PostgreSQL only after a VACUUM; it does both by itself.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return article


def _unlike(column: str, number: str) -> str:
    if connection.vendor == "postgresql":
        return f"md5({number}::text)::uuid"
    return f"printf('%032x', {number})"


def plan(rows: "QuerySet[Comment]") -> str:
    """Return how the database would read some rows."""
    return rows.explain()


def is_read_in_order(told: str, index: str) -> bool:
    """Whether a plan reads from this index and sorts nothing."""
    return index in told and "Sort" not in told and "TEMP B-TREE" not in told


def test_the_lists_that_people_wait_for_are_read_in_the_order_of_their_index(crowd: Article) -> None:
    middle = Comment.objects.pending().next_due()[ROWS // 8]
    held = Comment.objects.pending().next_due()
    approved = Comment.objects.in_status(Status.APPROVED).last_moved_first()
    thread = Comment.objects.public().for_article(crowd.pk).with_total().in_thread_order().for_thread()
    place, _ = place_under("", 0, timezone.now(), 5)
    due, moved = KeySet("due_at"), KeySet("standing_seq", descending=True, bounds=NUMBERS)
    lists = {
        "the queue": (held[:26], "comment_due"),
        "a later page of the queue": (due.page(held, after=(middle.due_at, middle.pk))[:26], "comment_due"),
        "what was approved": (approved[:26], "comment_stands"),
        "a later page of that": (moved.page(approved, after=(ROWS // 2, 1))[:26], "comment_stands"),
        "a thread": (thread.filter(position__gte="")[:501], "comment_thread"),
        "a later page of a thread": (thread.filter(position__gte=place)[:501], "comment_thread"),
    }
    plans = {name: (plan(rows), index) for name, (rows, index) in lists.items()}
    assert {name: told for name, (told, index) in plans.items() if not is_read_in_order(told, index)} == {}


def test_a_count_stops_at_its_cap(crowd: Article) -> None:
    assert Comment.objects.pending().capped_count() == 1001


def test_replies_are_counted_story_by_story_from_the_index_of_their_threads(crowd: Article) -> None:
    told = Comment.objects.public().counts_of([crowd.pk, crowd.pk + 1]).explain()
    assert "comment_thread" in told
    assert "Seq Scan on comments_comment" not in told
    assert Comment.objects.count_public([crowd.pk, crowd.pk + 1]) == {crowd.pk: ROWS // 4}


@pytest.mark.sqlite
def test_without_statistics_replies_are_counted_from_that_index_too() -> None:
    assert "comment_thread" in Comment.objects.public().counts_of([1]).explain()
    thread = Comment.objects.public().for_article(1).with_total().in_thread_order().for_thread()
    assert "comments_comment_article_id" not in thread.explain()
