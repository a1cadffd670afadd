"""Policy: the one ordered list of rules, read from top to bottom, and the verdict that their findings make.

All rules always run; the worst finding decides. What the story and trust have to say stands last.
"""

import datetime as dt
from collections.abc import Iterable

from comments.screening import rules
from comments.screening.shapes import Facts, Finding, Policy, Rule, Severity, Submission, Verdict
from comments.words import Status

RULES: tuple[Rule, ...] = (
    # The request
    rules.no_proof_of_our_page,
    rules.flood,
    # The text
    rules.two_or_more_links,
    rules.repeat,
    rules.duplicate,
    rules.markup_doubts,
    # The story, and trust
    rules.premoderated_story,
    rules.newcomer_or_unproved,
)

STATUS_OF = {Severity.NOTE: Status.APPROVED, Severity.HOLD: Status.PENDING, Severity.SPAM: Status.SPAM}

# How long a comment may wait until it comes first: the sooner, the more a rule has found. The largest
# allowance bounds the wait of every comment.
ALLOWANCE_OF_THE_STORY = dt.timedelta(minutes=60)
ALLOWANCE_OF_A_FINDING = dt.timedelta(minutes=30)
ORDINARY = frozenset({"premoderated", "unproved"})

DEFAULT = Policy()


def screen(submission: Submission, facts: Facts, policy: Policy = DEFAULT) -> Verdict:
    """Run every rule and return the verdict with all findings, in the order of the list."""
    return verdict(finding for rule in RULES for finding in rule(submission, facts, policy))


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Return what findings amount to: the worst decides where the comment goes."""
    found = tuple(findings)
    worst = max((finding.severity for finding in found), default=Severity.NOTE)
    held = [finding for finding in found if finding.severity > Severity.NOTE]
    special = any(finding.rule not in ORDINARY for finding in held)
    allowance = ALLOWANCE_OF_A_FINDING if special else ALLOWANCE_OF_THE_STORY
    return Verdict(status=STATUS_OF[worst], findings=found, allowance=allowance)
