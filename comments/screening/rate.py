"""Rate: how much comes at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


@dataclass(frozen=True)
class RateFacts:
    """How many comments came lately."""

    by_email: int = 0


@dataclass(frozen=True)
class RatePolicy:
    """How many are worth a note."""

    by_email_to_note: int = 1


def flood(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Several comments with one e-mail address in a short while.

    A note and nothing more, and nothing is told: anybody can type an address, to silence somebody or to learn
    whether it is known here.
    """
    if facts.rate.by_email >= policy.rate.by_email_to_note:
        yield Finding(
            rule="flood",
            version=1,
            severity=Severity.NOTE,
            message="Another comment with this e-mail address came within the last seconds.",
            told="",
            field="email",
        )
