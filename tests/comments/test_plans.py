"""Plans: at a hundred thousand comments, the lists that people wait for are read from an index, in its order."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.position import place_under
from comments.querysets import ThreadPlace
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
        cursor.execute("ANALYZE")
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
    public = Comment.objects.public().for_article(crowd.pk).with_total().in_thread_order()
    thread = public.values_list(*ThreadPlace._fields)
    place, _ = place_under("", 0, timezone.now(), 5)
    lists = {
        "the queue": (held[:26], "comment_due"),
        "a later page of the queue": (held.due_after(middle.due_at, middle.pk)[:26], "comment_due"),
        "what was approved": (approved[:26], "comment_standing"),
        "a later page of that": (approved.moved_before(ROWS // 2, 1)[:26], "comment_standing"),
        "a thread": (thread[:501], "comment_thread"),
        "a later page of a thread": (thread.filter(position__gte=place)[:501], "comment_thread"),
    }
    plans = {name: (plan(rows), index) for name, (rows, index) in lists.items()}
    assert {name: told for name, (told, index) in plans.items() if not is_read_in_order(told, index)} == {}


def test_a_count_stops_at_its_cap(crowd: Article) -> None:
    assert Comment.objects.pending().capped_count() == 1001
