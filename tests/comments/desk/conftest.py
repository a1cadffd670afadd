"""The desk's cast: a story, a moderator at the desk, and a colleague."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from tests.factories import make_article, make_staff


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def moderator() -> User:
    """Return Amara Quist, who may decide on comments and nothing else."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


@pytest.fixture
def colleague() -> User:
    """Return Bashir Lindgren, another moderator."""
    return make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren")


@pytest.fixture
def desk(moderator: User) -> Client:
    """Return Amara's browser, signed in."""
    client = Client()
    client.force_login(moderator)
    return client
