"""Shapes: what goes into screening and what comes out of it, all frozen."""

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self

from comments.words import Status


class Severity(IntEnum):
    """How bad a finding is; the worst of them makes the verdict."""

    NOTE = 0
    HOLD = 1
    REJECT = 2
    SPAM = 3


# Told where the reason itself would tell what others sent, or what nobody has published.
LOOKED_AT = "Something in it has to be looked at first."


@dataclass(frozen=True)
class Submission:
    """What a reader sent, as typed. ``address`` is the client's network address as text, "" when unknown.

    ``from_our_page`` is False when nothing proves that the post came from one of our own pages, ``from_our_form`` when
    it has no token of the story's form. ``seconds`` is how long it took since the form was first touched, None where
    nobody knows. ``device`` is the secret of a device of ours that the reader's browser keeps, "" when there is none or
    it was not ours.
    """

    article_id: int
    name: str
    email: str
    text: str
    website: str = ""
    parent_id: int | None = None
    address: str = ""
    from_our_page: bool = True
    device: str = ""
    from_our_form: bool = True
    filled_trap: bool = False
    seconds: int | None = None


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
class Finding:
    """What one rule found: for the moderator a sentence, for the commenter another ("": none), and where it stands.

    ``reason`` is the code of the house rule that a finding rejects by.
    """

    rule: str
    version: int
    severity: Severity
    message: str
    told: str
    field: str = "text"
    start: int = 0
    end: int = 0
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it is stored, the severity by its name."""
        return {**vars(self), "severity": self.severity.name.lower()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return a finding from what ``as_json`` made of it."""
        return cls(**{**stored, "severity": Severity[stored["severity"].upper()]})


@dataclass(frozen=True)
class Verdict:
    """Where a submission goes, why, and how long a moderator may take until it comes first in the queue.

    ``reason`` is the code of the house rule that it was rejected by, if it was.
    """

    status: Status
    findings: tuple[Finding, ...] = field(default=())
    allowance: dt.timedelta = dt.timedelta()
    reason: str = ""

    def as_json(self) -> list[dict[str, Any]]:
        """Return the findings as they are stored."""
        return [finding.as_json() for finding in self.findings]
