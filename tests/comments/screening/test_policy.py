"""Policy: what each rule of old finds, and that the worst finding makes the verdict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.links import LinkFacts, LinkPolicy
from comments.screening.policy import RULES, STATUS_OF, screen, verdict
from comments.screening.rate import RateFacts
from comments.screening.repetition import RepetitionFacts
from comments.screening.shapes import Doubt, Finding, Severity, Span, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.unmasking import Link
from comments.screening.whole import Facts, Policy
from comments.screening.writing import WritingFacts
from comments.words import Status

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
# Facts under which nothing is found: an open story and a person who proved to be known.
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True, approved=9))
ONE_LINK = (Link(0, 3, "a.example"),)
TWO_LINKS = (*ONE_LINK, Link(4, 10, "b.example"))


@pytest.mark.parametrize(
    ("facts", "rules", "status"),
    [
        pytest.param(CLEAR, [], "approved", id="nothing found is approved"),
        pytest.param(replace(CLEAR, story=StoryFacts()), ["premoderated"], "pending", id="premoderated"),
        pytest.param(
            replace(CLEAR, trust=TrustFacts()),
            ["unproved"],
            "approved",
            id="unproved on an open story is noted",
        ),
        pytest.param(Facts(), ["premoderated", "unproved"], "pending", id="the default holds twice over"),
        pytest.param(
            replace(CLEAR, links=LinkFacts(ONE_LINK, linked_before=True)),
            [],
            "approved",
            id="one link passes",
        ),
        pytest.param(
            replace(CLEAR, links=LinkFacts(TWO_LINKS, linked_before=True)),
            ["links", "links"],
            "pending",
            id="two links hold, both marked",
        ),
        pytest.param(
            replace(CLEAR, repetition=RepetitionFacts(by_same_email=1)), ["repeat"], "pending", id="repeat"
        ),
        pytest.param(
            replace(CLEAR, repetition=RepetitionFacts(by_others=3)), ["duplicate"], "pending", id="duplicate"
        ),
        pytest.param(
            replace(CLEAR, rate=RateFacts(by_email=1)), ["flood"], "approved", id="flood by e-mail is noted"
        ),
        pytest.param(
            replace(CLEAR, writing=WritingFacts((Doubt("unusual-markup", Span(0, 5)),))),
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
    found = screen(SENT, replace(CLEAR, links=LinkFacts(ONE_LINK * 5000, linked_before=True))).findings
    assert len(found) == 20
    assert "5000 links" in found[0].message


def test_the_policy_says_how_many_links_are_held() -> None:
    assert (
        screen(
            SENT,
            replace(CLEAR, links=LinkFacts(TWO_LINKS, linked_before=True)),
            Policy(links=LinkPolicy(to_hold=3)),
        ).findings
        == ()
    )


def test_a_rule_that_is_switched_off_finds_nothing() -> None:
    assert (
        screen(
            SENT,
            replace(CLEAR, links=LinkFacts(TWO_LINKS, linked_before=True)),
            Policy(off=frozenset({"links"})),
        ).findings
        == ()
    )


def test_a_finding_that_rejects_names_the_house_rule_unless_a_worse_one_is_there() -> None:
    rejecting = replace(finding(Severity.REJECT), reason="person")
    assert verdict([finding(Severity.HOLD), rejecting]).reason == "person"
    assert verdict([rejecting, finding(Severity.SPAM)]).reason == ""


def test_what_a_rule_found_comes_sooner_than_what_only_the_story_holds() -> None:
    ordinary, special = screen(SENT, Facts()), screen(SENT, replace(Facts(), links=LinkFacts(TWO_LINKS)))
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
    links=st.builds(LinkFacts, st.lists(st.builds(Link, st.integers(0, 9), st.integers(9, 20))).map(tuple)),
    rate=st.builds(RateFacts, st.integers(0, 3)),
    repetition=st.builds(RepetitionFacts, st.integers(0, 3), st.integers(0, 3)),
    story=st.builds(StoryFacts, st.sampled_from(["premoderated", "postmoderated", "closed"])),
    trust=st.builds(TrustFacts, st.booleans()),
)


@given(st.builds(replace, st.just(SENT), text=st.text(), name=st.text()), facts_of_any_kind)
def test_screening_the_same_twice_gives_the_same_and_never_raises(sent: Submission, facts: Facts) -> None:
    assert screen(sent, facts) == screen(sent, facts)


@given(facts_of_any_kind)
def test_premoderation_can_only_hold_more(facts: Facts) -> None:
    held = screen(SENT, replace(facts, story=StoryFacts()))
    assert held.status != Status.APPROVED


def test_every_rule_says_what_it_is_for() -> None:
    assert all(rule.__doc__ for rule in RULES)
