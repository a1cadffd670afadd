"""Rescreening: what the rules say by now of comments that came some time ago."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from comments import facts, identity, markup, moderation, policies
from comments.models import Comment, LogEntry
from comments.screening.again import screen_again
from comments.screening.shapes import Finding, Submission, Verdict
from comments.screening.whole import Policy
from comments.words import Status

# So many at a time are in memory, and moved in one transaction.
BATCH = 200


class Unavailable(Exception):
    """The policy cannot be loaded, so there is nothing to screen by; the text says why."""


@dataclass(frozen=True)
class Rescreened:
    """A comment with what is found in it by now, and where it stands."""

    comment: Comment
    verdict: Verdict

    @property
    def is_other(self) -> bool:
        """Whether anything else is found than before."""
        return bool(self.verdict.as_json() != self.comment.findings)

    @property
    def is_moved(self) -> bool:
        """Whether the comment would stand elsewhere."""
        return self.verdict.status is not Status(self.comment.status)


def verdict_on(comment: Comment, policy: Policy, *, email: str = "") -> Verdict:
    """Return what the rules say of a stored comment under a policy; no query is made.

    The text is looked at anew, and what was typed beside it, the e-mail address if it is given. What only the moment
    of its arrival could tell stays as it was found then.
    """
    sent = Submission(
        article_id=comment.article_id,
        name=comment.name,
        email=email,
        text=comment.text,
        website=comment.website,
        parent_id=comment.parent_id,
    )
    known = facts.of_text(sent, markup.render(comment.text))
    return screen_again(sent, known, policy, map(Finding.from_json, comment.findings))


def rescreen(*, dry_run: bool = False, at: dt.datetime | None = None) -> Iterator[Rescreened]:
    """Screen the pending comments that nobody has decided on, and yield those in which something else is found.

    Unless it is a dry run they are moved where that leads, each with an entry in the log. Raises ``Unavailable``.
    """
    if trouble := policies.trouble():
        raise Unavailable(trouble)
    policy, moment = policies.current(), at or timezone.now()
    last = 0
    while batch := list(Comment.objects.pending().untouched().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        found = [
            Rescreened(each, verdict_on(each, policy, email=_email(each))) for each in batch if each.text
        ]
        other = {each.comment.pk: each for each in found if each.is_other}
        yield from other.values() if dry_run else _moved(other, moment)


def _moved(other: dict[int, Rescreened], at: dt.datetime) -> list[Rescreened]:
    entries: list[LogEntry] = moderation.rescreen(
        [(each.comment, each.verdict) for each in other.values()], at=at
    )
    return [other[entry.comment_id] for entry in entries]


def _email(comment: Comment) -> str:
    """Return the address that was typed, "" if it was erased or the key that sealed it is gone."""
    try:
        return comment.email
    except identity.Unreadable:
        return ""
