"""Moderation: the only writer of a comment's status; every path into a decision leads here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import pages
from comments import campaigns, fragments, identity, log, markup, policies, receipts
from comments.arrival import Arrival, screened, take_turn
from comments.facts.repetition import text_digest
from comments.house_rules import REASONS
from comments.log import Actor, Draft
from comments.models import Comment, LinkTarget, LogEntry
from comments.models.comment import MAX_DEPTH
from comments.models.link_target import host_digest
from comments.position import place_under
from comments.screening import language
from comments.screening.names import look
from comments.screening.shapes import Submission, Verdict
from comments.words import DECISIONS, Action, Status

# A collision on the compare-and-set is read anew and tried again; the second try nearly always ends it.
TRIES = 5


class Overtaken(Exception):
    """Rows moved between being read and being written."""


@dataclass(frozen=True)
class Submitted:
    """What became of a submission; ``repeated`` when it is the same post again, with its first receipt."""

    comment: Comment
    token: str
    repeated: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a comment stands: by whose deed, which and when. ``by`` is "" for the newsroom's own rules."""

    status: str
    action: str
    by: str
    at: dt.datetime
    seq: int
    reason: str = ""


@dataclass(frozen=True)
class Move:
    """One comment's way to another status, given that ``seq`` is still its last entry; with what it was found by."""

    comment_id: int
    seq: int
    to: Status
    found: Verdict | None = None


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
        comment.save(force_insert=True)
        LinkTarget.objects.remember(comment, map(host_digest, arrival.facts.links.hosts))
        campaigns.remember(comment, arrival.facts.repetition, policy.repetition)
        entries = log.append([_submitted(comment, arrival.verdict)], at=moment)
        _settle([comment], entries)
    return Submitted(comment, token)


def decide(
    comments: Iterable[Comment],
    *,
    action: str,
    by: User | None,
    reason: str | None = None,
    note: str = "",
    seen: Mapping[int, int] | None = None,
    at: dt.datetime | None = None,
) -> list[LogEntry]:
    """Decide on comments, one or many, and return the entries made.

    ``action`` is a key of ``words.DECISIONS``, ``by`` the moderator (None: a rule), ``reason`` the code of a
    house rule, ``seen`` maps a comment's id to the last log ``seq`` that the moderator's page showed (default:
    as loaded). What somebody else has moved since, and what stands there already, is not among the entries:
    ``standing`` tells who, when and what. Nor is an emptied comment approved. Raises ``ValueError`` for an
    unknown action or reason.
    """
    if action not in DECISIONS:
        raise ValueError(f"{action!r} is no decision")
    if reason and reason not in REASONS:
        raise ValueError(f"{reason!r} is no house rule")
    loaded = {comment.pk: comment for comment in comments}
    shown = {pk: comment.seq for pk, comment in loaded.items()} | dict(seen or {})
    moves = [Move(pk, shown[pk], DECISIONS[action]) for pk in loaded]
    entries = _move(moves, action=action, by=by, reason=reason or "", note=note, at=at)
    _reflect(loaded, entries)
    return entries


def undo(entries: Iterable[LogEntry], *, by: User | None, at: dt.datetime | None = None) -> list[LogEntry]:
    """Take decisions back: each comment returns to where it came from. Return the entries made for it.

    What has been moved again since, and a submission, which nothing came before, is left as it is.
    """
    moves = {
        entry.seq: Move(entry.comment_id, entry.seq, Status(entry.from_status))
        for entry in entries
        if entry.from_status
    }
    return _move(list(moves.values()), action=Action.UNDO, by=by, at=at)


def rescreen(
    screened_anew: Iterable[tuple[Comment, Verdict]], *, at: dt.datetime | None = None
) -> list[LogEntry]:
    """Give pending comments what the rules find in them by now, and put each where that leads. Return the entries.

    What has been moved since it was loaded, and what the same is found in as before, is left as it is.
    """
    moves = [
        Move(comment.pk, comment.seq, verdict.status, verdict)
        for comment, verdict in screened_anew
        if comment.status == Status.PENDING and verdict.as_json() != comment.findings
    ]
    return _move(moves, action=Action.RESCREEN, by=None, at=at)


def standing(comments: Iterable[Comment | int]) -> dict[int, Standing]:
    """Return where comments (or their ids) stand by the log; what has no entry is left out."""
    ids = [comment if isinstance(comment, int) else comment.pk for comment in comments]
    return {
        entry.comment_id: Standing(
            entry.to_status, entry.action, entry.actor, entry.at, entry.seq, entry.reason
        )
        for entry in LogEntry.objects.last_of(ids)
    }


def _written(arrival: Arrival, token: str, at: dt.datetime) -> Comment:
    sent, parent = arrival.sent, arrival.parent
    above = (parent.position, parent.depth) if parent else ("", 0)
    position, depth = place_under(*above, at, MAX_DEPTH)
    uuid = uuid4()
    comment = Comment(
        uuid=uuid,
        article=arrival.article,
        parent=parent,
        position=position,
        depth=depth,
        status=arrival.verdict.status,
        text=sent.text,
        text_digest=text_digest(sent.text),
        body_html=arrival.rendered.html,
        findings=arrival.verdict.as_json(),
        name=sent.name,
        website=sent.website,
        receipt_hash=receipts.token_hash(token),
        submitted_at=at,
        due_at=at + arrival.verdict.allowance,
        name_look=look(sent.name) or None,
        language=language.of_text(sent.text),
        **identity.seals(uuid.bytes, email=sent.email, address=sent.address, device=sent.device),
    )
    fragments.set_on(comment)
    return comment


def _submitted(comment: Comment, verdict: Verdict) -> Draft:
    return Draft(
        comment_id=comment.pk,
        action=Action.SUBMIT,
        from_status="",
        to_status=verdict.status,
        rules=log.codes(comment.findings),
        reason=verdict.reason,
        details=_details(comment),
    )


def _details(comment: Comment, note: str = "") -> dict[str, Any]:
    return {"text": comment.text, "name": comment.name, "findings": comment.findings, "note": note}


def _move(
    moves: Sequence[Move],
    *,
    action: str,
    by: User | None,
    reason: str = "",
    note: str = "",
    at: dt.datetime | None = None,
) -> list[LogEntry]:
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                rows = {row.pk: row for row in Comment.objects.locked(move.comment_id for move in moves)}
                due = [move for move in moves if _is_due(move, rows)]
                if not due:
                    return []
                _compare_and_set(due, rows)
                drafts = [
                    Draft(
                        comment_id=move.comment_id,
                        action=action,
                        from_status=rows[move.comment_id].status,
                        to_status=move.to,
                        actor=_actor(by),
                        rules=log.codes(rows[move.comment_id].findings),
                        reason=move.found.reason if move.found else reason,
                        details=_details(rows[move.comment_id], note),
                    )
                    for move in due
                ]
                entries = log.append(drafts, at=at or timezone.now())
                _settle([rows[move.comment_id] for move in due], entries)
                return entries
        except Overtaken:
            if attempt == TRIES - 1:
                raise
    return []


def _is_due(move: Move, rows: Mapping[int, Comment]) -> bool:
    row = rows.get(move.comment_id)
    if row is None or row.seq != move.seq or (row.status == move.to and not move.found):
        return False
    # What retention has emptied has nothing left to publish or to read.
    return bool(row.text) or move.to not in {Status.APPROVED, Status.PENDING}


def _compare_and_set(due: Sequence[Move], rows: Mapping[int, Comment]) -> None:
    """Write the new status where the row is still as it was read, and what was found anew.

    On SQLite, which has no row locks, this is what makes a decision safe; the count of rows tells.
    """
    by_status: dict[Status, list[tuple[int, int]]] = defaultdict(list)
    for move in due:
        by_status[move.to].append((move.comment_id, move.seq))
    for status, seen in by_status.items():
        if Comment.objects.unmoved_since(seen).update(status=status) != len(seen):
            raise Overtaken
    found = [(rows[move.comment_id], move.found) for move in due if move.found]
    for row, verdict in found:
        row.findings, row.due_at = verdict.as_json(), row.submitted_at + verdict.allowance
    Comment.objects.bulk_update([row for row, _ in found], ["findings", "due_at"])


def _settle(rows: Sequence[Comment], entries: Sequence[LogEntry]) -> None:
    """Point the comments to their new entries, and expire the pages whose public comments changed."""
    Comment.objects.refresh_seq(entries)
    seqs = {entry.comment_id: entry.seq for entry in entries}
    for row in rows:
        row.seq = seqs[row.pk]
    articles = {row.pk: row.article_id for row in rows}
    pages.expire(*{articles[entry.comment_id] for entry in entries if _public_set_changed(entry)})


def _public_set_changed(entry: LogEntry) -> bool:
    return (entry.from_status == Status.APPROVED) != (entry.to_status == Status.APPROVED)


def _reflect(loaded: Mapping[int, Comment], entries: Iterable[LogEntry]) -> None:
    for entry in entries:
        loaded[entry.comment_id].status = entry.to_status
        loaded[entry.comment_id].seq = entry.seq


def _actor(by: User | None) -> Actor:
    return Actor(by.pk, by.get_full_name() or by.get_username()) if by else Actor()
