"""Page: puts a page of the desk together: the card, the list beside it, the last decision, the frame."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from comments.desk import answers, card, escalated, pace, picked, queue, reported, severity, telling
from comments.desk.card import Card
from comments.desk.escalated import Escalation
from comments.desk.holders import Holders
from comments.desk.place import Place, View
from comments.desk.queue import Trace, Window
from comments.desk.telling import Notice
from comments.house_rules import REASONS
from comments.models.log import UNDO_TIME
from comments.words import Action

COVERED = "a covered text"
# Where the next Tab lands after a decision: at the card, not at the top of the page again.
AT_THE_CARD = "#card"


class NoSuchComment(LookupError):
    """There is no comment with the id that was asked for."""


@dataclass(frozen=True)
class Row:
    """A line of the list; ``cover`` says why its text is covered where abuse is, "" where nothing is severe."""

    name: str
    opening: str
    cover: str
    when: str
    why: str
    url: str
    is_current: bool
    pk: int
    claim: str
    ticket: str


@dataclass(frozen=True)
class Toast:
    """The last decision, told for so many seconds with a way back; ``seq`` is None when there is nothing to undo."""

    deed: str
    name: str
    excerpt: str
    seq: int | None
    seconds: int


def build(
    place: Place,
    *,
    pk: int | None,
    decided: int | None,
    user: User,
    covers: bool,
    notice: Notice | None = None,
    note: str = "",
) -> dict[str, Any]:
    """Return the context of a page: the card of ``pk``, or of the first in the list.

    ``decided`` is the ``seq`` of an entry to tell of, ``user`` the moderator, ``covers`` whether they want abuse
    covered, ``note`` what was typed. Raises ``NoSuchComment`` and ``NoSuchPlace``.
    """
    now = timezone.now()
    names = place.names(user)
    window = queue.window(place, user)
    holders = Holders.of([*window.ids, pk], reader=user.pk, now=now)
    shown = pk or window.first(besides=holders.others)
    traces = queue.trail(shown, decided) if shown or decided else []
    drawn = _card(shown, traces, user, covers, now) if shown else None
    following = window.following(shown, place, besides=holders.others) if shown else (None, place)
    return {
        "card": drawn,
        "reported": reported.of(drawn.comment, now) if drawn else None,
        "escalated": escalated.of(drawn.comment, now) if drawn else None,
        "excerpt": _excerpt(drawn.comment.text, is_covered=bool(drawn.cover)) if drawn else "",
        "notice": notice or _news(drawn, holders),
        **holders.card(shown),
        "toast": _toast(traces, decided, user.pk, covers, now),
        "note": note,
        "reasons": REASONS.values(),
        "place": place,
        "next": following[0] or "",
        "next_place": following[1],
        **_list(window, place, shown, holders),
        "heading": place.heading(names),
        "pace": pace.of(user, now=now) if place.is_queue else None,
    }


def _list(window: Window, place: Place, shown: int | None, holders: Holders) -> dict[str, Any]:
    """Return what stands beside the card."""
    desk = reverse("desk:queue")
    escalations = escalated.of_each(window.ids, holders.now) if place.view == View.ESCALATED else {}
    return {
        "is_held_list": place.is_queue,
        "is_filtered": bool(place.filters.fields()),
        "unfiltered": f"{desk}{place.unfiltered.query()}",
        "is_cut": window.is_cut,
        "looked_at": f"{queue.MOST_LOOKED_AT:,}",
        "due": _due(window, place, holders.now),
        "rows": [_row(row, place, shown, holders, escalations.get(row["pk"])) for row in window.rows],
        "stories": [(row["article_id"], row["headline"]) for row in window.rows],
        "more": f"{desk}{window.more.query()}" if window.more else "",
        "first": f"{desk}{place.first.query()}",
    }


def address(pk: int | None, place: Place, **more: str | int | None) -> str:
    """Return the address of a card (None: of the first in the list) beside a list."""
    path = reverse("desk:card", args=[pk]) if pk else reverse("desk:queue")
    return f"{path}{place.query(**more)}{AT_THE_CARD}"


def _card(pk: int, traces: Sequence[Trace], user: User, covers: bool, now: dt.datetime) -> Card:
    comment = queue.card(pk, user)
    if comment is None:
        raise NoSuchComment(pk)
    entries = [trace.entry for trace in traces]
    return card.draw(comment, entries, reader=user.pk, now=now, covers=covers)


def _news(drawn: Card | None, holders: Holders) -> Notice | None:
    if drawn is None:
        return None
    return holders.notice(drawn.comment.pk) or _standing(drawn, holders.now)


def _standing(drawn: Card, now: dt.datetime) -> Notice | None:
    if drawn.is_erased:
        return Notice("The text was erased when its time was over.", "There is nothing left to decide on.")
    if drawn.is_held or drawn.standing is None:
        return None
    return telling.standing(drawn.standing, you=drawn.by_you, now=now)


def _excerpt(text: str, *, is_covered: bool) -> str:
    return COVERED if is_covered else telling.excerpt(text)


def _toast(
    traces: Sequence[Trace], decided: int | None, reader: int, covers: bool, now: dt.datetime
) -> Toast | None:
    """Tell of a decision that this moderator has just made, as long as it is the last word and can be undone."""
    trace = next((trace for trace in traces if trace.entry.seq == decided), None)
    if trace is None or not trace.is_last:
        return None
    entry = trace.entry
    left = (entry.at + UNDO_TIME - now).total_seconds()
    if entry.actor_id != reader or left < 0:
        return None
    excerpt = _excerpt(trace.opening, is_covered=covers and trace.is_severe)
    name = trace.name or card.ERASED_NAME
    return Toast(
        answers.deed(entry), name, excerpt, None if entry.action == Action.UNDO else entry.seq, int(left)
    )


def _row(
    row: Mapping[str, Any], place: Place, shown: int | None, holders: Holders, escalation: Escalation | None
) -> Row:
    when, why = _told(row, place, escalation, holders.now)
    return Row(
        name=row["name"] or card.ERASED_NAME,
        opening=row["opening"],
        cover=severity.covered_for(row["findings"]),
        when=when,
        why=why,
        url=address(row["pk"], place),
        is_current=row["pk"] == shown,
        pk=row["pk"],
        claim=holders.row(row["pk"]),
        ticket=picked.ticket(row),
    )


def _told(
    row: Mapping[str, Any], place: Place, escalation: Escalation | None, now: dt.datetime
) -> tuple[str, str]:
    """Return what a row says of when, and of why it stands there."""
    if escalation:
        return escalation.when, escalation.in_short
    if place.is_queue:
        return telling.wait(now - row["submitted_at"]), card.why(row["findings"])
    return telling.date(row["moved_at"], now), _decided(row)


def _decided(row: Mapping[str, Any]) -> str:
    who = row["moved_by"] or "The newsroom’s rules"
    return " · ".join(filter(None, [who, telling.label_of(row["moved_for"])]))


def _due(window: Window, place: Place, now: dt.datetime) -> tuple[str, bool] | None:
    """Return how far the front of the queue is from the time by which it should be decided, and if that is over."""
    if not place.is_plain_queue or place.after or not window.rows:
        return None
    left = window.rows[0]["due_at"] - now
    return telling.wait(abs(left)), left < dt.timedelta()
