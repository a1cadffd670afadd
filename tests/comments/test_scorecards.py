"""Scorecards: what each rule held, and what moderators made of it, is counted from the log."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import moderation
from comments.models import Comment, LogEntry
from comments.scorecards import Scorecard, scorecards
from comments.words import Action
from tests.comments.staffroom import make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db
LINKS = "See http://a.example/ and http://b.example/"


@pytest.fixture
def story() -> Article:
    """Return a story that holds every comment."""
    return make_article()


@pytest.fixture
def open_story() -> Article:
    """Return a story on which a comment appears at once unless a rule holds it."""
    return make_article(comments_policy="postmoderated")


def card(rule: str, **given: Any) -> Scorecard:
    """Return a rule's card."""
    return next(each for each in scorecards([rule], **given) if each.rule == rule)


def linked(article: Article, status: str = "pending", times: int = 1) -> list[Comment]:
    """Return comments with two links, decided on as told; each leads elsewhere."""
    return [
        make_comment(
            article, status=status, text=f"http://a{n}.{status}.example/ http://b{n}.{status}.example/"
        )
        for n in range(times)
    ]


def test_a_rule_that_never_found_anything_has_an_empty_card(story: Article) -> None:
    assert scorecards(["links"]) == [Scorecard("links")]


def test_holds_and_what_was_decided_on_them_are_counted(story: Article) -> None:
    linked(story, "approved", 3)
    linked(story, "spam", 2)
    linked(story, "pending", 4)
    found = card("links")
    assert (found.holds, found.alone, found.decided, found.approved) == (9, 9, 5, 3)
    assert found.approved_percent == 60


def test_several_links_in_one_comment_are_one_hold(story: Article) -> None:
    make_comment(story, text=LINKS)
    assert card("links").holds == 1


def test_what_another_rule_held_too_is_not_its_alone(story: Article) -> None:
    make_comment(story, text=f"{LINKS} \u202e")
    assert (card("links").holds, card("links").alone) == (1, 0)
    assert card("premoderated").alone == 0


def test_a_decision_taken_back_is_none(story: Article) -> None:
    (comment,) = linked(story)
    entries = moderation.decide([comment], action=Action.APPROVE, by=None)
    assert card("links").decided == 1
    moderation.undo(entries, by=None)
    assert card("links").decided == 0


def test_the_last_decision_counts(story: Article) -> None:
    (comment,) = linked(story, "approved")
    moderation.decide([comment], action=Action.REJECT, by=None)
    assert (card("links").decided, card("links").approved) == (1, 0)


def test_a_note_is_no_hold(open_story: Article) -> None:
    make_comment(open_story)
    found = card("unproved")
    assert (found.holds, found.notes) == (0, 1)


def test_a_note_beside_a_hold_is_no_hold(open_story: Article) -> None:
    make_comment(open_story, text=LINKS)
    assert (card("unproved").holds, card("unproved").notes) == (0, 1)
    assert (card("links").holds, card("links").notes) == (1, 0)


def test_a_rule_says_when_it_last_found_anything(story: Article) -> None:
    linked(story)
    newest = LogEntry.objects.order_by("-seq").first()
    assert newest is not None
    assert card("links").last == newest.at


def test_only_the_newest_entries_are_counted(story: Article) -> None:
    linked(story, times=3)
    assert card("links", most=2).holds == 2
    assert card("links", most=None).holds == 3


def test_an_old_hold_that_is_outside_does_not_come_back_by_its_decision(story: Article) -> None:
    comments = linked(story, times=3)
    moderation.decide(comments, action=Action.APPROVE, by=None)
    assert card("links", most=3).holds == 0
    assert card("links", most=4).approved == 1


def test_what_the_log_knows_of_rules_that_are_gone_is_told_too(story: Article) -> None:
    make_comment(story)
    assert {each.rule for each in scorecards([])} == {"premoderated", "unproved"}


def test_it_takes_two_queries(story: Article) -> None:
    linked(story, times=2)
    with CaptureQueriesContext(connection) as queries:
        scorecards(["links"])
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("decided", "approved", "rule", "proposed"),
    [
        pytest.param(20, 19, "links", True, id="95 per cent of enough decisions"),
        pytest.param(20, 18, "links", False, id="90 per cent"),
        pytest.param(19, 19, "links", False, id="too few decisions"),
        pytest.param(0, 0, "links", False, id="none"),
        pytest.param(1_000, 949, "links", False, id="94.9 per cent is not rounded up"),
        pytest.param(1_000, 950, "links", True, id="95.0 per cent"),
        pytest.param(500, 500, "premoderated", False, id="what a story asks for is never proposed"),
        pytest.param(500, 500, "unusual-markup", False, id="nor what must stay on"),
    ],
)
def test_what_is_proposed_for_removal(decided: int, approved: int, rule: str, proposed: bool) -> None:
    assert Scorecard(rule, holds=decided, decided=decided, approved=approved).is_for_removal is proposed


SCORECARD = "/admin/comments/logentry/scorecard/"


def test_a_moderator_reads_the_scorecard_with_what_is_proposed(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.scorecards.ENOUGH_DECISIONS", 2)
    linked(story, "approved", 2)
    page = signed_in(make_moderator()).get(SCORECARD).content.decode()
    assert "Proposed for removal: links" in page
    assert "rule=links&amp;status__exact=approved" in page
    assert "Switch it off" not in page


def test_an_editor_is_led_to_where_it_is_switched_off(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.scorecards.ENOUGH_DECISIONS", 2)
    linked(story, "approved", 2)
    page = signed_in(make_staff("ed", "Editor", "Moderator")).get(SCORECARD).content.decode()
    assert "Switch it off" in page


def test_the_scorecard_is_for_those_who_may_read_the_log(story: Article) -> None:
    assert signed_in(make_staff("nobody")).get(SCORECARD).status_code == 403
