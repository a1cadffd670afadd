"""Rate: how much comes at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


@dataclass(frozen=True)
class RateFacts:
    """How many comments came lately: with the same e-mail address within the flood time, the rest within the window.

    Of a storm only as many are counted as the policy asks for.
    """

    by_email: int = 0
    by_email_in_window: int = 0
    by_story: int = 0
    by_site: int = 0


@dataclass(frozen=True)
class RatePolicy:
    """How many are worth a note, how many hold what follows, and how many an address may send; 0 switches it off."""

    by_email_to_note: int = field(
        default=1,
        metadata={
            "label": "Note comments with the same e-mail address within seconds",
            "help": "So many others within the flood time make a note. It holds nothing: anybody can type an address.",
        },
    )
    window_minutes: int = field(
        default=10,
        metadata={
            "label": "Minutes that the next three numbers are about",
            "help": "How far back comments are counted when one arrives.",
        },
    )
    by_email_in_window: int = field(
        default=5,
        metadata={
            "label": "Note this many comments with one e-mail address",
            "help": "So many others in those minutes make a note. It holds nothing: anybody can type an address.",
        },
    )
    by_story_to_hold: int = field(
        default=60,
        metadata={
            "label": "Hold when one story gets this many comments",
            "help": "While so many came under a story in those minutes, further ones there are held, "
            "also where a story is open.",
        },
    )
    by_site_to_hold: int = field(
        default=300,
        metadata={
            "label": "Hold when the whole site gets this many comments",
            "help": "While so many came in those minutes, further ones are held under every story.",
        },
    )
    address_an_hour: int = field(
        default=30,
        metadata={
            "label": "Most comments an hour from one network address",
            "help": "Further ones are refused with the time to wait; their text is kept in the form. "
            "A school or an office may share one address.",
        },
    )
    network_an_hour: int = field(
        default=120,
        metadata={
            "label": "Most comments an hour from neighbouring network addresses",
            "help": "As above, for the 256 addresses around one (IPv4 /24), or a household’s addresses (IPv6 /56).",
        },
    )


def flood(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Several comments with one e-mail address in a short while.

    A note and nothing more, and nothing is told: anybody can type an address, to silence somebody or to learn
    whether it is known here.
    """
    if _reached(facts.rate.by_email, policy.rate.by_email_to_note):
        yield Finding(
            rule="flood",
            version=1,
            severity=Severity.NOTE,
            message="Another comment with this e-mail address came within the last seconds.",
            told="",
            field="email",
        )


def busy_email(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Many comments with one e-mail address within the window; a note, for the same reason as ``flood``."""
    count = facts.rate.by_email_in_window
    if _reached(count, policy.rate.by_email_in_window):
        yield Finding(
            rule="busy-email",
            version=1,
            severity=Severity.NOTE,
            message=f"{count} others came with this e-mail address within {policy.rate.window_minutes} minutes.",
            told="",
            field="email",
        )


def busy_story(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The story gets more comments at once than anybody could read after they appeared."""
    if _reached(facts.rate.by_story, policy.rate.by_story_to_hold):
        minutes, most = policy.rate.window_minutes, policy.rate.by_story_to_hold
        yield Finding(
            rule="busy-story",
            version=1,
            severity=Severity.HOLD,
            message=f"The story got {most} comments or more within {minutes} minutes.",
            told="Many replies to this story are arriving at once.",
            field="",
        )


def busy_site(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The site gets more comments at once than anybody could read after they appeared."""
    if _reached(facts.rate.by_site, policy.rate.by_site_to_hold):
        minutes, most = policy.rate.window_minutes, policy.rate.by_site_to_hold
        yield Finding(
            rule="busy-site",
            version=1,
            severity=Severity.HOLD,
            message=f"All stories together got {most} comments or more within {minutes} minutes.",
            told="Many replies are arriving at once.",
            field="",
        )


def _reached(count: int, limit: int) -> bool:
    return 0 < limit <= count
