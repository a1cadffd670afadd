"""Plans: what a card shows besides its comment is read from an index, however many comments and notes there are."""

import pytest
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from articles.models import Article
from comments.desk import neighbours, record
from comments.models import Comment, Note
from comments.position import place_under
from tests.comments.test_plans import ROWS, crowd, is_read_in_order

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["crowd"]

MANY = 5_000


def analyze() -> None:
    """Let the database look at what is there."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def reads_it_all(rows: "QuerySet") -> bool:
    """Whether the table of comments would be read from end to end."""
    told = rows.explain()
    return "Seq Scan on comments_comment" in told or "SCAN comments_comment" in told


def test_the_newest_under_one_email_address_are_read_in_the_order_of_their_index(crowd: Article) -> None:
    Comment.objects.update(email_print=Concat(Value("e"), Cast(F("pk") % 50, CharField())))
    analyze()
    newest = Comment.objects.from_email(["e7"])
    told = newest.order_by("-submitted_at", "-id").values_list(*record.Sent._fields)[:202].explain()
    assert "comment_from_email" in told
    assert connection.vendor == "postgresql" or is_read_in_order(told, "comment_from_email")


def test_the_thread_around_a_comment_is_found_in_indexes(crowd: Article) -> None:
    first = Comment.objects.earliest("pk").pk
    Comment.objects.filter(pk__gt=first, pk__lte=first + 40).update(parent=first, depth=2)
    Comment.objects.filter(pk__gt=first + 40, pk__lte=first + 60).update(parent=first + 1, depth=3)
    analyze()
    by_id = Comment.objects.select_related("parent").in_bulk([first + 1, first + 50, first + ROWS // 2])
    assert [pk for pk, comment in by_id.items() if reads_it_all(neighbours.near(comment))] == []


def test_before_the_topmost_of_many_only_the_nearest_are_read(crowd: Article) -> None:
    place, _ = place_under("", 0, timezone.now(), 5)
    tops = Comment.objects.public().for_article(crowd.pk).filter(depth=1, position__lt=place)
    told = tops.order_by("-position", "-id").values("pk")[:6].explain()
    assert is_read_in_order(told, "comment_thread")


def test_notes_are_found_by_their_fingerprint_and_dropped_by_that_of_comments(crowd: Article) -> None:
    Note.objects.bulk_create(
        Note(
            target="email", fingerprint=f"print {number}", text="A note.", by_id=1, by="Mo", at=timezone.now()
        )
        for number in range(MANY)
    )
    Comment.objects.update(email_print=Concat(Value("e"), Cast(F("pk"), CharField())))
    analyze()
    told = Note.objects.about(["print 7"])[:20].explain()
    assert "comments_note_fingerprint" in told
    assert not reads_it_all(Note.objects.about_nobody())
    assert Note.objects.about_nobody().count() == MANY


def test_a_storys_held_comments_are_counted_from_an_index_up_to_the_cap(crowd: Article) -> None:
    held = Comment.objects.pending().for_article(crowd.pk).order_by().values("pk")[:1001]
    assert not reads_it_all(held)
    assert neighbours.numbers(crowd.pk) == neighbours.Numbers("1,000+", "1,000+")
