"""Evidence: how a form was filled in and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

TRAP = "trap"
# Nearly everybody is that, so that with it a filled trap would hold by itself.
NOT_RAISED = frozenset({"unproved"})


@dataclass(frozen=True)
class EvidencePolicy:
    """How quickly nobody writes."""

    seconds_to_write: int = field(
        default=3,
        metadata={
            "most": 60,
            "label": "Seconds that writing takes at least",
            "help": "A comment that is sent sooner after its form was first touched is held. It is only known where "
            "the browser runs our script. 0 holds none.",
        },
    )


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


def no_token_of_our_form(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """It came without the token that our form carries, or with one of another story.

    A note, and nothing is told: an old page may have none that we still know.
    """
    if not submission.from_our_form:
        yield Finding(
            rule="no-form",
            version=1,
            severity=Severity.NOTE,
            message="It came without the token that the story’s form carries.",
            told="",
            field="",
        )


def filled_trap(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A field that people do not see was filled in.

    By itself a note, for some browsers and password managers fill in whatever they find; see ``weighed``.
    """
    if submission.filled_trap:
        yield Finding(
            rule="trap",
            version=1,
            severity=Severity.NOTE,
            message="A field that people do not see was filled in, as programs do.",
            told="",
            field="",
        )


def written_too_fast(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """It was sent sooner after the form was first touched than anybody writes."""
    taken = submission.seconds
    if taken is not None and taken < policy.evidence.seconds_to_write:
        yield Finding(
            rule="too-fast",
            version=1,
            severity=Severity.HOLD,
            message=f"It was sent {taken} s after its form was first touched.",
            told="It was sent within seconds, sooner than people write.",
            field="",
        )


def weighed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings as they count together: beside a filled trap, what another rule only noted holds.

    What is not told is left as it is: whether it was found would show by the comment's being held.
    """
    if not any(finding.rule == TRAP for finding in findings):
        return findings
    return tuple(
        replace(finding, severity=Severity.HOLD) if _is_raised(finding) else finding for finding in findings
    )


def _is_raised(finding: Finding) -> bool:
    is_told_note = finding.severity is Severity.NOTE and bool(finding.told)
    return is_told_note and finding.rule not in NOT_RAISED
