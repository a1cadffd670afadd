"""Repetition: what was sent before, word for word or nearly, here or elsewhere, and what the story says itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comments.screening.likeness import Sketch
from comments.screening.quoting import Quoted
from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

MOST_MARKED = 20  # quoted stretches


@dataclass(frozen=True)
class RepetitionFacts:
    """How often the same text, or nearly the same, was sent before.

    ``nearly`` counts comments that are not the same to the letter, by somebody else or under another story, under
    ``stories`` different ones; it is a lower bound, as only the newest are looked at. ``like_spam`` and ``like_public``
    are the ids of one such comment that was marked as spam, and of one that readers can see, from somebody else.
    ``campaign``, its ``campaign_size`` and ``campaign_later`` are those of the campaign that the text belongs to.
    ``sketch`` and ``alike`` (ids of comments in no campaign yet) are for what is stored, and no rule's business.
    """

    by_same_email: int = 0
    by_others: int = 0
    nearly: int = 0
    stories: int = 0
    like_spam: int | None = None
    like_public: int | None = None
    campaign: int | None = None
    campaign_size: int = 0
    campaign_later: str = ""
    quoted: Quoted = field(default_factory=Quoted)
    sketch: Sketch | None = None
    alike: tuple[int, ...] = ()


@dataclass(frozen=True)
class RepetitionPolicy:
    """How much has to be the same to count, and for how long it does."""

    near_percent: int = field(
        default=60,
        metadata={
            "label": "Nearly the same text (percent)",
            "help": "Two texts count as nearly the same when they share this much of their pairs of neighbouring "
            "words. Upper and lower case, accents, digits and the addresses of links make no difference.",
        },
    )
    near_to_hold: int = field(
        default=1,
        metadata={
            "label": "Hold when nearly the same text came this often",
            "help": "Counted over all stories and commenters, without a commenter's own tries under the same story.",
        },
    )
    near_days: int = field(
        default=30,
        metadata={
            "label": "Days that a text is compared with",
            "help": "Comments that were sent longer ago are not looked at. After 90 days they cannot be.",
        },
    )
    campaign_from: int = field(
        default=3,
        metadata={
            "label": "A campaign begins with",
            "help": "So many comments with nearly the same text become a campaign, which can be decided on at once.",
        },
    )
    quoted_percent: int = field(
        default=80,
        metadata={
            "label": "Quoted from the story (percent)",
            "help": "A comment is held when this much of its words stand in the story in the same order.",
        },
    )
    quoted_words: int = field(
        default=20,
        metadata={
            "label": "Quotations count from this many words on",
            "help": "A shorter comment is never held for quoting the story: a sentence is quickly quoted.",
        },
    )


def repeat(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same e-mail address was given with the same text before."""
    if facts.repetition.by_same_email:
        message = "The same text was sent before with the same e-mail address."
        yield _whole(submission, rule="repeat", message=message)


def duplicate(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same text stands on the site already, from somebody else."""
    if facts.repetition.by_others:
        message = f"The same text was sent before, from elsewhere ({_counted(facts.repetition.by_others)})."
        yield _whole(submission, rule="duplicate", message=message)


def near_duplicate(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Nearly the same text came from somebody else, or under another story."""
    nearly = facts.repetition.nearly
    if nearly and nearly >= policy.repetition.near_to_hold:
        stories = facts.repetition.stories
        under = "one story" if stories == 1 else f"{stories} stories"
        message = f"Nearly the same text was sent before, under {under} ({_counted(nearly)} at least)."
        yield _whole(submission, rule="near-duplicate", message=message)


def campaign(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The text belongs to a campaign; a moderator may have said what becomes of its further comments."""
    known = facts.repetition
    if known.campaign is None:
        return
    size = f"campaign {known.campaign}, {_counted(known.campaign_size)} so far"
    if known.campaign_later == "spam":
        message = f"Belongs to a campaign whose further comments a moderator wanted marked as spam ({size})."
        yield _whole(submission, rule="campaign-decided", message=message, severity=Severity.SPAM)
    else:
        message = f"Belongs to a campaign: nearly the same text comes again and again ({size})."
        yield _whole(submission, rule="campaign", message=message)


def like_spam(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Nearly the same text was marked as spam lately."""
    if facts.repetition.like_spam is not None:
        message = f"Nearly the same as comment {facts.repetition.like_spam}, which was marked as spam."
        yield _whole(submission, rule="like-spam", message=message)


def copied(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Somebody else's public comment, sent again as one's own: it is on the topic, and its sender is not."""
    if facts.repetition.like_public is not None:
        message = f"A copy of somebody else’s comment {facts.repetition.like_public}, or nearly."
        yield _whole(submission, rule="copied", message=message)


def quoted_story(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Hardly anything but the story's own words; each stretch is marked, as far as marks help anybody."""
    quoted, limits = facts.repetition.quoted, policy.repetition
    if quoted.words < limits.quoted_words or quoted.percent < max(limits.quoted_percent, 1):
        return
    for span in quoted.spans[:MOST_MARKED]:
        yield Finding(
            rule="quoted-story",
            version=1,
            severity=Severity.HOLD,
            message=f"{quoted.percent} % of its words are quoted from the story.",
            told="Nearly all of it is quoted from the story.",
            start=span.start,
            end=span.end,
        )


def _whole(submission: Submission, *, rule: str, message: str, severity: Severity = Severity.HOLD) -> Finding:
    """Return a finding about the whole text. Its commenter is never told what others sent."""
    end = len(submission.text)
    return Finding(rule=rule, version=1, severity=severity, message=message, told=LOOKED_AT, end=end)


def _counted(times: int) -> str:
    return "once" if times == 1 else f"{times} times"
