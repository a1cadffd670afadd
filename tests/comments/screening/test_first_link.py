"""First link: trust in somebody's words says nothing of where they lead."""

from dataclasses import replace

import pytest

from comments.screening.links import LinkPolicy
from comments.screening.policy import screen
from comments.screening.trust import TrustFacts
from comments.screening.whole import Policy
from tests.comments.screening.reading import SENT, facts_of
from tests.factories import make_article, make_comment, submit

ONE = "See https://a.example/x"


@pytest.mark.parametrize(
    ("text", "proved", "linked_before", "held"),
    [
        pytest.param(ONE, True, False, True, id="the first of somebody trusted"),
        pytest.param(ONE, True, True, False, id="the second"),
        pytest.param(ONE, False, False, False, id="a stranger's counts as WordPress counts"),
        pytest.param("No link.", True, False, False, id="no link"),
        pytest.param("go to a.com", True, False, True, id="one without https"),
    ],
)
def test_the_first_link_of_a_trusted_commenter_is_held(
    text: str, proved: bool, linked_before: bool, held: bool
) -> None:
    known = replace(facts_of(text, linked_before=linked_before), trust=TrustFacts(proved=proved))
    found = screen(replace(SENT, text=text), known, Policy()).findings
    assert ("first-link" in {finding.rule for finding in found}) is held


def test_the_policy_can_let_it_through() -> None:
    policy = Policy(links=LinkPolicy(first_held=False))
    assert screen(replace(SENT, text=ONE), facts_of(ONE, linked_before=False), policy).findings == ()


@pytest.mark.django_db
def test_a_link_that_readers_see_in_another_comment_of_the_same_device_counts() -> None:
    story = make_article(comments_policy="postmoderated")
    device, other = "d" * 32, "e" * 32

    def rules(device: str) -> set[str]:
        return {finding["rule"] for finding in submit(story, text=ONE, device=device).comment.findings}

    assert "first-link" in rules(device)
    make_comment(story, text="No link.", device=device, status="approved")
    make_comment(story, text="See https://c.example/", device=device, status="rejected")
    assert "first-link" in rules(device)
    make_comment(story, text="See https://b.example/", device=device, status="approved")
    assert "first-link" not in rules(device)
    assert "first-link" in rules(other)
