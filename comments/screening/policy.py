"""Policy: the one ordered list of rules, read from top to bottom, and the verdict that their findings make.

All rules always run; the worst finding decides. What the story and trust have to say stands last.
"""

import datetime as dt
from collections.abc import Iterable

from comments.screening import (
    alarm,
    evidence,
    links,
    person,
    private,
    rate,
    repetition,
    score,
    story,
    trust,
    words,
    writing,
)
from comments.screening.shapes import Finding, Severity, Submission, Verdict
from comments.screening.whole import Facts, Policy, Rule
from comments.words import Status

RULES: tuple[Rule, ...] = (
    # The policy itself
    alarm.policy_unavailable,
    # The request
    evidence.no_proof_of_our_page,
    evidence.no_token_of_our_form,
    evidence.filled_trap,
    evidence.written_too_fast,
    # The text
    links.blocked_domains,
    links.two_or_more_links,
    links.disguised_links,
    links.deceptive_links,
    links.link_in_the_name,
    links.shortened_links,
    links.same_target,
    links.first_link,
    words.listed_words,
    repetition.repeat,
    repetition.duplicate,
    repetition.near_duplicate,
    repetition.campaign,
    repetition.like_spam,
    repetition.copied,
    repetition.quoted_story,
    writing.markup_doubts,
    writing.all_capitals,
    writing.repeated_characters,
    writing.gibberish,
    writing.other_language,
    private.email_addresses,
    private.phone_numbers,
    private.bank_accounts,
    # The rate
    rate.flood,
    rate.busy_email,
    rate.busy_story,
    rate.busy_site,
    # The person
    person.banned,
    person.watched,
    person.often_rejected,
    person.email_often_rejected,
    person.disposable_email,
    person.reserved_name,
    person.imitated_name,
    person.same_name,
    # What was learned from decisions
    score.learned_score,
    # The story, and trust
    story.premoderated_story,
    story.link_under_a_story_that_holds_links,
    story.story_at_risk,
    story.desk_is_closed,
    trust.newcomer_or_unproved,
)

STATUS_OF = {
    Severity.NOTE: Status.APPROVED,
    Severity.HOLD: Status.PENDING,
    Severity.REJECT: Status.REJECTED,
    Severity.SPAM: Status.SPAM,
}

# How long a comment may wait until it comes first: the sooner, the more a rule has found. The largest
# allowance bounds the wait of every comment.
ALLOWANCE_OF_THE_STORY = dt.timedelta(minutes=60)
ALLOWANCE_OF_A_FINDING = dt.timedelta(minutes=30)
ORDINARY = frozenset({"premoderated", "desk-closed", "unproved", "newcomer"})

DEFAULT = Policy()


def screen(submission: Submission, facts: Facts, policy: Policy = DEFAULT) -> Verdict:
    """Run every rule that is not switched off; return the verdict with all findings, in the order of the list."""
    found = (finding for rule in RULES for finding in rule(submission, facts, policy))
    return verdict(evidence.weighed(tuple(finding for finding in found if finding.rule not in policy.off)))


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Return what findings amount to: the worst decides where the comment goes."""
    found = tuple(findings)
    worst = max((finding.severity for finding in found), default=Severity.NOTE)
    held = [finding for finding in found if finding.severity > Severity.NOTE]
    special = any(finding.rule not in ORDINARY for finding in held)
    allowance = ALLOWANCE_OF_A_FINDING if special else ALLOWANCE_OF_THE_STORY
    reason = next((finding.reason for finding in found if finding.severity is Severity.REJECT), "")
    return Verdict(
        status=STATUS_OF[worst],
        findings=found,
        allowance=allowance,
        reason=reason if worst is Severity.REJECT else "",
    )
