"""Evidence: how a form was filled in and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


def no_proof_of_our_page(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The browser said nothing of the page that the post came from."""
    if not submission.from_our_page:
        yield Finding(
            rule="unknown-page",
            version=1,
            severity=Severity.HOLD,
            message="The browser did not say which page this was sent from.",
            told="Your browser did not say which page your reply was sent from.",
            field="",
        )
