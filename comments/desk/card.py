"""Card: what the desk shows of one comment, from the rows that were loaded for it."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from comments import markup, moderation
from comments.desk import severity, telling
from comments.desk.marks import Match, marked
from comments.models import Comment, LogEntry
from comments.moderation import Standing
from comments.words import Action, Status

ERASED_NAME = "Name erased"
# Fields that are called otherwise in words.
CALLED = {"email": "e-mail address"}


@dataclass(frozen=True)
class Line:
    """A finding as the card says it: a sentence, the rest in grey, and where it stands in the text."""

    said: str
    rest: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Entry:
    """A line of the card's log."""

    deed: str
    by: str
    at: dt.datetime
    when: str
    note: str


@dataclass(frozen=True)
class Card:
    """One comment on the desk; ``offers`` are the decisions that would change something.

    ``cover`` says why the text is covered until it is asked for, "" where it is not.
    """

    comment: Comment
    text: SafeString
    cover: str
    findings: list[Line]
    preview: SafeString
    answered: SafeString | None
    waited: str
    log: list[Entry]
    standing: Standing | None
    by_you: bool
    offers: frozenset[str]

    @property
    def name(self) -> str:
        """The commenter's name as typed."""
        return self.comment.name or ERASED_NAME

    @property
    def is_held(self) -> bool:
        """Whether it waits for a decision."""
        return self.comment.status == Status.PENDING

    @property
    def is_erased(self) -> bool:
        """Whether retention has emptied it: there is nothing left to decide on."""
        return not self.comment.text


def draw(
    comment: Comment, entries: Sequence[LogEntry], *, reader: int, now: dt.datetime, covers: bool = False
) -> Card:
    """Make a comment's card out of its row and its log (newest first) for the moderator with the id ``reader``.

    ``covers`` tells whether that moderator wants abuse covered.
    """
    own = [entry for entry in entries if entry.comment_id == comment.pk]
    last = next((entry for entry in own if entry.is_a_move), None)
    cover = severity.covered_for(comment.findings) if covers and comment.text else ""
    findings = lines(comment.findings, comment.text, discreet=bool(cover))
    held = comment.status == Status.PENDING
    until = now if held or last is None else last.at
    return Card(
        comment=comment,
        text=marked(comment.text, _matches(findings)),
        cover=cover,
        findings=findings,
        preview=_unlinked(comment),
        answered=_unlinked(comment.parent) if comment.parent and comment.parent.is_public else None,
        waited=f"{'waiting' if held else 'waited'} {telling.wait(until - comment.submitted_at)}",
        log=[_entry(entry, now) for entry in own],
        standing=Standing.after(last) if last else None,
        by_you=last is not None and last.actor_id == reader,
        offers=moderation.offers(comment),
    )


def lines(findings: Iterable[Mapping[str, Any]], text: str, *, discreet: bool = False) -> list[Line]:
    """Return the stored findings in words: those in the text first, in its order, one line for a rule's message.

    Said ``discreet``, a listed word is not repeated.
    """
    said: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in findings:
        message = severity.discreet(finding) if discreet else finding["message"]
        said.setdefault((finding["rule"], message), []).append(finding)
    found = [_line(message, group, len(text)) for (_, message), group in said.items()]
    return sorted(found, key=lambda line: line.spans[0][0] if line.spans else len(text))


def why(findings: Iterable[Mapping[str, Any]]) -> str:
    """Return in a few words why a comment is held: the names of the rules that found something."""
    rules = dict.fromkeys(finding["rule"].replace("-", " ") for finding in findings)
    return ", ".join(rules).capitalize()


def _line(message: str, group: Sequence[Mapping[str, Any]], length: int) -> Line:
    """Make a line of a rule's findings. One that matches the whole text is said, not marked: it points at nothing."""
    said, stop, rest = message.partition(". ")
    spans = sorted((finding["start"], finding["end"]) for finding in group if finding["field"] == "text")
    whole = (0, length)
    remarks = [rest, _where(group[0]["field"]), "It is about the whole text." if whole in spans else ""]
    if group[0]["severity"] == "note":
        remarks.append("Noted only: it holds nothing back.")
    marks = tuple((start, end) for start, end in spans if start < end and (start, end) != whole)
    return Line(said + stop.strip(), " ".join(filter(None, remarks)), marks)


def _where(field: str) -> str:
    return "" if field in ("", "text") else f"It is about the {CALLED.get(field, field)} that was given."


def _matches(findings: Sequence[Line]) -> list[Match]:
    numbered = enumerate(findings, start=1)
    return [Match(start, end, number) for number, line in numbered for start, end in line.spans]


def _unlinked(comment: Comment) -> SafeString:
    """Return a comment as readers see it, its links as plain text: nobody follows one from the desk by accident."""
    return markup.stored(markup.without_links(comment.body_html))


def _entry(entry: LogEntry, now: dt.datetime) -> Entry:
    deed = Action(entry.action).label
    if entry.reason:
        deed = f"{deed}: {telling.label_of(entry.reason).lower()}"
    return Entry(deed, entry.actor, entry.at, telling.date(entry.at, now), note_of(entry))


def note_of(entry: LogEntry) -> str:
    """Return the note of an entry; "" when its details were erased."""
    detail = getattr(entry, "detail", None)
    return str(json.loads(detail.body).get("note", "")) if detail else ""
