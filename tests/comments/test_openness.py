"""Openness: what counts of all that the site, its section and the story itself say of comments."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from comments import openness
from comments.models import SectionPolicy, SitePolicy, StoryPolicy
from comments.openness import Said, effective
from comments.words import Mode, Risk
from tests.factories import make_article, make_section

NOW = dt.datetime(2025, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def article(policy: str = "premoderated", *, age: dt.timedelta = DAY) -> Article:
    """Return a story that was published so long ago; it is in no database."""
    return Article(comments_policy=policy, published_at=NOW - age, status="published")


PRECEDENCE = [
    ("nobody has said anything", "premoderated", {}, "premoderated"),
    ("the section says", "premoderated", {"section_mode": "postmoderated"}, "postmoderated"),
    ("the story's form says more", "closed", {"section_mode": "postmoderated"}, "closed"),
    ("and opens it under a closed section", "postmoderated", {"section_mode": "closed"}, "postmoderated"),
    ("the story's own policy comes before its form", "closed", {"mode": "links-held"}, "links-held"),
    ("and may say premoderated", "postmoderated", {"mode": "premoderated"}, "premoderated"),
    ("before its section too", "premoderated", {"mode": "postmoderated", "section_mode": "closed"}, "postmoderated"),
    ("a legal hold of the story", "postmoderated", {"mode": "legal-hold"}, "legal-hold"),
    ("a legal hold of the section comes before the story", "postmoderated",
     {"mode": "postmoderated", "section_mode": "legal-hold"}, "legal-hold"),
    ("empty says nothing", "premoderated", {"mode": "", "section_mode": ""}, "premoderated"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "said", "mode"), [row[1:] for row in PRECEDENCE], ids=[row[0] for row in PRECEDENCE]
)
@pytest.mark.parametrize("stopped", [False, True])
def test_what_counts(policy: str, said: dict[str, Any], mode: str, stopped: bool) -> None:
    found = effective(article(policy), Said(**said, stopped=stopped), NOW)
    assert found.mode == mode
    assert found.takes_comments is (not stopped and mode not in {"closed", "legal-hold"})


CLOSING = [
    ("nobody closes anything", {}, None),
    ("the site", {"site_days": 14}, 14),
    ("the section comes before the site", {"section_days": 3, "site_days": 14}, 3),
    ("the story comes before the section", {"days": 30, "section_days": 3}, 30),
    ("a story that is to stay open", {"days": 0, "site_days": 14}, None),
    ("a section that is to stay open", {"section_days": 0, "site_days": 14}, None),
    ("a site with nought", {"site_days": 0}, None),
]


@pytest.mark.parametrize(("said", "days"), [row[1:] for row in CLOSING], ids=[row[0] for row in CLOSING])
def test_when_a_story_closes_by_itself(said: dict[str, Any], days: int | None) -> None:
    story = article("postmoderated")
    assert story.published_at is not None
    closes_at = story.published_at + days * DAY if days else None
    before = effective(story, Said(**said), NOW)
    assert (before.takes_comments, before.until) == (True, closes_at)
    if closes_at:
        after = effective(story, Said(**said), closes_at)
        assert (after.mode, after.until) == (Mode.CLOSED, None)


def test_a_legal_hold_does_not_become_an_ordinary_close() -> None:
    held = effective(article(age=20 * DAY), Said(mode="legal-hold", site_days=14), NOW)
    assert held.mode is Mode.LEGAL_HOLD
    assert "legal reasons" in held.notice.text


@pytest.mark.parametrize(
    ("until", "risk", "changes"),
    [
        (None, Risk.HIGH, None),
        (NOW + DAY, Risk.HIGH, NOW + DAY),
        (NOW, Risk.ORDINARY, None),
        (NOW - DAY, Risk.ORDINARY, None),
    ],
)
def test_a_risk_ends_by_itself(until: dt.datetime | None, risk: Risk, changes: dt.datetime | None) -> None:
    found = effective(article("postmoderated"), Said(risk="high", risk_until=until), NOW)
    assert (found.risk, found.reads_first, found.until) == (risk, risk is Risk.HIGH, changes)


def test_of_two_changes_the_first_counts() -> None:
    said = Said(risk="raised", risk_until=NOW + 2 * DAY, site_days=2)
    assert effective(article(), said, NOW).until == NOW + DAY


def test_an_end_without_a_risk_changes_nothing() -> None:
    assert effective(article(), Said(risk="", risk_until=NOW + DAY), NOW).until is None


def test_readers_are_told_why_nobody_can_reply() -> None:
    assert effective(article(), Said(stopped=True), NOW).notice.title == "Replies are paused"
    assert effective(article(), Said(stopped=True, message="Back at six."), NOW).notice.text == "Back at six."
    assert effective(article("closed"), Said(), NOW).notice.title == "This thread is closed"


@pytest.mark.django_db
def test_all_is_read_in_one_query_for_one_story_and_for_many(django_assert_num_queries: Any) -> None:
    harbour, schools = make_section(), make_section(slug="schools")
    stories = [make_article(section=section) for section in (harbour, harbour, schools)]
    SitePolicy.objects.create(stopped=True, message="Back at six.", closes_after_days=14)
    SectionPolicy.objects.create(
        section=harbour, mode="postmoderated", hours="Mon 08:00-09:00", closes_after_days=7
    )
    StoryPolicy.objects.create(article=stories[0], mode="links-held", risk="raised")
    with django_assert_num_queries(1):
        each = openness.of_each(stories)
    for story in stories:
        with django_assert_num_queries(1):
            assert openness.of(story) == each[story.pk]
    assert [each[story.pk].mode for story in stories] == ["links-held", "postmoderated", "premoderated"]
    assert [each[story.pk].risk for story in stories] == ["raised", "", ""]
    assert [bool(each[story.pk].hours) for story in stories] == [True, True, False]
    assert all(found.is_stopped and found.message == "Back at six." for found in each.values())


@pytest.mark.django_db
def test_a_story_that_is_gone_or_not_published_takes_nothing() -> None:
    assert not openness.of(make_article(published=False)).takes_comments
    assert not openness.of(Article(pk=0)).takes_comments


@pytest.mark.django_db
def test_there_is_one_site() -> None:
    SitePolicy(stopped=True).save()
    SitePolicy(stopped=False).save()
    assert SitePolicy.objects.get().stopped is False


@pytest.mark.django_db
def test_by_default_a_story_is_premoderated_and_stays_open() -> None:
    found = openness.of(make_article(at=timezone.now() - 1000 * DAY))
    assert (found.mode, found.takes_comments, found.until) == (Mode.PREMODERATED, True, None)
