"""Addresses: remembered, and yet those of the row as it is now and of where the newsroom is mounted."""

from collections.abc import Iterator

import pytest
from django.urls import set_script_prefix

from articles.models import Article, Section


@pytest.fixture
def mounted() -> Iterator[None]:
    """Mount the newsroom under a path, and back."""
    set_script_prefix("/courier/")
    yield
    set_script_prefix("/")


def test_a_new_slug_is_a_new_address() -> None:
    section = Section(slug="harbour")
    assert section.get_absolute_url() == "/sections/harbour/"
    section.slug = "quay"
    assert section.get_absolute_url() == "/sections/quay/"


def test_a_story_stands_under_its_day(mounted: None) -> None:
    story = Article(slug="ferry")
    address = story.get_absolute_url()
    assert address == f"/courier/{story.dated:%Y/%m/%d}/ferry/"
    set_script_prefix("/")
    assert story.get_absolute_url() == f"/{story.dated:%Y/%m/%d}/ferry/"
