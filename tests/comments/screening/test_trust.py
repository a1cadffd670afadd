"""Trust: a proof and approved comments make somebody known; a rejection, time and an edit take it away."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.shapes import Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts, TrustPolicy, newcomer_or_unproved, standing
from comments.screening.whole import Facts, Policy
from comments.words import Status

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
NOBODY = TrustFacts()
NEW = TrustFacts(proved=True, approved=2)
KNOWN = TrustFacts(proved=True, approved=3)
STRICT = Policy(trust=TrustPolicy(hold_strangers=True))


@pytest.mark.parametrize(
    ("trust", "mode", "policy", "found"),
    [
        pytest.param(NOBODY, "premoderated", Policy(), [("unproved", "HOLD")], id="unproved is held"),
        pytest.param(NOBODY, "postmoderated", Policy(), [("unproved", "NOTE")], id="open: noted"),
        pytest.param(NOBODY, "postmoderated", STRICT, [("unproved", "HOLD")], id="open, strangers held"),
        pytest.param(NEW, "premoderated", Policy(), [("newcomer", "HOLD")], id="a newcomer is held"),
        pytest.param(NEW, "postmoderated", Policy(), [], id="open: a newcomer is nothing to note"),
        pytest.param(NEW, "postmoderated", STRICT, [("newcomer", "HOLD")], id="open, newcomers held"),
        pytest.param(KNOWN, "premoderated", Policy(), [], id="who is trusted is not held by this rule"),
        pytest.param(KNOWN, "postmoderated", STRICT, [], id="who is trusted passes on a strict site"),
        pytest.param(
            replace(KNOWN, proved=False),
            "premoderated",
            STRICT,
            [("unproved", "HOLD")],
            id="no proof, no trust",
        ),
        pytest.param(
            NEW,
            "premoderated",
            Policy(trust=TrustPolicy(approved_to_trust=2)),
            [],
            id="the policy says how many",
        ),
    ],
)
def test_who_is_known(trust: TrustFacts, mode: str, policy: Policy, found: list[tuple[str, str]]) -> None:
    facts = Facts(story=StoryFacts(mode), trust=trust)
    findings = newcomer_or_unproved(SENT, facts, policy)
    assert [(finding.rule, finding.severity.name) for finding in findings] == found


def test_a_newcomer_who_was_rejected_is_said_to_have_been() -> None:
    facts = Facts(trust=TrustFacts(proved=True, approved=1, lost=True))
    (finding,) = newcomer_or_unproved(SENT, facts, Policy())
    assert "1 approved comments lately since the last one that was rejected" in finding.message
    assert "rejected" not in finding.told


def row(status: str, seq: int, days: int = 1) -> tuple[str, int, dt.datetime]:
    """Return how a comment stands that was sent so many days ago."""
    return status, seq, NOW - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("rows", "approved", "lost"),
    [
        pytest.param([], 0, False, id="nobody"),
        pytest.param(
            [row("approved", 1), row("approved", 2)], 2, False, id="it grows with approved comments"
        ),
        pytest.param(
            [row("pending", 3), row("trash", 4)], 0, False, id="what waits and what is trash is neither"
        ),
        pytest.param([row("approved", 1), row("rejected", 2)], 0, True, id="it is lost by a rejection"),
        pytest.param([row("approved", 1), row("spam", 2)], 0, True, id="it is lost by spam"),
        pytest.param([row("rejected", 1), row("approved", 2)], 1, True, id="it grows again after it"),
        pytest.param(
            [row("rejected", 9, days=5), row("approved", 2, days=1)],
            0,
            True,
            id="the decision counts, not the sending",
        ),
        pytest.param([row("approved", 1, days=179), row("approved", 2, days=181)], 1, False, id="it decays"),
    ],
)
def test_what_comments_amount_to(rows: list[tuple[str, int, dt.datetime]], approved: int, lost: bool) -> None:
    found = standing(rows, by_email=False, at=NOW)
    assert (found.proved, found.approved, found.lost) == (True, approved, lost)


decided = st.tuples(
    st.sampled_from(Status),
    st.integers(1, 50),
    st.integers(0, 400).map(lambda days: NOW - dt.timedelta(days)),
)


@given(st.lists(decided, unique_by=lambda each: each[1]), st.integers(0, 50))
def test_a_rejection_never_makes_anybody_better_known(rows: list, seq: int) -> None:
    before = standing(rows, by_email=False, at=NOW)
    after = standing([*rows, (Status.REJECTED, seq, NOW)], by_email=False, at=NOW)
    assert after.approved <= before.approved
