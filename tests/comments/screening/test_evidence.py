"""Evidence: how a form was filled in, and what that makes of other findings."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.evidence import EvidencePolicy, weighed
from comments.screening.policy import screen, verdict
from comments.screening.shapes import Finding, Severity, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True))


@pytest.mark.parametrize(
    ("sent", "rules", "status"),
    [
        pytest.param({}, [], "approved", id="a page's form, sent at leisure"),
        pytest.param({"from_our_page": False}, ["unknown-page"], "pending", id="from no known page"),
        pytest.param({"from_our_form": False}, ["no-form"], "approved", id="without a token: a note"),
        pytest.param({"filled_trap": True}, ["trap"], "approved", id="a filled trap alone: a note"),
        pytest.param({"seconds": None}, [], "approved", id="no script, no age"),
        pytest.param({"seconds": 0}, ["too-fast"], "pending", id="at once"),
        pytest.param({"seconds": 2}, ["too-fast"], "pending", id="within 3 seconds"),
        pytest.param({"seconds": 3}, [], "approved", id="after 3 seconds"),
        pytest.param({"seconds": 40_000_000}, [], "approved", id="after more than a year"),
        pytest.param(
            {"filled_trap": True, "from_our_form": False},
            ["no-form", "trap"],
            "approved",
            id="two notes that are not told stay notes",
        ),
    ],
)
def test_what_the_form_shows(sent: dict[str, Any], rules: list[str], status: str) -> None:
    found = screen(replace(SENT, **sent), CLEAR)
    assert [finding.rule for finding in found.findings] == rules
    assert found.status == status


def test_a_filled_trap_does_not_hold_a_stranger_by_itself() -> None:
    found = screen(replace(SENT, filled_trap=True), replace(CLEAR, trust=TrustFacts()))
    assert found.status == "approved"


def test_the_policy_says_how_quickly_nobody_writes() -> None:
    for seconds, status in ((0, "approved"), (10, "pending")):
        policy = Policy(evidence=EvidencePolicy(seconds_to_write=seconds))
        assert screen(replace(SENT, seconds=5 if seconds else 0), CLEAR, policy).status == status


def note(rule: str = "capitals", told: str = "It shouts.", severity: Severity = Severity.NOTE) -> Finding:
    """Return what a rule found."""
    return Finding(rule=rule, version=1, severity=severity, message="Found.", told=told)


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        pytest.param(note(), Severity.HOLD, id="a note holds"),
        pytest.param(note(told=""), Severity.NOTE, id="but not one that is not told"),
        pytest.param(note("unproved"), Severity.NOTE, id="nor that somebody is not known"),
        pytest.param(note(severity=Severity.HOLD), Severity.HOLD, id="what holds goes on holding"),
        pytest.param(note(severity=Severity.SPAM), Severity.SPAM, id="and what is worse stays worse"),
    ],
)
def test_a_filled_trap_raises_what_others_found(other: Finding, severity: Severity) -> None:
    assert weighed((note("trap", ""), other))[1].severity is severity
    assert weighed((other,)) == (other,)


def test_a_trap_that_is_switched_off_raises_nothing() -> None:
    sent = replace(SENT, filled_trap=True)
    assert screen(sent, CLEAR, Policy(off=frozenset({"trap"}))).findings == ()


findings = st.builds(note, st.sampled_from(["trap", "unproved", "any"]), st.sampled_from(["", "Told."]),
                     st.sampled_from(Severity))  # fmt: skip


@given(st.lists(findings).map(tuple), findings)
def test_weighing_makes_no_verdict_milder_nor_does_a_finding_more(
    given_: tuple[Finding, ...], added: Finding
) -> None:
    order = ["approved", "pending", "rejected", "spam"]
    plain, alone, both = verdict(given_), verdict(weighed(given_)), verdict(weighed((*given_, added)))
    assert order.index(plain.status) <= order.index(alone.status) <= order.index(both.status)
    assert weighed(weighed(given_)) == weighed(given_)
