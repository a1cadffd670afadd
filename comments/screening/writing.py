"""Writing: how a text is written, and whose private data stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Doubt, Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

DOUBT_MESSAGES = {
    "unusual-markup": "Has so much markup that it was left as typed.",
    "sanitisers-disagree": "Its markup is read in two ways, so it was left as typed.",
    "unusual-characters": "Has characters that stack up or turn the direction of the text.",
}


@dataclass(frozen=True)
class WritingFacts:
    """What the renderer was not sure of."""

    doubts: tuple[Doubt, ...] = ()


def markup_doubts(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The renderer was not sure what the text means."""
    for doubt in facts.writing.doubts:
        yield Finding(
            rule=doubt.code,
            version=1,
            severity=Severity.HOLD,
            message=DOUBT_MESSAGES[doubt.code],
            told="It has unusual markup or characters.",
            start=doubt.span.start,
            end=doubt.span.end,
        )
