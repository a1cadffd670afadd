"""Story: what the story, its section and the hour ask of every comment."""

from dataclasses import replace

import pytest

from comments.screening.links import LinkFacts
from comments.screening.policy import screen
from comments.screening.shapes import Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.unmasking import Link
from comments.screening.whole import Facts
from comments.words import Mode, Risk

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="See https://example.org now.")
LINKED = LinkFacts((Link(4, 23, "example.org"),), linked_before=True)
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True, approved=3))


def found(story: StoryFacts, *, linked: bool = False, proved: bool = True) -> tuple[str, list[str]]:
    """Return where a comment goes, and which rules say so."""
    facts = replace(CLEAR, story=story, trust=TrustFacts(proved, approved=3))
    verdict = screen(SENT, replace(facts, links=LINKED) if linked else facts)
    return verdict.status, [finding.rule for finding in verdict.findings if finding.severity.name != "NOTE"]


@pytest.mark.parametrize(
    ("story", "linked", "proved", "rules"),
    [
        pytest.param(StoryFacts("postmoderated"), True, True, [], id="an open story holds nothing by itself"),
        pytest.param(StoryFacts("premoderated"), False, True, ["premoderated"], id="premoderated"),
        pytest.param(StoryFacts(Mode.LINKS_HELD), False, True, [], id="links held, and none is there"),
        pytest.param(StoryFacts(Mode.LINKS_HELD), False, False, [], id="nor does it hold strangers"),
        pytest.param(
            StoryFacts(Mode.LINKS_HELD), True, True, ["links-held"], id="links held, and one is there"
        ),
        pytest.param(StoryFacts("postmoderated", Risk.RAISED), False, True, [], id="a raised risk lets pass"),
        pytest.param(StoryFacts("postmoderated", Risk.RAISED), True, True, ["risk"], id="but for links"),
        pytest.param(StoryFacts("postmoderated", Risk.RAISED), False, False, ["risk"], id="and strangers"),
        pytest.param(
            StoryFacts("postmoderated", Risk.HIGH), False, True, ["risk"], id="a high risk holds all"
        ),
        pytest.param(
            StoryFacts("postmoderated", desk_opens="Monday 23 November 2026, 08:00 (UTC time)"),
            False,
            True,
            ["desk-closed"],
            id="nobody is at the desk",
        ),
    ],
)
def test_what_a_story_holds(story: StoryFacts, linked: bool, proved: bool, rules: list[str]) -> None:
    assert found(story, linked=linked, proved=proved) == ("pending" if rules else "approved", rules)


def test_the_link_is_marked() -> None:
    facts = replace(CLEAR, story=StoryFacts(Mode.LINKS_HELD), links=LINKED)
    (finding,) = screen(SENT, facts).findings
    assert SENT.text[finding.start : finding.end] == "https://example.org"


def test_the_commenter_is_told_when_somebody_reads_again() -> None:
    facts = replace(CLEAR, story=StoryFacts("postmoderated", desk_opens="Monday, 08:00"))
    (finding,) = screen(SENT, facts).findings
    assert finding.told == "The desk is closed. It reads replies again from Monday, 08:00."


def test_waiting_for_the_desk_to_open_makes_nothing_urgent() -> None:
    closed = screen(SENT, replace(CLEAR, story=StoryFacts("postmoderated", desk_opens="Monday")))
    risky = screen(SENT, replace(CLEAR, story=StoryFacts("postmoderated", Risk.HIGH)))
    assert closed.allowance > risky.allowance
