"""Receipts: the commenter's private address for one comment, and the same receipt for the same post sent twice."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles.models import Article
from comments import chain, identity, markup, openness
from comments.house_rules import REASONS, HouseRule
from comments.identity import Purpose
from comments.models import Comment, LogEntry, Repeat
from comments.paths import path_of
from comments.screening.shapes import Severity, Submission
from comments.words import Action, Status

TOKEN_BYTES = 16  # 128 bits: nobody guesses it
REPEAT_WINDOW = dt.timedelta(minutes=10)


def new_token() -> str:
    """Return a new token, URL-safe."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return the form in which a token is stored. It is random, so that a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    """Return the path at which a token's receipt is read."""
    return path_of("receipt", token)


@dataclass(frozen=True)
class Receipt:
    """What a commenter is told: ``state`` is "held", "published" or "rejected".

    ``told`` says why it is held, a sentence each, or why the newsroom's own rules rejected it (``by_rules``);
    ``decided_at`` is of a person's decision; ``purged`` when the text has been deleted since;
    ``may_write_again`` where the story still takes comments.
    """

    state: str
    comment: Comment
    html: SafeString
    told: tuple[str, ...]
    article: Article
    answered: Comment | None
    decided_at: dt.datetime | None
    rule: HouseRule | None
    purged: bool
    by_rules: bool = False
    may_write_again: bool = False


# Spam is told nothing: to its sender it stays held.
STATES = {
    Status.PENDING: "held",
    Status.SPAM: "held",
    Status.APPROVED: "published",
    Status.REJECTED: "rejected",
    Status.TRASH: "rejected",
}


def read(token: str) -> Receipt | None:
    """Return the receipt that a token belongs to, None for a token that was never given."""
    comment = Comment.objects.for_desk().filter(receipt_hash=token_hash(token)).first()
    if comment is None:
        return None
    is_seen = comment.is_public and comment.article.is_published
    state = STATES[Status(comment.status)]
    last = LogEntry.objects.of_comment(comment.pk).moves().last()
    decided = last if last and last.action != Action.SUBMIT and state != "held" else None
    by_rules = last is not None and last.action == Action.SUBMIT and state == "rejected"
    answered = comment.parent if comment.parent and comment.parent.is_public else None
    return Receipt(
        state=state,
        comment=comment,
        # What nobody else can see has no links: else its address would be a place to show them at.
        html=comment.html if is_seen else markup.stored(markup.without_links(comment.body_html)),
        told=_told(comment) if state == "held" or by_rules else (),
        article=comment.article,
        answered=answered,
        decided_at=decided.at if decided else None,
        rule=REASONS.get(last.reason) if last and (decided or by_rules) else None,
        purged=not comment.text,
        by_rules=by_rules,
        may_write_again=state == "rejected" and openness.of(comment.article).takes_comments,
    )


def _told(comment: Comment) -> tuple[str, ...]:
    holding = [finding for finding in comment.findings if finding["severity"] != Severity.NOTE.name.lower()]
    return tuple(dict.fromkeys(finding["told"] for finding in holding if finding["told"]))


def first_token(submission: Submission, token: str, *, at: dt.datetime) -> str | None:
    """Claim a post for ``token``; return the token of the same post when it was claimed a short while ago.

    Runs inside the transaction of the submission. The key is unique: of two equal posts that arrive at once
    the second waits for the first and gets its receipt. A post from nowhere is never a repeat.
    """
    if not submission.address:
        return None
    key = identity.fingerprint(Purpose.REPEAT, _spelling(submission))
    sealed = identity.seal(token, bound_to=key.encode())
    first = Repeat.objects.claim(key, sealed, at=at, lapsed=at - REPEAT_WINDOW)
    return None if first is None else identity.unseal(first, bound_to=key.encode())


def _spelling(submission: Submission) -> str:
    return chain.canonical(
        {
            "article": submission.article_id,
            "parent": submission.parent_id,
            "name": submission.name,
            "email": identity.email_key(submission.email),
            "text": submission.text,
            "address": submission.address,
        }
    )
