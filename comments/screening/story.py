"""Story: what the story asks of every comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy


@dataclass(frozen=True)
class StoryFacts:
    """How the story takes comments: a value of ``Article.comments_policy``."""

    mode: str = "premoderated"

    @property
    def is_open(self) -> bool:
        """Whether a comment may appear before anybody has read it."""
        return self.mode == "postmoderated"


def premoderated_story(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The story holds every comment."""
    if not facts.story.is_open:
        yield Finding(
            rule="premoderated",
            version=1,
            severity=Severity.HOLD,
            message="The story is premoderated.",
            told="Every reply to this story is read before it appears.",
            field="",
        )
