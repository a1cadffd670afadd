"""Record: what a commenter did on this site: what is proved to be theirs, and apart from it what may not be.

Proved is what was sent with the same device, or with one that proved the same e-mail address. Whatever else was sent
under the e-mail address merely shares it: anybody can type it. Neither an e-mail address nor a fingerprint leaves here.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.http import urlencode

from comments import bans, notes
from comments.desk import scope, telling
from comments.desk.scope import Scope
from comments.facts.trust import PROOF_LIVES
from comments.models import Comment, EmailProof, LogEntry, Note, Restriction
from comments.querysets import CommentQuerySet
from comments.words import Action, Status

# Whoever wrote more is known by the newest of them, and the page says so.
MOST_LOOKED_AT = 200
DECISIONS_SHOWN = 5
NOTES_SHOWN = 20
RESTRICTIONS_SHOWN = 10
COUNTED = {
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.SPAM: "spam",
    Status.PENDING: "held now",
}
# The desk's list of each; the queue is the one that needs no name.
LISTS = {
    label: {} if status == Status.PENDING else {"view": status.value} for status, label in COUNTED.items()
}
BY_THE_RULES = frozenset({Action.SUBMIT, Action.RESCREEN})


class Sent(NamedTuple):
    """What the record reads of one comment."""

    pk: int
    status: str
    standing_seq: int
    submitted_at: dt.datetime
    device_print: str | None


@dataclass(frozen=True)
class Line:
    """A decision on a comment, or a note.

    ``url`` leads to the comment where it is the reader's to see, ``note`` is a note's number where it may be deleted.
    """

    said: str
    at: dt.datetime
    when: str
    by: str = ""
    url: str = ""
    is_note: bool = False
    note: int | None = None


class Listed(NamedTuple):
    """How many comments stand somewhere, and the address of the desk's list of them."""

    label: str
    number: int
    url: str


@dataclass(frozen=True)
class Group:
    """Comments but the one on the card: how many stand where, what was decided and noted last, and since when.

    ``like`` is the comment on the card, ``by`` what they share with it, as the filter of the desk's lists has them.
    """

    like: int
    by: str
    counts: dict[str, int]
    lines: list[Line]
    since: dt.datetime
    since_said: str
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (any(self.counts.values()) or self.lines)

    @property
    def lists(self) -> list[Listed]:
        """Where each of the counts is listed, as far as its reader sees them."""
        same = {"like": str(self.like), "by": self.by}
        return [
            Listed(label, self.counts[label], f"{reverse('desk:queue')}?{urlencode({**view, **same})}")
            for label, view in LISTS.items()
        ]


@dataclass(frozen=True)
class Restricted:
    """A ban or a watch that is in force."""

    pk: int
    effect: str
    about: str
    until: str
    reason: str
    by: str
    note: str


@dataclass(frozen=True)
class Record:
    """A commenter's record; a group is None where nothing is kept by which it could be told.

    ``is_wider`` when it counts comments that its reader is not to see.
    """

    proved: Group | None
    shared: Group | None
    restrictions: list[Restricted]
    by_email: bool
    is_wider: bool = False

    @property
    def in_short(self) -> str:
        """What the head of the card says of whoever sent it."""
        if self.proved is None:
            return "unproved"
        if not any(self.proved.counts.values()):
            return "first comment"
        return f"{self.proved.counts['approved']} approved, {self.proved.counts['rejected']} rejected"


def of(comment: Comment, *, reader: User, now: dt.datetime) -> Record:
    """Look up the record of whoever sent a comment, for a moderator; in six queries at most, seven within limits.

    It is about a person on this site, whatever sections its reader is limited to: numbers, and decisions without texts.
    """
    devices, by_email = devices_of(comment, now)
    emails = [comment.email_print] if comment.email_print else []
    own = _sent(Comment.objects.from_device(devices), comment) if devices else []
    same = _sent(Comment.objects.from_email(emails), comment) if emails else []
    others = [sent for sent in same if sent.device_print not in devices]
    entries = _entries([*_last_moved(own), *_last_moved(others)])
    seen = _seen([entry.comment_id for entry in entries.values()], scope.of(reader))
    noted = list(Note.objects.about([*devices, *emails])[:NOTES_SHOWN]) if devices or emails else []

    def group(by: str, sent: Sequence[Sent], prints: Collection[str]) -> Group:
        decided = [_decision(entries[each.standing_seq], seen, now) for each in _last_moved(sent)]
        lines = decided + [_note(note, reader, now) for note in noted if note.fingerprint in prints]
        return _group((comment, by), sent, lines, now)

    return Record(
        proved=group("device", own, devices) if devices else None,
        shared=group("email", others, emails) if emails else None,
        restrictions=_restrictions({*kept(comment), *devices}, now),
        by_email=by_email,
        is_wider=scope.of(reader).is_limited,
    )


def restrictions(comment: Comment, now: dt.datetime) -> list[Restricted]:
    """Return the bans and watches in force by anything that is kept of a comment's sender, the newest first."""
    return _restrictions(restricted_by(comment, now), now)


def kept(comment: Comment) -> set[str]:
    """Return the fingerprints that a comment keeps of its sender."""
    return {str(getattr(comment, field) or "") for field in bans.KEPT_IN.values()} - {""}


def restricted_by(comment: Comment, now: dt.datetime) -> set[str]:
    """Return the fingerprints by which whoever sent a comment can be banned or watched."""
    return {*kept(comment), *devices_of(comment, now)[0]}


def noted_by(comment: Comment, now: dt.datetime) -> set[str]:
    """Return the fingerprints by which notes are about whoever sent a comment."""
    return {*devices_of(comment, now)[0], comment.email_print} - {""}


def _restrictions(prints: Collection[str], now: dt.datetime) -> list[Restricted]:
    found = Restriction.objects.in_force(now).about(prints).order_by("-since", "-id")
    return [
        Restricted(
            pk=row.pk,
            effect="Banned" if row.effect == Restriction.Effect.BAN else "Always held",
            about=row.get_target_display(),
            until=f"until {telling.date(row.until, now)}" if row.until else "for ever",
            reason=telling.label_of(row.reason).lower(),
            by=row.by,
            note=row.note,
        )
        for row in found[:RESTRICTIONS_SHOWN]
    ]


def devices_of(comment: Comment, now: dt.datetime) -> tuple[list[str], bool]:
    """Return the devices that are proved to be the commenter's, and whether a proved e-mail address tells so."""
    device, email = comment.device_print, comment.email_print
    if not device:
        return [], False
    proved = EmailProof.objects.devices_of([email], [device], now - PROOF_LIVES) if email else []
    return sorted({device, *proved}), bool(proved)


def _sent(comments: CommentQuerySet, besides: Comment) -> list[Sent]:
    """Read of the newest of these comments but one what a record is made from; if there are more, one too many."""
    newest = comments.order_by("-submitted_at", "-id").values_list(*Sent._fields)[: MOST_LOOKED_AT + 2]
    return [Sent(*row) for row in newest if row[0] != besides.pk][: MOST_LOOKED_AT + 1]


def _last_moved(sent: Sequence[Sent]) -> list[Sent]:
    """Return those that were decided last, the newest decision first."""
    moved = (each for each in sent if each.status != Status.PENDING)
    return sorted(moved, key=lambda each: -each.standing_seq)[:DECISIONS_SHOWN]


def _entries(moved: Sequence[Sent]) -> Mapping[int, LogEntry]:
    """Load the entries by which comments came to where they stand."""
    return LogEntry.objects.in_bulk([each.standing_seq for each in moved])


def _seen(pks: Collection[int], within: Scope) -> set[int]:
    """Return which of these comments lie within; no query where all do."""
    if not within.is_limited:
        return set(pks)
    kept = within.keep(Comment.objects.filter(pk__in=pks)).order_by("pk")
    return set(kept.values_list("pk", flat=True))


def _group(like: tuple[Comment, str], sent: Sequence[Sent], lines: list[Line], now: dt.datetime) -> Group:
    comment, by = like
    shown = sent[:MOST_LOOKED_AT]
    tally = Counter(each.status for each in shown)
    first = min([comment.submitted_at, *(each.submitted_at for each in shown)])
    return Group(
        like=comment.pk,
        by=by,
        counts={label: tally[status] for status, label in COUNTED.items()},
        lines=sorted(lines, key=lambda line: line.at, reverse=True),
        since=first,
        since_said=telling.date(first, now),
        is_cut=len(sent) > MOST_LOOKED_AT,
    )


def _decision(entry: LogEntry, seen: Collection[int], now: dt.datetime) -> Line:
    deed = Action(entry.action).label
    if entry.action in BY_THE_RULES:
        deed = f"{Status(entry.to_status).label} by the rules"
    said = f"{deed}: {telling.label_of(entry.reason).lower()}" if entry.reason else deed
    url = reverse("desk:card", args=[entry.comment_id]) if entry.comment_id in seen else ""
    return Line(said, entry.at, telling.date(entry.at, now), entry.actor, url)


def _note(note: Note, reader: User, now: dt.datetime) -> Line:
    mine = note.pk if notes.may_delete(note, reader) else None
    return Line(note.text, note.at, telling.date(note.at, now), note.by, is_note=True, note=mine)
