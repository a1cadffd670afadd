"""Bulk: how many match is shown before a decision on all of them, exactly or as at least that many."""

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.comments.desk.hands import read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

ALL = "/moderation/bulk/all/"


@pytest.fixture
def held(article: Article) -> list[Comment]:
    """Return five comments that wait."""
    return [make_comment(article, text=f"The ferry, number {number}.") for number in range(5)]


def statuses() -> list[str]:
    """Return where the comments stand, in the order in which they came."""
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_number_and_a_sample_are_shown_before_it_runs(desk: Client, held: list[Comment]) -> None:
    page = read(desk, f"{ALL}?q=number")
    assert page.says("many").startswith("5 comments Held comments, with “number”.")
    assert len(page.all("sample__text")) == 5
    assert statuses() == ["pending"] * 5


def test_a_capped_number_is_said_as_such(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("bulk", "queue"):
        monkeypatch.setattr(f"comments.desk.{room}.COUNT_CAP", 2)
    assert read(desk, ALL).says("many").startswith("2+ comments Held comments. That many at least; how many")


@pytest.mark.parametrize(
    ("query", "looked_at", "said"),
    [
        (
            "q=number+4",
            3,
            "0+ comments Held comments, with “number 4”. That many at least: 3 comments were looked at",
        ),
        (
            "q=number+1",
            3,
            "1+ comments Held comments, with “number 1”. That many at least: 3 comments were looked at",
        ),
        (
            "q=number+4",
            5,
            "1+ comments Held comments, with “number 4”. That many at least: 5 comments were looked at",
        ),
        ("q=number+4", 6, "1 comment Held comments, with “number 4”. What arrives"),
        ("order=newest", 3, "5 comments Held comments. What arrives"),
    ],
)
def test_a_number_is_exact_or_said_not_to_be(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch, query: str, looked_at: int, said: str
) -> None:
    monkeypatch.setattr("comments.desk.queue.MOST_LOOKED_AT", looked_at)
    page = read(desk, f"{ALL}?{query}")
    assert page.says("many").startswith(said)
    assert len(page.all("sample__text")) == int(said[0])


def test_it_decides_on_all_that_match_also_where_none_was_come_to(
    desk: Client, held: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.desk.queue.MOST_LOOKED_AT", 3)
    desk.post(ALL, {**read(desk, f"{ALL}?q=number+4").forms[ALL], "action": "spam"})
    assert statuses() == [*["pending"] * 4, "spam"]
