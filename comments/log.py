"""Log: appends entries with their details at the end of the chain, last of all in a transaction."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from articles.writing import insert_all
from comments import chain
from comments.models.log import UNDO_TIME, LogDetail, LogEntry

# What an entry says behind the code of a rule that noted something and held nothing.
NOTED = ":note"


@dataclass(frozen=True)
class Actor:
    """Who did it, as plain values; nobody is the newsroom's own rules."""

    id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Draft:
    """An entry to be, all but its number, its time and its hash. ``is_sealed``: its details are not for everybody."""

    comment_id: int
    action: str
    from_status: str
    to_status: str
    actor: Actor = Actor()
    rules: Sequence[str] = ()
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    is_sealed: bool = False


class _Details(NamedTuple):
    """An entry's details as they are stored, open."""

    entry_id: int
    salt: str
    body: str
    sealed: None = None


def codes(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the rules of findings as an entry names them: each once, marked where it only noted something."""
    found = list(findings)
    holding = {finding["rule"] for finding in found if finding["severity"] != "note"}
    rules = dict.fromkeys(finding["rule"] for finding in found)
    return [rule if rule in holding else f"{rule}{NOTED}" for rule in rules]


def append(drafts: Sequence[Draft], *, at: dt.datetime) -> list[LogEntry]:
    """Append entries and return them. Call it last in the transaction: nobody else appends until that ends."""
    LogEntry.objects.hold_the_end()
    head = LogEntry.objects.head()
    entries, details = [], []
    for draft in drafts:
        entry, detail = _linked(draft, head, at)
        entries.append(entry)
        details.append(detail)
        head = entry.head
    insert_all(LogEntry, entries)
    insert_all(LogDetail, details)
    transaction.on_commit(partial(chain.append_head, head), robust=True)
    return entries


def seal_details(comment_id: int) -> None:
    """Seal the details of every entry about a comment: what was taken out of its text stands in them as it was."""
    open_ = LogDetail.objects.filter(entry__comment_id=comment_id, sealed__isnull=True).order_by("pk")
    details = list(open_)
    for detail in details:
        detail.seal()
    LogDetail.objects.bulk_update(details, ["body", "sealed"])


def _linked(draft: Draft, head: chain.Head, at: dt.datetime) -> tuple[LogEntry, LogDetail | _Details]:
    salt, body = chain.new_salt(), chain.canonical(draft.details)
    entry = LogEntry(
        seq=head.seq + 1,
        comment_id=draft.comment_id,
        action=draft.action,
        from_status=draft.from_status,
        to_status=draft.to_status,
        actor_id=draft.actor.id,
        actor=draft.actor.name,
        rules=" ".join(dict.fromkeys(draft.rules)),
        reason=draft.reason,
        at=at,
        notify_after=at + UNDO_TIME,
        details_digest=chain.digest(salt, body),
    )
    entry.hash = chain.link(head.hash, entry.fields())
    if not draft.is_sealed:
        return entry, _Details(entry.seq, salt, body)
    detail = LogDetail(entry_id=entry.seq, salt=salt, body=body)
    detail.seal()
    return entry, detail
