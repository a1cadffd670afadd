"""History: what the log says of a comment, of a commenter, of a moderator and of a time, page by page or whole.

A page goes on at the entry with which the last one ended, so that the millionth entry is as near as the first, and
nothing is counted.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from comments.facts.trust import PROOF_LIVES
from comments.log_querysets import LogQuerySet
from comments.models import Comment, EmailProof, LogEntry
from comments.querysets import CommentQuerySet

ENTRIES_A_PAGE = 100
# How many entries an export reads at once; more would only take memory.
BATCH = 2_000
# Whoever wrote more is known by the newest of them, and the page says so.
MOST_COMMENTS = 1_000
# What is exported of an entry: nothing that a reader typed, nor a note, which may name somebody.
EXPORTED = (
    "seq",
    "at",
    "comment_id",
    "action",
    "from_status",
    "to_status",
    "actor_id",
    "actor",
    "reason",
    "rules",
    "hash",
)


class KnownBy(Enum):
    """By what comments are taken for one commenter's: a device proves it, an e-mail address anybody can type."""

    DEVICE = "device"
    EMAIL = "email"


class Place(NamedTuple):
    """Where a page of the history ends."""

    at: dt.datetime
    seq: int


@dataclass(frozen=True)
class Selection:
    """Which entries: about a comment, about a commenter's comments, by a moderator, within a time; all of these.

    ``commenter`` is one of the commenter's comments. ``by_rules`` keeps what no person did, ``sections`` what is about
    comments under their stories (None: all). ``since`` counts, ``until`` does not any more.
    """

    comment: int | None = None
    commenter: int | None = None
    known_by: KnownBy = KnownBy.DEVICE
    actor: int | None = None
    by_rules: bool = False
    sections: frozenset[int] | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Commenter:
    """The comments taken for one commenter's, by their ids, the newest first; ``is_cut`` when there are more."""

    ids: list[int]
    is_cut: bool


@dataclass(frozen=True)
class Page:
    """A page of entries, the newest first, and where the next one begins (None: this is the last).

    ``is_cut`` when the commenter has sent more than is looked at.
    """

    entries: list[LogEntry]
    more: Place | None
    is_cut: bool = False


def page(selection: Selection, after: Place | None = None) -> Page:
    """Return a page of what was selected, with the entries' details; two or three queries more for a commenter."""
    entries, is_cut = _selected(selection)
    found = list(_behind(entries, after).select_related("detail")[: ENTRIES_A_PAGE + 1])
    shown = found[:ENTRIES_A_PAGE]
    more = Place(shown[-1].at, shown[-1].seq) if len(found) > len(shown) else None
    return Page(shown, more, is_cut)


def export(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield all that was selected, the newest first, a batch at a time; what is added meanwhile is left out.

    An entry about no comment has None in the place of its id.
    """
    entries, _ = _selected(replace(selection, until=selection.until or timezone.now()))
    after = None
    while rows := list(_behind(entries, after).values(*EXPORTED)[:BATCH]):
        yield from (row | {"comment_id": row["comment_id"] or None} for row in rows)  # ``NO_COMMENT``
        after = Place(rows[-1]["at"], rows[-1]["seq"])


def commenter(comment_id: int, known_by: KnownBy, sections: frozenset[int] | None = None) -> Commenter:
    """Return the comments of whoever sent a comment: by the devices proved to be theirs, or by the e-mail address.

    Neither that comment nor those that are found lie outside these ``sections`` (None: all); from there it is nobody's.
    """
    named = _within(Comment.objects.filter(pk=comment_id), sections)
    comment = named.only("device_print", "email_print").first()
    if comment is None:
        return Commenter([], is_cut=False)
    same = _within(_same_email(comment) if known_by is KnownBy.EMAIL else _same_devices(comment), sections)
    ids = list(same.order_by("-submitted_at", "-id").values_list("pk", flat=True)[: MOST_COMMENTS + 1])
    return Commenter(ids[:MOST_COMMENTS], is_cut=len(ids) > MOST_COMMENTS)


def _within(comments: CommentQuerySet, sections: frozenset[int] | None) -> CommentQuerySet:
    return comments if sections is None else comments.in_sections(sections)


def _same_email(comment: Comment) -> CommentQuerySet:
    prints = [comment.email_print] if comment.email_print else []
    return Comment.objects.from_email(prints)


def _same_devices(comment: Comment) -> CommentQuerySet:
    device, email = comment.device_print, comment.email_print
    since = timezone.now() - PROOF_LIVES
    proved = EmailProof.objects.devices_of([email], [device], since) if device and email else []
    return Comment.objects.from_device({each for each in (device, *proved) if each is not None})


def _selected(selection: Selection) -> tuple[LogQuerySet, bool]:
    """Return what was selected, in the order of both indexes by time, and whether a commenter's is cut."""
    found, is_cut = LogEntry.objects.order_by("-at", "-seq"), False
    if selection.comment is not None:
        found = found.filter(comment_id=selection.comment)
    if selection.commenter is not None:
        theirs = commenter(selection.commenter, selection.known_by, selection.sections)
        found, is_cut = found.filter(comment_id__in=theirs.ids), theirs.is_cut
    if selection.actor is not None:
        found = found.filter(actor_id=selection.actor)
    if selection.by_rules:
        found = found.filter(actor_id__isnull=True)
    if selection.sections is not None:
        found = found.in_sections(selection.sections)
    if selection.since:
        found = found.filter(at__gte=selection.since)
    return (found.filter(at__lt=selection.until) if selection.until else found), is_cut


def _behind(entries: LogQuerySet, after: Place | None) -> LogQuerySet:
    if after is None:
        return entries
    return entries.filter(TupleLessThan(Tuple(F("at"), F("seq")), tuple(after)))
