"""Plans: at a hundred thousand comments, what is asked of them when one arrives is read from the end of an index."""

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import Comment, TextPrint
from comments.models.campaign import BAND_NAMES, NEIGHBOURS, NEWEST_IN_A_BAND
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 100_000
SAME_BAND = 7  # every tenth text has it: a storm of the same


@pytest.fixture
def crowd() -> None:
    """Fill both tables: each comment a copy of one, with bands of its own but for every tenth."""
    comment = make_comment(
        make_article(), at=timezone.now(), text="One comment of many, with words enough for a sketch."
    )
    copied = {
        "id": f"n + {comment.pk}",
        "uuid": "md5(n::text)::uuid" if connection.vendor == "postgresql" else "printf('%032x', n)",
        "position": "n",
        "seq": "n",
        "receipt_hash": "n",
        "text_digest": "n",
    }
    names = [field.column for field in Comment._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"c.{name}") for name in names)
    bands = ", ".join(f"CASE WHEN n % 10 = 0 THEN {SAME_BAND} ELSE n * 8 + {place} END" for place in range(6))
    counting = f"SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS}"  # noqa: S608
    numbers = f"WITH RECURSIVE numbers (n) AS ({counting})"
    comments = (
        f"INSERT INTO comments_comment ({', '.join(names)})"  # noqa: S608
        f" SELECT {values} FROM comments_comment c CROSS JOIN numbers WHERE c.id = {comment.pk}"
    )
    prints = (
        f"INSERT INTO comments_textprint (comment_id, marks, {', '.join(BAND_NAMES)})"  # noqa: S608
        f" SELECT n + {comment.pk}, p.marks, {bands} FROM comments_textprint p CROSS JOIN numbers"
        f" WHERE p.comment_id = {comment.pk}"
    )
    with connection.cursor() as cursor:
        for insert in (comments, prints):
            cursor.execute(f"{numbers} {insert}")
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def plan(statement: str, parameters: list[object]) -> str:
    """Return how the database would read a statement's rows."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}", parameters)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.usefixtures("crowd")
def test_what_is_alike_is_looked_up_in_the_index_of_each_band() -> None:
    since = connection.ops.adapt_datetimefield_value(timezone.now())
    told = plan(NEIGHBOURS, [12345, 2, 3, 4, 5, 6, since])
    assert all(f"print_{band}" in told for band in BAND_NAMES)
    assert "Seq Scan on comments_textprint" not in told
    assert "Seq Scan on comments_comment" not in told
    assert not [line for line in told.splitlines() if line.startswith("SCAN comments_")]
    found = TextPrint.objects.neighbours([SAME_BAND] * 6, timezone.now().replace(year=2000))
    assert len(found) == NEWEST_IN_A_BAND
    assert [one.comment_id for one in found] == sorted((one.comment_id for one in found), reverse=True)


@pytest.mark.usefixtures("crowd")
def test_what_came_lately_is_counted_from_the_end_of_the_index() -> None:
    now = timezone.now()
    told = Comment.objects.newest_between(now.replace(year=2000), now, most=300).explain()
    assert "comment_newest" in told
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told
    story = Comment.objects.for_article(0).newest_between(now.replace(year=2000), now, most=300)
    address = Comment.objects.from_email(["0"]).newest_between(now.replace(year=2000), now, most=300)
    assert not [told for told in (story.explain(), address.explain()) if "Seq Scan" in told or "SCAN" in told]
    same = Comment.objects.with_text_digest("5", most=100).explain()
    assert "comment_same_text" in same
