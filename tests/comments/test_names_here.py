"""Names under a story: whose they look like is read from what readers see there, and from the newsroom's own."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Contributor
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db

DISGUISED = "L\u0456ndy Marsh"


@pytest.fixture
def article() -> Article:
    """Return an open story."""
    return make_article(comments_policy="postmoderated")


def found(article: Article, name: str, **sent: str) -> dict[str, str]:
    """Return what is found in a comment that is not about trust, by rule."""
    findings = submit(article, name=name, **sent).comment.findings
    return {
        each["rule"]: each["severity"] for each in findings if each["rule"] not in {"unproved", "newcomer"}
    }


def test_another_commenters_name_in_other_letters_is_held(article: Article) -> None:
    make_comment(article, status="approved", name="Lindy Marsh")
    assert found(article, DISGUISED) == {"imitated-name": "hold"}
    assert found(article, "Lindy Marsh") == {"same-name": "note"}
    assert found(article, "Linda Marsh") == {}


def test_only_names_that_readers_see_under_this_story_count(article: Article) -> None:
    make_comment(article, status="rejected", name="Lindy Marsh")
    make_comment(make_article(), status="approved", name="Lindy Marsh")
    assert found(article, DISGUISED) == {}


def test_the_same_person_may_have_the_same_name(article: Article) -> None:
    make_comment(article, status="approved", name="Lindy Marsh", device="hers")
    assert found(article, "Lindy Marsh", device="hers") == {}
    assert found(article, "Lindy Marsh", device="another") == {"same-name": "note"}


def test_the_staff_the_bylines_and_the_paper_have_their_names_to_themselves(
    article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_NAME = "The Harbour Post"
    make_staff("vl", first_name="Vera", last_name="Lunt")
    make_staff("gone", first_name="Gone", last_name="Away", is_active=False)
    make_staff("solo", first_name="Solo")
    Contributor.objects.create(name="Piet Orme", slug="piet-orme")
    reserved = {
        name: "reserved-name" in found(article, name)
        for name in (
            "vera lunt",
            "V\u0435ra Lunt",
            "Piet Orme",
            "Harbour Post",
            "Gone Away",
            "Solo",
            "Vera Marsh",
        )
    }
    assert reserved == {
        "vera lunt": True,
        "V\u0435ra Lunt": True,
        "Piet Orme": True,
        "Harbour Post": True,
        "Gone Away": False,
        "Solo": False,
        "Vera Marsh": False,
    }


def test_what_was_decided_of_an_email_lately_is_a_note_and_of_a_device_a_reason_to_hold(
    article: Article,
) -> None:
    yesterday = timezone.now() - dt.timedelta(days=1)
    for _ in range(3):
        make_comment(article, status="rejected", email="lindy@example.org", device="hers", at=yesterday)
    assert found(article, "Ann", email="lindy@example.org") == {"often-rejected-email": "note"}
    assert found(article, "Bea", device="hers") == {"often-rejected": "hold"}
