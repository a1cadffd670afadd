"""Pieces: drawn once from the same rows, anew from others, and not at all remembered where no view says of what."""

import re
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles import late, publishing
from articles.models import Article, Contributor, Section
from articles.templatetags import pieces
from tests.articles.pictures import make_picture
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db
TEMPLATE = "{% load pieces %}{% piece made_of number %}{{ counter }}{% endpiece %}"


class Counter:
    """Says how often it was looked at."""

    times = 0

    def __str__(self) -> str:
        self.times += 1
        return f"{self.times}"


def drawn(template: Template, counter: Counter, **values: Any) -> str:
    """Draw the template with these values."""
    return template.render(Context({"counter": counter, **values}))


def read(client: Client, article: Article) -> str:
    """Return a story's page as Django makes it."""
    return client.get(article.get_absolute_url()).content.decode()


def test_the_same_values_are_drawn_once() -> None:
    template, counter = Template(TEMPLATE), Counter()
    assert [drawn(template, counter, made_of=("a",), number=number) for number in (1, 1, 2, 1)] == [
        "1",
        "1",
        "2",
        "1",
    ]
    assert drawn(template, counter, made_of=("b",), number=1) == "3"


def test_nothing_is_remembered_where_no_view_says_what_a_page_is_made_of() -> None:
    template, counter = Template(TEMPLATE), Counter()
    assert [drawn(template, counter, number=1) for _ in range(3)] == ["1", "2", "3"]


def test_another_template_of_the_same_text_is_another_one() -> None:
    counter = Counter()
    assert [drawn(Template(TEMPLATE), counter, made_of=("a",)) for _ in range(2)] == ["1", "2"]


def _rename_the_section(article: Article) -> str:
    Section.objects.filter(pk=article.section_id).update(name="Tides")
    return "Tides"


def _add_a_section(_article: Article) -> str:
    return make_section(slug="weather").name


def _add_a_name(article: Article) -> str:
    article.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    return "Ines Calloway"


def _show_a_picture(article: Article) -> str:
    Article.objects.filter(pk=article.pk).update(lead_image=make_picture(alt="A quay at low water."))
    return "A quay at low water."


def _correct(article: Article) -> str:
    return publishing.correct(article, text="The year is 1908.").text


def _count(article: Article) -> str:
    make_comment(article, status="approved")
    return "1 reply"


def _close(article: Article) -> str:
    Article.objects.filter(pk=article.pk).update(comments_policy="closed")
    return '<a href="#replies">Replies</a>'


@pytest.mark.parametrize(
    "change",
    [_rename_the_section, _add_a_section, _add_a_name, _show_a_picture, _correct, _count, _close],
)
def test_whatever_changes_shows_at_once(client: Client, change: Any) -> None:
    article = make_article()
    before = read(client, article)
    told = change(article)
    assert told not in before
    assert told in read(client, article)


def test_a_picture_that_is_described_otherwise_shows_at_once(client: Client) -> None:
    picture = make_picture(alt="A quay.")
    article = make_article(lead_image=picture)
    assert "A quay." in read(client, article)
    type(picture).objects.filter(pk=picture.pk).update(alt="A pier.")
    assert "A pier." in read(client, article)


def test_another_name_of_the_paper_shows_at_once(client: Client, settings: Settings) -> None:
    article = make_article()
    read(client, article)
    settings.NEWSROOM_NAME = "The Other Paper"
    assert "The Other Paper" in read(client, article)


def test_a_decision_leaves_what_it_does_not_touch(client: Client) -> None:
    article = make_article()
    read(client, article)
    known = set(pieces.pieces._known)
    assert len(known) == 2
    Article.objects.filter(pk=article.pk).update(changed_at=timezone.now())
    read(client, article)
    assert set(pieces.pieces._known) == known


def test_all_is_asked_for_each_time(client: Client) -> None:
    article = make_article()
    read(client, article)
    with CaptureQueriesContext(connection) as asked:
        read(client, article)
    assert len(asked) == 4


def test_no_place_of_a_late_part_is_left_on_a_page(client: Client) -> None:
    article = make_article()
    comment = make_comment(article, status="approved", text=f"{late.MARK}0; and {late.MARK}9;")
    page = read(client, article)
    assert page.count(f'id="comment-{comment.pk}"') == 1
    assert len(re.findall(late.MARK, page)) == 2


def test_a_part_is_no_later_where_nobody_puts_it_in() -> None:
    assert late.put(b"here") == ""
