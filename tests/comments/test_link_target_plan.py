"""Where comments led is read from an index, newest first, however many of them led there."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import LinkTarget
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 100_000
HOSTS = ["a" * 32, "b" * 32]


def fill() -> None:
    """Let a comment lead a hundred thousand times to two hosts."""
    comment = make_comment(make_article())
    now = timezone.now()
    LinkTarget.objects.bulk_create(
        (
            LinkTarget(comment=comment, host_digest=HOSTS[number % 2], at=now - dt.timedelta(seconds=number))
            for number in range(ROWS)
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def plan(statement: str) -> str:
    """Return how the database would read what a statement asks for."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}")
        return "\n".join(str(row) for row in cursor.fetchall())


def test_the_newest_are_read_from_the_index_in_its_order() -> None:
    fill()
    with CaptureQueriesContext(connection) as asked:
        found = LinkTarget.objects.lately(HOSTS, since=timezone.now() - dt.timedelta(days=7), most=60)
    assert (len(found), len(asked)) == (120, 1)
    told = plan(asked[0]["sql"])
    assert told.count("link_target_lately") == len(HOSTS)
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told
    assert "Seq Scan on comments_linktarget" not in told
