"""Redaction: takes personal data out of a comment's text; nothing else in it is anybody's to correct.

What was taken out is kept sealed, with the details of the log; see ``docs/decisions/0021-what-was-taken-out.md``.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from comments import campaigns, log, markup
from comments.facts import links
from comments.facts.repetition import text_digest
from comments.models import Comment, DryRunHit, LinkTarget, LogDetail, LogEntry
from comments.models.link_target import host_digest
from comments.models.log import UNDO_TIME
from comments.moderation import moves
from comments.moderation.moves import Deed, Move
from comments.words import Action

REMOVED = "[removed by the editors]"

type Span = tuple[int, int]


class NothingToRemove(ValueError):
    """No part of the text was named, or one that is not in it."""


def redact(
    comment: Comment,
    spans: Iterable[Span],
    *,
    by: User,
    seen: int,
    note: str = "",
    at: dt.datetime | None = None,
) -> LogEntry | None:
    """Replace parts of a comment's text with ``REMOVED`` in every form in which it is kept, and return the entry.

    ``spans`` are in code points of the text (end not included), ``seen`` is the last log ``seq`` that the page showed
    with it: None is returned when somebody has moved the comment since. What the rules found in what is gone, goes
    too. Raises ``NothingToRemove``.
    """
    gone = merged(spans, len(comment.text))
    moment = at or timezone.now()
    sets = {
        **_forms(replaced(comment.text, gone)),
        "findings": moved(comment.findings, gone, len(comment.text)),
        "redacted_at": moment,
    }
    deed = Deed(Action.REDACT, by, note=note, at=moment, is_sealed=True)
    followed = partial(_hide, gone=gone, length=len(comment.text))
    return next(iter(moves.make([Move(comment.pk, seen, sets=sets)], deed, further=followed)), None)


def restore(entry: LogEntry, *, by: User, at: dt.datetime | None = None) -> LogEntry | None:
    """Take a redaction back within ``UNDO_TIME``: the text stands as it did before. Return the entry made for it.

    None is returned when it is too late, when the comment has been moved since, or when its details are gone. What is
    sealed in the log stays sealed.
    """
    moment = at or timezone.now()
    detail = LogDetail.objects.filter(entry=entry).first()
    if entry.action != Action.REDACT or detail is None or moment - entry.at > UNDO_TIME:
        return None
    before = json.loads(detail.whole)
    unmarked = {"redacted_at": None} if "redacted_at" in before.get("was", {}) else {}
    sets = {**_forms(before["text"]), "findings": before["findings"], **unmarked}
    move = Move(entry.comment_id, entry.seq, sets=sets)
    return next(iter(moves.make([move], Deed(Action.UNDO, by, at=moment), further=_follow)), None)


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Return parts of a text in their order, those that meet as one. Raises ``NothingToRemove``."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= length:
            raise NothingToRemove("What is to be removed is not in the text.")
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    if not found:
        raise NothingToRemove("Choose or type what is to be removed.")
    return found


def replaced(text: str, gone: Sequence[Span]) -> str:
    """Return a text with ``REMOVED`` in the place of each of these parts."""
    for start, end in reversed(gone):
        text = f"{text[:start]}{REMOVED}{text[end:]}"
    return text


def moved(findings: Iterable[Mapping[str, Any]], gone: Sequence[Span], length: int) -> list[dict[str, Any]]:
    """Return findings as they stand in the text by now; those that met what is gone went with it.

    What a finding says may repeat the words that it was found in. One that is about the whole text stays about it.
    """
    whole, new_whole = (0, length), length + _growth(gone, length)
    kept = []
    for finding in findings:
        start, end = finding["start"], finding["end"]
        if finding["field"] != "text" or start == end:
            kept.append(dict(finding))
        elif (start, end) == whole:
            kept.append({**finding, "end": new_whole})
        elif all(end <= first or last <= start for first, last in gone):
            by = _growth(gone, start)
            kept.append({**finding, "start": start + by, "end": end + by})
    return kept


def _growth(gone: Sequence[Span], before: int) -> int:
    """Return by how much a text grew, or shrank, before a place in it."""
    return sum(len(REMOVED) - (end - start) for start, end in gone if end <= before)


def _forms(text: str) -> dict[str, Any]:
    return {"text": text, "text_digest": text_digest(text), "body_html": markup.to_html(text)}


def _hide(rows: Sequence[Comment], entries: Sequence[LogEntry], *, gone: Sequence[Span], length: int) -> None:
    """Take what is gone out of whatever else was kept of the comments."""
    _follow(rows, entries)
    for row in rows:
        log.seal_details(row.pk)
        hits = list(DryRunHit.objects.filter(comment_id=row.pk).order_by("pk"))
        for hit in hits:
            hit.findings = moved(hit.findings, gone, length)
        DryRunHit.objects.bulk_update(hits, ["findings"])


def _follow(rows: Sequence[Comment], entries: Sequence[LogEntry]) -> None:
    """Let the sketch of a text and the hosts that it leads to follow the text."""
    for row in rows:
        campaigns.sketch_anew(row)
        LinkTarget.objects.filter(comment=row).delete()
        LinkTarget.objects.remember(row, map(host_digest, links.hosts(row.text, row.website)))
