"""Story: what the story, its section and the hour ask of every comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission
from comments.words import Mode, Risk

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

WHAT_A_RISK_HOLDS: dict[str, str] = {
    Risk.RAISED: "links, and people we do not know, are read first.",
    Risk.HIGH: "every comment is read first.",
}


@dataclass(frozen=True)
class StoryFacts:
    """How the story takes comments: a ``Mode``, a ``Risk``, and when the desk opens next, in words.

    ``desk_opens`` is "" while the desk is open. ``refusal`` says why the story takes no comment at all, if so.
    """

    mode: str = Mode.PREMODERATED
    risk: str = Risk.ORDINARY
    desk_opens: str = ""
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a comment may appear before anybody has read it."""
        return self.mode in {Mode.POSTMODERATED, Mode.LINKS_HELD}


def premoderated_story(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The story holds every comment."""
    if not facts.story.is_open:
        yield Finding(
            rule="premoderated",
            version=1,
            severity=Severity.HOLD,
            message="The story is premoderated.",
            told="Every reply to this story is read before it appears.",
            field="",
        )


def link_under_a_story_that_holds_links(
    submission: Submission, facts: Facts, policy: Policy
) -> Iterator[Finding]:
    """The story is open, but not to links; the first is marked."""
    if facts.story.mode == Mode.LINKS_HELD and facts.links.found:
        yield Finding(
            rule="links-held",
            version=1,
            severity=Severity.HOLD,
            message="The story holds comments with a link.",
            told="Under this story replies with a link are read before they appear.",
            start=facts.links.found[0].start,
            end=facts.links.found[0].end,
        )


def story_at_risk(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The story is expected to bring trouble: a high risk holds everything, a raised one links and strangers."""
    risk = facts.story.risk
    doubtful = bool(facts.links.found) or not facts.trust.proved
    if risk == Risk.HIGH or (risk == Risk.RAISED and doubtful):
        yield Finding(
            rule="risk",
            version=1,
            severity=Severity.HOLD,
            message=f"The story’s risk is {risk}: {WHAT_A_RISK_HOLDS[risk]}",
            told="Replies to this story are read with more care than usual.",
            field="",
        )


def desk_is_closed(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """It was sent outside the hours in which somebody reads."""
    if facts.story.desk_opens:
        yield Finding(
            rule="desk-closed",
            version=1,
            severity=Severity.HOLD,
            message="It was sent outside the desk’s opening hours.",
            told=f"The desk is closed. It reads replies again from {facts.story.desk_opens}.",
            field="",
        )
