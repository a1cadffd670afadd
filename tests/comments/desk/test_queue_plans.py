"""Plans: at a hundred thousand comments every list, order and filter of the desk is read from an index."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.desk import queue
from comments.desk.place import Order, Place, View
from comments.desk.scope import KEPT, Scope, of
from comments.models import Comment
from tests.comments.test_plans import ROWS, crowd
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["crowd"]

INDEXES = {
    View.HELD: "comment_due",
    View.REPORTED: "comment_reported",
    View.ESCALATED: "comment_escalated",
    View.DECIDED: "comment_decided",
    View.MINE: "comment_decided_by",
}
SIFTING = ("section=harbour", "rule=links", "language=de", "name=nobody", "q=nothing", "older=1h", "newer=1h")


@pytest.fixture
def amara(crowd: Article) -> User:
    """Let Amara and a colleague have decided on everything that does not wait; readers have reported a fifth."""
    amara, bashir = make_staff("amara", "Moderator"), make_staff("bashir", "Moderator")
    table = Comment._meta.db_table
    other = make_article()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {table} SET decided_seq = seq,
            decided_by_id = CASE WHEN seq % 3 = 0 THEN {amara.pk} ELSE {bashir.pk} END
            WHERE status <> 'pending'"""  # noqa: S608
        )
        # Each a second after the one before: where all are due at once, nothing tells how far a page goes.
        times = ", ".join(f"{name} = {_later(name)}" for name in ("due_at", "submitted_at"))
        cursor.execute(f"UPDATE {table} SET {times}")  # noqa: S608
        also = "reported_due_at = due_at, escalated_at = due_at"
        cursor.execute(f"UPDATE {table} SET {also} WHERE seq % 5 = 0")  # noqa: S608
        cursor.execute(f"UPDATE {table} SET article_id = {other.pk} WHERE seq % 1000 = 0")  # noqa: S608
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return amara


def _later(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} + seq * interval '1 second'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '+' || seq || ' seconds') || '.500000'"


def plans(place: Place, user: User) -> str:
    """Return how the database reads a page: all its queries' plans."""
    of(user)  # asked once a request, and not of comments
    with CaptureQueriesContext(connection) as captured:
        queue.window(place, user)
    return "\n".join(plan_of(query["sql"]) for query in captured.captured_queries)


def plan_of(sql: str) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{explain} {sql.replace('%', '%%')}" if connection.vendor == "sqlite" else f"{explain} {sql}"
        )
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def is_flat(told: str) -> bool:
    """Whether nothing is sorted, and no table of comments read from end to end."""
    whole = re.search(r"Seq Scan on comments_comment|SCAN comments_comment(?! USING)|SCAN U\d", told)
    return "Sort" not in told and "TEMP B-TREE" not in told and not whole


def is_bounded(told: str) -> bool:
    """Whether that is so; PostgreSQL may sort what it looked at, since a page or a list ends before 2,000 rows."""
    return is_flat(told.replace("Sort", ""))


def later(place: Place, user: User) -> Place:
    """Return a page from the middle of a list; nothing stands in the trash."""
    rows = place.comments(user).values("pk", place.keyset.field)[ROWS // 40 :][:1]
    return next(map(place.behind, rows), place)


def lists() -> Iterator[Place]:
    """Yield every list in every order."""
    for view in View:
        for order in Order:
            yield Place(view, order=order)


def test_every_list_in_every_order_is_read_from_its_index(amara: User) -> None:
    told = {place: plans(place, amara) + plans(later(place, amara), amara) for place in lists()}
    assert {place: plan for place, plan in told.items() if not is_flat(plan)} == {}
    own = {view: told[Place(view)] for view in View}
    assert {view: plan for view, plan in own.items() if INDEXES.get(view, "comment_stands") not in plan} == {}


def test_a_filter_that_no_index_has_is_looked_for_within_bounds(amara: User) -> None:
    for place in lists():
        for filters in SIFTING:
            name, value = filters.split("=")
            sifted = Place.read({"view": place.view, "order": place.order, name: value})
            told = plans(sifted, amara)
            assert is_bounded(told), (sifted, told)
            with CaptureQueriesContext(connection) as captured:
                found, count = queue.matching(sifted, amara)
                list(found[:10])
            told = "\n".join(plan_of(query["sql"]) for query in captured.captured_queries)
            assert is_bounded(told), (sifted, told)
            assert count.is_more or sifted.driver(amara).count() <= queue.MOST_LOOKED_AT
    setattr(amara, KEPT, Scope(frozenset({Article.objects.latest("pk").section_id})))
    for place in lists():
        told = plans(place, amara)
        assert is_bounded(told), (place, told)
    with CaptureQueriesContext(connection) as captured:
        counts: Any = queue.counts(amara)
    assert counts[View.HELD].is_more
    told = "\n".join(plan_of(query["sql"]) for query in captured.captured_queries)
    assert "Seq Scan on comments_comment" not in told


def test_what_is_of_one_story_or_one_person_is_looked_up(amara: User) -> None:
    story = str(Article.objects.latest("pk").pk)
    expected = {
        ("held", "due"): "comment_story_due",
        ("held", "newest"): "comment_story_sent",
        ("approved", "due"): "comment_story_sent",
        ("trash", "oldest"): "comment_story_sent",
    }
    for (view, order), index in expected.items():
        place = Place.read({"view": view, "order": order, "story": story})
        told = plans(place, amara)
        assert index in told, (place, told)
        assert is_bounded(told), (place, told)
    few = list(Comment.objects.order_by("pk").values_list("pk", flat=True)[:500])
    Comment.objects.filter(pk__in=few).update(device_print="a", email_print="b")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for by in ("device", "email"):
        told = plans(Place.read({"like": str(few[0]), "by": by}), amara)
        assert f"comment_from_{by}" in told
        assert not re.search(r"Seq Scan on comments_comment|SCAN comments_comment(?! USING)", told)
