"""Bylines: the names stand in their order, and cost no query of their own."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Byline, Contributor
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names", [[], ["Ines Calloway"], ["Zoë", "Ann", "Mo Ray"], [f"N{n}" for n in range(12)]]
)
def test_names_stand_in_the_order_of_the_byline(
    names: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_article()
    for place, name in reversed(list(enumerate(names))):
        person = Contributor.objects.create(name=name, slug=f"n{place}")
        Byline.objects.create(article=article, contributor=person, position=place)
    with django_assert_num_queries(1):
        assert Article.objects.for_page().get(pk=article.pk).byline == names
    assert Article.objects.get(pk=article.pk).byline == names
