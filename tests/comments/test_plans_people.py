"""Plans: what is asked about a person is read from an index, however many comments and bans there are."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Restriction
from tests.comments.test_plans import crowd

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["crowd"]


def told(rows: "QuerySet") -> str:
    """Return how the database would read some rows."""
    return rows.explain()


def test_a_persons_comments_names_and_bans_are_found_in_an_index(crowd: Article) -> None:
    Comment.objects.filter(pk__lt=Comment.objects.earliest("pk").pk + 500).update(
        device_print="a", name_look="llndy"
    )
    Restriction.objects.bulk_create(
        Restriction(
            effect="ban", target="email", fingerprint=f"print {number}", reason="person", since=timezone.now()
        )
        for number in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    hers = Comment.objects.filter(device_print__in=["a", "b"]).order_by("-submitted_at", "-id")[:200]
    alike = Comment.objects.public().for_article(crowd.pk).filter(name_look="llndy").order_by()
    banned = Restriction.objects.in_force(timezone.now()).about(["a", "b"])
    assert "comment_from_device" in told(hers)
    assert "comment_name_look" in told(alike)
    assert "restriction_in_force" in told(banned)
