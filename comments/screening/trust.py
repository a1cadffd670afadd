"""Trust: what is proved about a commenter, without an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


@dataclass(frozen=True)
class TrustFacts:
    """Whether anything but a typed name shows who this is."""

    proved: bool = False


def newcomer_or_unproved(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Nothing proves that the commenter is somebody we know: a typed name or e-mail never does."""
    if not facts.trust.proved:
        yield Finding(
            rule="unproved",
            version=1,
            severity=Severity.NOTE if facts.story.is_open else Severity.HOLD,
            message="Unproved: nothing shows that this person has commented here before.",
            told="We have no proof that you have replied here before.",
            field="",
        )
