"""Alarm: what the newsroom has set cannot be read, so that nobody knows what would have been held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


def policy_unavailable(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The newsroom's own policy could not be loaded; the rules ran with their defaults."""
    if not policy.is_available:
        yield Finding(
            rule="policy-unavailable",
            version=1,
            severity=Severity.HOLD,
            message="The screening policy cannot be loaded, so every comment is held.",
            told=LOOKED_AT,
            field="",
        )
