"""Arriving: stores what readers send and what the newsroom answers, each with its first entry in the log."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.writing import insert
from comments import campaigns, fragments, identity, log, markup, policies, receipts
from comments.arrival import Arrival, screened, take_turn
from comments.facts.repetition import text_digest
from comments.log import Draft
from comments.models import Comment, LinkTarget
from comments.models.comment import MAX_DEPTH
from comments.models.link_target import host_digest
from comments.moderation import moves
from comments.position import place_under
from comments.screening import language
from comments.screening.names import look
from comments.screening.shapes import Submission, Verdict
from comments.words import Action, Status


@dataclass(frozen=True)
class Submitted:
    """What became of a submission; ``repeated`` when it is the same post again, with its first receipt."""

    comment: Comment
    token: str
    repeated: bool = False


@policies.loading
def submit(submission: Submission, *, at: dt.datetime | None = None) -> Submitted:
    """Take a submission: screen it, store it with its first log entry, expire the page if it is public at once.

    ``at`` is an aware time, by default now. Raises ``arrival.NotTaken``, and ``throttle.TooSoon`` when the address
    had its turn within ``NEWSROOM_FLOOD_SECONDS``; nothing is stored then.
    """
    moment = at or timezone.now()
    sent = replace(
        submission, text=markup.clean_source(submission.text), name=markup.clean_source(submission.name)
    )
    token = receipts.new_token()
    with transaction.atomic():
        if first := receipts.first_token(sent, token, at=moment):
            return Submitted(
                Comment.objects.get(receipt_hash=receipts.token_hash(first)), first, repeated=True
            )
        policy = policies.at_hand()
        take_turn(sent, policy.rate, at=moment)
        arrival = screened(sent, policy, at=moment)
        comment = _written(arrival, token, moment)
        comment.campaign_id = campaigns.join(arrival.facts.repetition, policy.repetition, at=moment)
        insert(comment)
        LinkTarget.objects.remember(comment, map(host_digest, arrival.facts.links.hosts))
        campaigns.remember(comment, arrival.facts.repetition)
        (first_entry,) = log.append([_submitted(comment, arrival.verdict)], at=moment)
        moves.begin(comment, first_entry)
    return Submitted(comment, token)


def answer(parent: Comment, *, text: str, by: User, role: str, at: dt.datetime | None = None) -> Comment:
    """Publish what somebody of the newsroom answers to a comment, under their full name and with their role.

    No rule screens it, and nobody else comes in by this way: it is called for staff, behind their session.
    """
    moment, uuid, name = at or timezone.now(), uuid4(), by.get_full_name()
    comment = Comment(
        status=Status.APPROVED,
        staff_id=by.pk,
        staff_role=role,
        due_at=moment,
        # Nobody has the token: staff find what they wrote at the desk.
        **_placed(uuid, parent.article_id, parent, moment, receipts.new_token()),
        **_said(name, markup.clean_source(text)),
    )
    with transaction.atomic():
        fragments.set_on(comment)
        insert(comment)
        draft = Draft(
            comment_id=comment.pk,
            action=Action.REPLY,
            from_status="",
            to_status=Status.APPROVED,
            actor=moves.actor(by),
            details=moves.details(comment),
        )
        (first_entry,) = log.append([draft], at=moment)
        moves.begin(comment, first_entry)
    return comment


def _written(arrival: Arrival, token: str, at: dt.datetime) -> Comment:
    sent, uuid = arrival.sent, uuid4()
    comment = Comment(
        status=arrival.verdict.status,
        findings=arrival.verdict.as_json(),
        website=sent.website,
        due_at=at + arrival.verdict.allowance,
        **_placed(uuid, arrival.article.pk, arrival.parent, at, token),
        **_said(sent.name, sent.text, arrival.rendered.html),
        **identity.seals(uuid.bytes, email=sent.email, address=sent.address, device=sent.device),
    )
    fragments.set_on(comment)
    return comment


def _placed(
    uuid: UUID, article_id: int, parent: Comment | None, at: dt.datetime, token: str
) -> dict[str, Any]:
    """Return what a comment is found by: its place in the thread, its moment and its receipt."""
    above = (parent.position, parent.depth) if parent else ("", 0)
    position, depth = place_under(*above, at, MAX_DEPTH)
    return {
        "uuid": uuid,
        "article_id": article_id,
        "parent": parent,
        "position": position,
        "depth": depth,
        "submitted_at": at,
        "receipt_hash": receipts.token_hash(token),
    }


def _said(name: str, text: str, html: str | None = None) -> dict[str, Any]:
    """Return a comment's words, in each of the forms in which they are kept."""
    return {
        "name": name,
        "name_look": look(name) or None,
        "language": language.of_text(text),
        "text": text,
        "text_digest": text_digest(text),
        "body_html": markup.to_html(text) if html is None else html,
    }


def _submitted(comment: Comment, verdict: Verdict) -> Draft:
    return Draft(
        comment_id=comment.pk,
        action=Action.SUBMIT,
        from_status="",
        to_status=verdict.status,
        rules=log.codes(comment.findings),
        reason=verdict.reason,
        details=moves.details(comment),
    )
