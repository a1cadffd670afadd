"""Repetition: what each rule makes of what was sent before, and that no commenter is told what others sent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening import repetition
from comments.screening.policy import screen
from comments.screening.quoting import Quoted
from comments.screening.repetition import RepetitionFacts, RepetitionPolicy
from comments.screening.shapes import LOOKED_AT, Finding, Span, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True))
QUOTED = Quoted((Span(0, 4), Span(11, 14)), percent=90, words=30)
RULES = (
    repetition.repeat,
    repetition.duplicate,
    repetition.near_duplicate,
    repetition.campaign,
    repetition.like_spam,
    repetition.copied,
    repetition.quoted_story,
)


def found_in(known: RepetitionFacts, policy: RepetitionPolicy | None = None) -> tuple[list[Finding], str]:
    """Return what is found, and where the comment goes."""
    whole = Policy(repetition=policy or RepetitionPolicy())
    verdict = screen(SENT, replace(CLEAR, repetition=known), whole)
    return list(verdict.findings), verdict.status


@pytest.mark.parametrize(
    ("known", "rules", "status"),
    [
        pytest.param(RepetitionFacts(), [], "approved", id="nothing was sent before"),
        pytest.param(
            RepetitionFacts(by_same_email=1), ["repeat"], "pending", id="the same by the same person"
        ),
        pytest.param(RepetitionFacts(by_others=3), ["duplicate"], "pending", id="the same by others"),
        pytest.param(
            RepetitionFacts(nearly=1, stories=1),
            ["near-duplicate"],
            "pending",
            id="nearly the same by others",
        ),
        pytest.param(
            RepetitionFacts(campaign=7, campaign_size=40), ["campaign"], "pending", id="one of a campaign"
        ),
        pytest.param(
            RepetitionFacts(campaign=7, campaign_size=40, campaign_later="spam"),
            ["campaign-decided"],
            "spam",
            id="one of a campaign that is spam from now on",
        ),
        pytest.param(RepetitionFacts(like_spam=12), ["like-spam"], "pending", id="nearly what was spam"),
        pytest.param(RepetitionFacts(like_public=12), ["copied"], "pending", id="a copy of a public comment"),
        pytest.param(
            RepetitionFacts(quoted=QUOTED),
            ["quoted-story", "quoted-story"],
            "pending",
            id="the story's own words, each stretch marked",
        ),
        pytest.param(
            RepetitionFacts(quoted=replace(QUOTED, percent=79)),
            [],
            "approved",
            id="a quotation and an answer",
        ),
        pytest.param(
            RepetitionFacts(quoted=replace(QUOTED, words=19)), [], "approved", id="a short quotation"
        ),
        pytest.param(
            RepetitionFacts(alike=(1, 2, 3)),
            [],
            "approved",
            id="what is kept beside it is no rule's business",
        ),
    ],
)
def test_a_rule_finds_what_it_is_named_for(known: RepetitionFacts, rules: list[str], status: str) -> None:
    findings, goes = found_in(known)
    assert [finding.rule for finding in findings] == rules
    assert goes == status


@pytest.mark.parametrize(
    ("known", "message"),
    [
        (RepetitionFacts(by_others=1), "The same text was sent before, from elsewhere (once)."),
        (
            RepetitionFacts(nearly=1, stories=1),
            "Nearly the same text was sent before, under one story (once at least).",
        ),
        (
            RepetitionFacts(nearly=9, stories=4),
            "Nearly the same text was sent before, under 4 stories (9 times at least).",
        ),
        (
            RepetitionFacts(campaign=7, campaign_size=40),
            "Belongs to a campaign: nearly the same text comes again and again (campaign 7, 40 times so far).",
        ),
        (RepetitionFacts(like_spam=12), "Nearly the same as comment 12, which was marked as spam."),
        (RepetitionFacts(quoted=QUOTED), "90 % of its words are quoted from the story."),
    ],
)
def test_the_moderator_is_told_how_often_and_where(known: RepetitionFacts, message: str) -> None:
    assert found_in(known)[0][0].message == message


@pytest.mark.parametrize(
    ("policy", "known", "found"),
    [
        (RepetitionPolicy(near_to_hold=3), RepetitionFacts(nearly=2, stories=2), False),
        (RepetitionPolicy(near_to_hold=3), RepetitionFacts(nearly=3, stories=2), True),
        (RepetitionPolicy(near_to_hold=0), RepetitionFacts(), False),
        (RepetitionPolicy(quoted_percent=95), RepetitionFacts(quoted=QUOTED), False),
        (RepetitionPolicy(quoted_words=31), RepetitionFacts(quoted=QUOTED), False),
        (RepetitionPolicy(quoted_percent=0, quoted_words=0), RepetitionFacts(), False),
    ],
)
def test_the_policy_says_how_much_is_too_much(
    policy: RepetitionPolicy, known: RepetitionFacts, found: bool
) -> None:
    assert bool(found_in(known, policy)[0]) is found


known_of_any_kind = st.builds(
    RepetitionFacts,
    by_same_email=st.integers(0, 3),
    by_others=st.integers(0, 200),
    nearly=st.integers(0, 200),
    stories=st.integers(0, 20),
    like_spam=st.none() | st.integers(1),
    like_public=st.none() | st.integers(1),
    campaign=st.none() | st.integers(1),
    campaign_size=st.integers(0),
    campaign_later=st.sampled_from(["", "spam"]),
)


@given(known_of_any_kind)
def test_no_commenter_is_told_what_others_sent(known: RepetitionFacts) -> None:
    whole = replace(CLEAR, repetition=known)
    findings = [finding for rule in RULES for finding in rule(SENT, whole, Policy())]
    assert {finding.told for finding in findings} <= {LOOKED_AT}
    assert all((finding.start, finding.end) == (0, len(SENT.text)) for finding in findings)
