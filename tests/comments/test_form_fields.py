"""Reply forms have their fields in common until they are drawn."""

import pytest
from crispy_forms.utils import render_crispy_form

from articles.addresses import Place
from articles.models import Article
from comments.forms import ReplyForm
from tests.factories import make_article


@pytest.fixture
def article(db: None) -> Article:
    return make_article()


def test_a_form_that_was_drawn_with_errors_leaves_nothing_behind_in_the_next_one(article: Article) -> None:
    fresh = render_crispy_form(ReplyForm(article=article))
    refused = ReplyForm({"name": "Kim", "email": "kim"}, article=article)
    assert not refused.is_valid()
    assert "no @ in it" in render_crispy_form(refused)
    assert render_crispy_form(ReplyForm(article=article)) == fresh


def test_a_field_of_one_storys_form_is_in_no_other_form(article: Article) -> None:
    here, there = ReplyForm(article=article), ReplyForm(article=make_article())
    assert here.fields.keys() - there.fields.keys() == {here.marks.trap}


def test_a_form_is_the_same_for_a_story_and_for_the_place_where_it_stands(article: Article) -> None:
    place = Place(article.pk, article.dated, article.slug)
    assert render_crispy_form(ReplyForm(article=place)) == render_crispy_form(ReplyForm(article=article))
