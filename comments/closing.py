"""Closing: ends a story's thread from the desk, and opens it again, in the policy that editors set for the story."""

from typing import NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import pages
from articles.models import Article
from comments import openness
from comments.models import StoryPolicy
from comments.models.story_policy import REASON_LENGTH
from comments.words import Mode

NEVER = 0  # days after which a story closes by itself


class NotForTheDesk(Exception):
    """What closed the thread is not the desk's to change; the text says what."""


class Opening(NamedTuple):
    """As what a closed thread opens: what its policy says then, and how the story takes comments by that."""

    mode: str
    days: int | None
    reason: str
    handled: Mode


@transaction.atomic
def close(article: Article, *, by: User, note: str = "") -> bool:
    """Close a story's thread; return whether it was open. What was said stays."""
    policy = _held(article)
    if not openness.of(article).takes_comments:
        return False
    policy.close(note[:REASON_LENGTH])
    _save(policy, by, "Closed the thread")
    return True


@transaction.atomic
def reopen(article: Article, *, by: User, note: str = "") -> bool:
    """Open a story's thread again, as it was before it closed; return whether it was closed.

    Raises ``NotForTheDesk`` where all comments are stopped, the law wants it closed, or the story is not published.
    """
    policy = _held(article)
    if openness.of(article).takes_comments:
        return False
    opens = opening(article)
    if opens is None:
        raise NotForTheDesk("What keeps this thread closed is set in the admin, not at the desk.")
    policy.mode, policy.closes_after_days = opens.mode, opens.days
    policy.reason, policy.before_closing = note[:REASON_LENGTH] or opens.reason, None
    _save(policy, by, "Opened the thread again")
    return True


def opening(article: Article) -> Opening | None:
    """Return as what a closed thread opens; None where that is not the desk's to say.

    That is as it was before it was closed, and with the days after which it closes by now. Where these are over it
    stays open from then on; where nothing is known of an open thread, as of a story that was closed from the start,
    every comment is read first.
    """
    now, said = timezone.now(), openness.said(article)
    if openness.effective(article, said, now).mode is Mode.LEGAL_HOLD:
        return None
    policy = StoryPolicy.objects.filter(article=article).first()
    before = (policy and policy.before_closing) or {}
    mode = before.get("mode", said.mode or "")
    ways = [(mode, said.days), (mode, NEVER), (Mode.PREMODERATED, NEVER)]
    for each, days in ways:
        then = openness.effective(article, said._replace(mode=each, days=days), now)
        if then.takes_comments:
            return Opening(each, days, before.get("reason", ""), then.mode)
    return None


def _held(article: Article) -> StoryPolicy:
    """Return the story's policy, an unsaved one where there is none; both are ours until the transaction ends.

    The story's own row is locked too: it is there where the policy is not yet.
    """
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    held = StoryPolicy.objects.select_for_update().filter(article=article).first()
    return held or StoryPolicy(article=article)


def _save(policy: StoryPolicy, by: User, deed: str) -> None:
    """Save the policy and what editors read in its history, and expire what shows the story."""
    policy.save()
    LogEntry.objects.log_actions(by.pk, [policy], CHANGE, f"{deed} from the desk.")
    pages.expire(policy.article_id)
