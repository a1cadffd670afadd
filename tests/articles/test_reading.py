"""Reading: statements that are written once bring the same as the querysets that they are written from."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db.models import Model
from django.utils import timezone

from articles import publishing, reading
from articles.models import Article, Contributor, Section
from tests.articles.pictures import make_picture
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def values(row: Model | None) -> dict[str, Any]:
    """Return the values of a row's fields, by name."""
    assert row is not None
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def read(article: Article) -> Article | None:
    """Return what is read at a story's address."""
    return reading.story(article.dated, article.slug)


def test_a_story_comes_with_all_that_its_page_shows(django_assert_num_queries: Any) -> None:
    article = make_article(lead_image=make_picture(alt="A quay."), section=make_section(opinion=True))
    article.bylines.create(contributor=Contributor.objects.create(name="Ines Calloway", slug="ines"))
    told = Article.objects.for_page().get(pk=article.pk)
    with django_assert_num_queries(1):
        found = read(article)
        assert found is not None
        assert values(found) == values(told)
        assert values(found.section) == values(told.section)
        assert values(found.lead_image) == values(told.lead_image)
        assert found.byline == ["Ines Calloway"]


def test_a_story_without_picture_or_names_has_none() -> None:
    found = read(make_article())
    assert found is not None
    assert (found.lead_image, found.byline) == (None, [])


def test_each_address_and_each_moment_is_asked_for_anew() -> None:
    first, second = make_article(), make_article()
    draft, ahead = make_article(published=False), make_article(at=timezone.now() + HOUR)
    assert [read(article) for article in (first, second, draft, ahead)] == [first, second, None, None]
    publishing.withdraw(first)
    assert read(first) == first


def test_what_was_not_read_is_not_fetched_behind_the_pages_back() -> None:
    article = make_article()
    publishing.correct(article, text="The year is 1908.")
    (found,) = reading.corrections(article)
    with pytest.raises(FieldFetchBlocked):
        _ = found.article


def test_corrections_stand_in_their_order() -> None:
    article = make_article(at=timezone.now() - HOUR)
    later = publishing.correct(article, text="The name is Pell.", at=timezone.now())
    sooner = publishing.correct(article, text="The year is 1908.", at=timezone.now() - HOUR / 2)
    publishing.correct(make_article(), text="Another story's.")
    assert [values(found) for found in reading.corrections(article)] == [values(sooner), values(later)]


def test_a_section_shows_at_once_and_so_does_its_new_name() -> None:
    last, first = make_section(slug="schools", position=2), make_section(slug="culture", position=1)
    assert list(reading.sections()) == [first, last]
    Section.objects.filter(pk=last.pk).update(name="Learning", position=0)
    assert [section.name for section in reading.sections()] == ["Learning", first.name]
