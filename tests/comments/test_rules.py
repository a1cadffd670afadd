"""Rules: what each finds and does not find; the worst finding makes the verdict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.policy import RULES, STATUS_OF, screen, verdict
from comments.screening.shapes import Doubt, Facts, Finding, Policy, Severity, Span, Submission
from comments.words import Status

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
# Facts under which nothing is found: an open story and a person who proved to be known.
CLEAR = Facts(comments_policy="postmoderated", proved=True)
ONE_LINK = (Span(0, 3),)
TWO_LINKS = (Span(0, 3), Span(4, 10))


@pytest.mark.parametrize(
    ("facts", "rules", "status"),
    [
        pytest.param(CLEAR, [], "approved", id="nothing found is approved"),
        pytest.param(
            replace(CLEAR, comments_policy="premoderated"), ["premoderated"], "pending", id="premoderated"
        ),
        pytest.param(
            replace(CLEAR, proved=False), ["unproved"], "approved", id="unproved on an open story is noted"
        ),
        pytest.param(Facts(), ["premoderated", "unproved"], "pending", id="the default holds twice over"),
        pytest.param(replace(CLEAR, links=ONE_LINK), [], "approved", id="one link passes"),
        pytest.param(
            replace(CLEAR, links=TWO_LINKS), ["links", "links"], "pending", id="two links hold, both marked"
        ),
        pytest.param(replace(CLEAR, same_text_by_same_email=1), ["repeat"], "pending", id="repeat"),
        pytest.param(replace(CLEAR, same_text_by_others=3), ["duplicate"], "pending", id="duplicate"),
        pytest.param(replace(CLEAR, recent_by_email=1), ["flood"], "approved", id="flood by e-mail is noted"),
        pytest.param(
            replace(CLEAR, doubts=(Doubt("unusual-markup", Span(0, 5)),)),
            ["unusual-markup"],
            "pending",
            id="unusual markup",
        ),
    ],
)
def test_a_rule_finds_what_it_is_named_for(facts: Facts, rules: list[str], status: str) -> None:
    found = screen(SENT, facts)
    assert [finding.rule for finding in found.findings] == rules
    assert found.status == status


def test_a_post_without_a_known_page_is_held() -> None:
    found = screen(replace(SENT, from_our_page=False), CLEAR)
    assert (found.status, [finding.rule for finding in found.findings]) == ("pending", ["unknown-page"])


def test_of_thousands_of_links_the_first_are_marked_and_all_are_counted() -> None:
    found = screen(SENT, replace(CLEAR, links=ONE_LINK * 5000)).findings
    assert len(found) == 20
    assert "5000 links" in found[0].message


def test_the_policy_says_how_many_links_are_held() -> None:
    assert screen(SENT, replace(CLEAR, links=TWO_LINKS), Policy(links_to_hold=3)).findings == ()


def test_what_a_rule_found_comes_sooner_than_what_only_the_story_holds() -> None:
    ordinary, special = screen(SENT, Facts()), screen(SENT, replace(Facts(), links=TWO_LINKS))
    assert special.allowance < ordinary.allowance


def finding(severity: Severity) -> Finding:
    """Return a finding of that severity."""
    return Finding(rule="test", version=1, severity=severity, message="Found.", told="Found.")


@given(st.lists(st.sampled_from(Severity)), st.sampled_from(Severity))
def test_a_verdict_never_gets_milder_when_a_finding_is_added(given_: list[Severity], added: Severity) -> None:
    order = [STATUS_OF[severity] for severity in Severity]
    before = verdict(finding(severity) for severity in given_).status
    after = verdict(finding(severity) for severity in [*given_, added]).status
    assert order.index(after) >= order.index(before)


facts_of_any_kind = st.builds(
    Facts,
    comments_policy=st.sampled_from(["premoderated", "postmoderated", "closed"]),
    proved=st.booleans(),
    same_text_by_same_email=st.integers(0, 3),
    same_text_by_others=st.integers(0, 3),
    recent_by_email=st.integers(0, 3),
    links=st.lists(st.builds(Span, st.integers(0, 9), st.integers(9, 20))).map(tuple),
)


@given(st.builds(replace, st.just(SENT), text=st.text(), name=st.text()), facts_of_any_kind)
def test_screening_the_same_twice_gives_the_same_and_never_raises(sent: Submission, facts: Facts) -> None:
    assert screen(sent, facts) == screen(sent, facts)


@given(facts_of_any_kind)
def test_premoderation_can_only_hold_more(facts: Facts) -> None:
    held = screen(SENT, replace(facts, comments_policy="premoderated"))
    assert held.status != Status.APPROVED


def test_every_rule_says_what_it_is_for() -> None:
    assert all(rule.__doc__ for rule in RULES)
