"""Trust: what is proved about a commenter, without an account.

A proof is a device of ours that the reader's browser keeps, or an e-mail address that was proved on such a device. It
shows that it is the same person as before; what makes somebody known is what moderators decided about their comments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission
from comments.words import Status

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

# Trust decays: an approved comment counts for half a year. The fingerprint of its device lives no longer.
APPROVAL_COUNTS_FOR = dt.timedelta(days=180)
LOST_BY = frozenset({Status.REJECTED, Status.SPAM})


@dataclass(frozen=True)
class TrustFacts:
    """Whether anything but a typed name shows who this is, and what moderators thought of that person lately.

    ``approved`` is how many comments were approved since the last that was rejected, ``lost`` whether there is such.
    """

    proved: bool = False
    by_email: bool = False
    approved: int = 0
    lost: bool = False

    def is_known(self, policy: TrustPolicy) -> bool:
        """Whether this is somebody whom the newsroom trusts."""
        return self.proved and self.approved >= policy.approved_to_trust


@dataclass(frozen=True)
class TrustPolicy:
    """What makes somebody trusted, and what is asked of everybody else."""

    approved_to_trust: int = field(
        default=3,
        metadata={
            "label": "Approved comments that make somebody trusted",
            "help": "How many comments of a person must have been approved in the last 180 days, and since the last "
            "one that was rejected. Only a proof counts, never a typed name or e-mail address.",
        },
    )
    hold_strangers: bool = field(
        default=False,
        metadata={
            "label": "Hold those who are not trusted on open stories",
            "help": "On an open story, hold the comments of everybody who is not trusted yet. A premoderated story "
            "holds them anyway.",
        },
    )


def standing(
    decided: Iterable[tuple[str, int, dt.datetime]], *, by_email: bool, at: dt.datetime
) -> TrustFacts:
    """Return what a person's comments amount to: of each its status, the entry that led there, and when it was sent.

    The entry tells the order of the decisions: what was approved before the last rejection does not count.
    """
    rows = list(decided)
    rejected_at = max((seq for status, seq, _ in rows if status in LOST_BY), default=0)
    good = [
        sent
        for status, seq, sent in rows
        if status == Status.APPROVED and seq > rejected_at and sent > at - APPROVAL_COUNTS_FOR
    ]
    return TrustFacts(proved=True, by_email=by_email, approved=len(good), lost=rejected_at > 0)


def newcomer_or_unproved(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Nobody we know: a typed name or e-mail proves nothing, and a proof has to be followed by approved comments."""
    trust, hold = facts.trust, not facts.story.is_open or policy.trust.hold_strangers
    if not trust.proved:
        yield Finding(
            rule="unproved",
            version=1,
            severity=Severity.HOLD if hold else Severity.NOTE,
            message="Unproved: nothing shows that this person has commented here before.",
            told="We have no proof that you have replied here before.",
            field="",
        )
    elif hold and not trust.is_known(policy.trust):
        yield _newcomer(trust, policy.trust)


def _newcomer(trust: TrustFacts, policy: TrustPolicy) -> Finding:
    since = " since the last one that was rejected" if trust.lost else ""
    return Finding(
        rule="newcomer",
        version=1,
        severity=Severity.HOLD,
        message=f"Has {trust.approved} approved comments lately{since}; "
        f"{policy.approved_to_trust} make somebody trusted.",
        told="We do not know you well enough yet: too few of your replies were published lately.",
        field="",
    )
