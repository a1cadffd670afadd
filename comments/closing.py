"""Closing: ends a story's thread from the desk, and opens it again, in the policy that editors set for the story."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from articles import pages
from articles.models import Article
from comments import openness
from comments.models import StoryPolicy
from comments.models.story_policy import REASON_LENGTH
from comments.words import Mode

NEVER = 0  # days after which a story closes by itself


class NotForTheDesk(Exception):
    """What closed the thread is not the desk's to change; the text says what."""


@transaction.atomic
def close(article: Article, *, by: User, note: str = "") -> bool:
    """Close a story's thread; return whether it was open. What was said stays."""
    if not openness.of(article).takes_comments:
        return False
    _write(article, {"mode": Mode.CLOSED, "reason": note[:REASON_LENGTH]}, by, "Closed the thread")
    return True


@transaction.atomic
def reopen(article: Article, *, by: User, note: str = "") -> bool:
    """Open a story's thread again, with every comment read first; return whether it was closed.

    Raises ``NotForTheDesk`` where all comments are stopped, the law wants it closed, or the story is not published.
    """
    found = openness.of(article)
    if found.takes_comments:
        return False
    if found.is_stopped or found.mode is Mode.LEGAL_HOLD or not found.is_published:
        raise NotForTheDesk("What keeps this thread closed is set in the admin, not at the desk.")
    opened = {"mode": Mode.PREMODERATED, "reason": note[:REASON_LENGTH], "closes_after_days": NEVER}
    _write(article, opened, by, "Opened the thread again")
    return True


def _write(article: Article, sets: dict[str, object], by: User, deed: str) -> None:
    """Write the story's policy and what editors read in its history, and expire what shows the story."""
    policy, _ = StoryPolicy.objects.update_or_create(article=article, defaults=sets)
    LogEntry.objects.log_actions(by.pk, [policy], CHANGE, f"{deed} from the desk.")
    pages.expire(article.pk)
