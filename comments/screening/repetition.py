"""Repetition: what was sent before, word for word or nearly, here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


@dataclass(frozen=True)
class RepetitionFacts:
    """How often the same text was sent before."""

    by_same_email: int = 0
    by_others: int = 0


def repeat(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same e-mail address was given with the same text before."""
    if facts.repetition.by_same_email:
        yield Finding(
            rule="repeat",
            version=1,
            severity=Severity.HOLD,
            message="The same text was sent before with the same e-mail address.",
            told=LOOKED_AT,
            end=len(submission.text),
        )


def duplicate(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same text stands on the site already, from somebody else."""
    if facts.repetition.by_others:
        yield Finding(
            rule="duplicate",
            version=1,
            severity=Severity.HOLD,
            message=f"The same text was sent before, from elsewhere ({facts.repetition.by_others} times).",
            told=LOOKED_AT,
            end=len(submission.text),
        )
