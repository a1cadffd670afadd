"""Score: the seat of a scorer that has learned from decisions; nothing is found until a policy has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from comments.screening.shapes import LOOKED_AT, Finding, Severity, Span, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

MOST_REASONS = 3


@dataclass(frozen=True)
class Features:
    """What a scorer is given: words and plain numbers, nothing that tells who somebody is or where they were."""

    text: str
    name: str
    website: str
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class Reason:
    """What moved a score: in a moderator's words, by how many points, and where; None: nowhere in particular."""

    why: str
    points: int
    span: Span | None = None


@dataclass(frozen=True)
class Score:
    """How likely it is that a moderator would refuse a comment, in per cent, with what speaks for it."""

    percent: int
    reasons: tuple[Reason, ...] = ()

    @property
    def top(self) -> tuple[Reason, ...]:
        """The reasons that count most, the heaviest first."""
        return tuple(sorted(self.reasons, key=lambda reason: -reason.points))[:MOST_REASONS]


class Scorer(Protocol):
    """What has learned to score. It looks nothing up, never raises, and says the same of the same features."""

    @property
    def version(self) -> int:
        """Which state of its learning it is; findings keep it."""

    def score(self, features: Features) -> Score:
        """Return the score of a comment."""


@dataclass(frozen=True)
class ScorePolicy:
    """What a learned score means. Without a scorer there is none, and no comment is held for it."""

    to_hold: int = field(
        default=80,
        metadata={
            "least": 1,
            "most": 100,
            "label": "Score that holds a comment, per cent",
            "help": "A comment is held when it is at least this likely that a moderator would refuse it. "
            "It matters only where a scorer is installed.",
        },
    )
    scorer: Scorer | None = None


def learned_score(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The comment is like those that moderators refused; what counted most is said, each where it stands."""
    if policy.score.scorer is None:
        return
    score = policy.score.scorer.score(features(submission, facts))
    if score.percent < policy.score.to_hold:
        return
    for reason in score.top or (Reason("the whole of it", 0),):
        span = reason.span or Span(0, len(submission.text))
        yield Finding(
            rule="learned-score",
            version=policy.score.scorer.version,
            severity=Severity.HOLD,
            message=f"Scored {score.percent} of 100 as what is refused here: {reason.why}.",
            told=LOOKED_AT,
            start=_within(span.start, submission.text),
            end=_within(span.end, submission.text),
        )


def features(submission: Submission, facts: Facts) -> Features:
    """Return what a scorer may know of a submission. No e-mail address and no network address is among it."""
    text = submission.text
    letters = sum(map(str.isalpha, text))
    return Features(
        text=text,
        name=submission.name,
        website=submission.website,
        numbers={
            "characters": len(text),
            "lines": text.count("\n") + 1,
            "links": len(facts.links.found),
            "capitals": sum(map(str.isupper, text)) / max(1, letters),
            "letters": letters / max(1, len(text)),
            "is_answer": float(submission.parent_id is not None),
            "has_website": float(bool(submission.website)),
        },
    )


def _within(place: int, text: str) -> int:
    return min(max(place, 0), len(text))
