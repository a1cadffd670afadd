"""Rate: how many comments at once make a note, and how many hold what follows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.policy import screen
from comments.screening.rate import RateFacts, RatePolicy
from comments.screening.shapes import Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes, one crew.")
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True))
BUSY = RateFacts(by_email=9, by_email_in_window=99, by_story=999, by_site=9999)


@pytest.mark.parametrize(
    ("rate", "rules", "status"),
    [
        pytest.param(RateFacts(), [], "approved", id="nothing came lately"),
        pytest.param(
            RateFacts(by_email=1), ["flood"], "approved", id="the same e-mail within seconds is noted"
        ),
        pytest.param(RateFacts(by_email_in_window=4), [], "approved", id="four in ten minutes"),
        pytest.param(RateFacts(by_email_in_window=5), ["busy-email"], "approved", id="five are noted"),
        pytest.param(RateFacts(by_story=59), [], "approved", id="a lively story"),
        pytest.param(RateFacts(by_story=60), ["busy-story"], "pending", id="a story that nobody can follow"),
        pytest.param(RateFacts(by_site=299), [], "approved", id="a lively site"),
        pytest.param(RateFacts(by_site=300), ["busy-site"], "pending", id="a site that nobody can follow"),
        pytest.param(
            BUSY, ["flood", "busy-email", "busy-story", "busy-site"], "pending", id="everything at once"
        ),
    ],
)
def test_a_rule_finds_what_it_is_named_for(rate: RateFacts, rules: list[str], status: str) -> None:
    found = screen(SENT, replace(CLEAR, rate=rate))
    assert [finding.rule for finding in found.findings] == rules
    assert found.status == status


def test_a_limit_of_zero_is_off() -> None:
    off = RatePolicy(by_email_to_note=0, by_email_in_window=0, by_story_to_hold=0, by_site_to_hold=0)
    assert screen(SENT, replace(CLEAR, rate=BUSY), Policy(rate=off)).findings == ()


@given(st.builds(RateFacts, *[st.integers(0, 1000)] * 4))
def test_an_email_address_that_anybody_can_type_holds_nothing_and_nothing_is_told_of_it(
    rate: RateFacts,
) -> None:
    found = screen(SENT, replace(CLEAR, rate=replace(rate, by_story=0, by_site=0)))
    assert found.status == "approved"
    assert {finding.told for finding in found.findings} <= {""}
