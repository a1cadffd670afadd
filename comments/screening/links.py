"""Links: how many, how written, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Span, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

MOST_MARKED = 20  # a text can have thousands of links; the message says how many


@dataclass(frozen=True)
class LinkFacts:
    """Where the links stand in the text."""

    found: tuple[Span, ...] = ()


@dataclass(frozen=True)
class LinkPolicy:
    """How many links hold a comment, as WordPress does."""

    to_hold: int = 2


def two_or_more_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """As many links as the policy holds for; each is marked, as far as marks help anybody."""
    if len(facts.links.found) < policy.links.to_hold:
        return
    for span in facts.links.found[:MOST_MARKED]:
        yield Finding(
            rule="links",
            version=1,
            severity=Severity.HOLD,
            message=f"Has {len(facts.links.found)} links; {policy.links.to_hold} or more are held.",
            told=f"It has {len(facts.links.found)} links. Replies with {policy.links.to_hold} or more are read first.",
            start=span.start,
            end=span.end,
        )
