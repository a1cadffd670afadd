"""Shapes: what goes into screening and what comes out of it, all frozen."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Any

from comments.words import Status


class Severity(IntEnum):
    """How bad a finding is; the worst of them makes the verdict."""

    NOTE = 0
    HOLD = 1
    SPAM = 2


@dataclass(frozen=True)
class Submission:
    """What a reader sent, as typed. ``address`` is the client's network address as text, "" when unknown.

    ``from_our_page`` is False when nothing proves that the post came from one of our own pages.
    """

    article_id: int
    name: str
    email: str
    text: str
    website: str = ""
    parent_id: int | None = None
    address: str = ""
    from_our_page: bool = True


@dataclass(frozen=True)
class Span:
    """A part of a field, in code points of what was typed: start included, end not."""

    start: int
    end: int


@dataclass(frozen=True)
class Doubt:
    """Something odd that the renderer met in the text."""

    code: str
    span: Span


@dataclass(frozen=True)
class Facts:
    """All that a rule may need to know beside the submission; gathered by ``comments.facts``."""

    comments_policy: str = "premoderated"
    proved: bool = False
    same_text_by_same_email: int = 0
    same_text_by_others: int = 0
    recent_by_email: int = 0
    links: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Policy:
    """What the newsroom has set; the defaults are WordPress' where it has them."""

    links_to_hold: int = 2
    recent_by_email_to_note: int = 1


@dataclass(frozen=True)
class Finding:
    """What one rule found: for the moderator a sentence, for the commenter another ("": none), and where it stands."""

    rule: str
    version: int
    severity: Severity
    message: str
    told: str
    field: str = "text"
    start: int = 0
    end: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it is stored, the severity by its name."""
        return {**asdict(self), "severity": self.severity.name.lower()}


Rule = Callable[[Submission, Facts, Policy], Iterable[Finding]]


@dataclass(frozen=True)
class Verdict:
    """Where a submission goes, why, and how long a moderator may take until it comes first in the queue."""

    status: Status
    findings: tuple[Finding, ...] = field(default=())
    allowance: dt.timedelta = dt.timedelta()
