"""Reports: the only writer of readers' reports; they bring a comment back to the desk, and never hide it.

See ``docs/decisions/0022-readers-reports.md``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comments import identity, log, policies, throttle
from comments.address import network_of
from comments.house_rules import REASONS, UNLAWFUL
from comments.identity import Purpose
from comments.models import Comment, LogEntry, Report
from comments.models.report import Outcome
from comments.rows import point
from comments.screening.policy import ALLOWANCE_OF_A_FINDING, ALLOWANCE_OF_THE_STORY
from comments.words import DECISIONS, Action, Status

# What a report weighs that is enough alone, however many are needed; older rows have the number too.
ENOUGH_BY_ITSELF = 3
NEEDED = "reports.needed"
# Fewer settled reports say nothing of whoever sent them.
ENOUGH_SETTLED = 3
# Whoever reads a long thread reports a few; an office or a school reads together.
ADDRESS_AN_HOUR, NETWORK_AN_HOUR = 10, 30
AN_HOUR = dt.timedelta(hours=1)
# A card has room for so many; the rest is counted.
MOST_TOLD = 50
TAKEN_AWAY = frozenset({Status.REJECTED, Status.SPAM, Status.TRASH})


class NotPublic(LookupError):
    """The comment is not under a story, or not any more."""


@dataclass(frozen=True)
class Given:
    """What a reader sends: ``reason`` is the code of a house rule, ``is_ours`` whether it came from our own form."""

    comment_id: int
    reason: str
    sentence: str
    address: str
    is_ours: bool


@dataclass(frozen=True)
class Told:
    """A report as the desk tells it: nothing in it says who sent it; ``right`` of ``settled`` reports were upheld."""

    reason: str
    sentence: str
    at: dt.datetime
    counts: bool
    is_open: bool
    right: int
    settled: int


def report(given: Given, *, at: dt.datetime | None = None) -> None:
    """Take a reader's report of a public comment. A second one from the same address changes nothing.

    Raises ``NotPublic``, and ``throttle.TooSoon`` for an address that has reported many; nothing is stored then.
    """
    moment = at or timezone.now()
    prints = identity.fingerprints(Purpose.ADDRESS, given.address)
    with transaction.atomic():
        _take_turn(given.address, moment)
        comment = Comment.objects.public().locked([given.comment_id]).first()
        if comment is None:
            raise NotPublic
        about = Report.objects.about(comment.pk)
        if about.from_address(prints).exists():
            return
        made = Report.objects.create(
            comment=comment,
            address_print=prints[0] if prints else "",
            reason=given.reason,
            sentence=given.sentence,
            weight=_weight(given, prints),
            at=moment,
        )
        _count_on(comment, made)


def settle(rows: Sequence[Comment], entries: Sequence[LogEntry]) -> None:
    """Settle what is reported about comments on which somebody has just decided, in the same transaction.

    ``rows`` are the comments as they were locked: with their earlier ``seq``. A comment that is kept dismisses its
    reports, one that is taken away upholds them; undoing either opens them again. One query where nothing is reported
    and something was undone, none where nothing is reported.
    """
    made = {entry.comment_id: entry for entry in entries}
    undone = [row.seq for row in rows if made[row.pk].action == Action.UNDO]
    concerned = [row for row in rows if row.open_reports or made[row.pk].action == Action.UNDO]
    if not concerned:
        return
    found: dict[int, list[Report]] = defaultdict(list)
    ids = [row.pk for row in concerned]
    for each in Report.objects.open_or_settled_by(ids, undone).in_order():
        found[each.comment_id].append(each)
    changed = [row for row in concerned if _judge(row, made[row.pk], found[row.pk])]
    _date([row for row in changed if row.open_reports and made[row.pk].to_status == Status.APPROVED], found)
    Comment.objects.bulk_update(changed, ["open_reports", "reported_due_at"])
    judged = [each for row in changed for each in found[row.pk]]
    Report.objects.bulk_update(judged, ["outcome", "settled_seq"])


def about(comment_id: int) -> list[Told]:
    """Return what readers say about a comment, the newest first, in one query."""
    found = Report.objects.about(comment_id).with_accuracy().newest_first()[:MOST_TOLD]
    return [
        Told(
            reason=REASONS[each.reason].label if each.reason in REASONS else each.reason,
            sentence=each.sentence,
            at=each.at,
            counts=each.weight > 0,
            is_open=each.outcome == Outcome.OPEN,
            right=each.was_right or 0,
            settled=each.was_settled or 0,
        )
        for each in found
    ]


def _take_turn(address: str, at: dt.datetime) -> None:
    if settings.NEWSROOM_FLOOD_SECONDS <= 0:
        return
    own = identity.fingerprint(Purpose.ADDRESS, address)
    network = identity.fingerprint(Purpose.NETWORK, network_of(address))
    most = {f"report {own}": ADDRESS_AN_HOUR, f"report {network}": NETWORK_AN_HOUR}
    throttle.take_all(most if own and network else {}, within=AN_HOUR, at=at)


def _weight(given: Given, prints: Sequence[str]) -> int:
    """Return what a report counts for: nothing, one, or enough by itself.

    Nothing where nobody can tell two of its senders apart, and where its address was wrong most of the time. What is
    said to be unlawful is looked at at once, unless the newsroom has answered that about this comment already.
    """
    if not given.is_ours or not prints or _is_mostly_wrong(prints):
        return 0
    if given.reason != UNLAWFUL.code:
        return 1
    said_before = Report.objects.about(given.comment_id).filter(reason=UNLAWFUL.code)
    return 1 if said_before.filter(outcome=Outcome.DISMISSED).exists() else ENOUGH_BY_ITSELF


def _is_mostly_wrong(prints: Sequence[str]) -> bool:
    right, settled = Report.objects.from_address(prints).accuracy()
    return settled >= ENOUGH_SETTLED and 2 * right < settled


def _count_on(comment: Comment, made: Report) -> None:
    """Count a report that has just been stored; enough of them bring the comment back, once.

    The first that says "unlawful" by itself brings it back again: nobody dismisses it who has not seen it.
    """
    found = list(Report.objects.about(comment.pk).open().in_order())
    due = _due(found, policies.value(NEEDED))
    Comment.objects.filter(pk=comment.pk).update(open_reports=len(found), reported_due_at=due)
    urgent = [each for each in found if each.weight >= ENOUGH_BY_ITSELF]
    if due is not None and (comment.reported_due_at is None or urgent == [made]):
        _bring_back(comment, found, made.at)


def _bring_back(comment: Comment, found: Sequence[Report], at: dt.datetime) -> None:
    said = dict.fromkeys(REASONS[each.reason].label for each in found if each.weight)
    draft = log.Draft(
        comment_id=comment.pk,
        action=Action.REPORTED,
        from_status=comment.status,
        to_status=comment.status,
        details={"text": comment.text, "name": comment.name, "findings": [], "note": "; ".join(said)},
    )
    point([(comment.pk, comment.seq)], log.append([draft], at=at))


def _date(rows: Sequence[Comment], found: Mapping[int, Iterable[Report]]) -> None:
    """Set by when comments whose reports are open again want somebody to look; the policy is asked once for all."""
    if rows:
        needed = policies.value(NEEDED)
        for row in rows:
            row.reported_due_at = _due(found[row.pk], needed)


def _due(found: Iterable[Report], needed: int) -> dt.datetime | None:
    """Return by when open reports, in their order, want somebody to look: counted from the one that made it enough.

    ``needed`` is how many are enough, as the policy has it.
    """
    counting = [each for each in found if each.weight]
    for number, each in enumerate(counting, 1):
        if number >= needed or each.weight >= ENOUGH_BY_ITSELF:
            urgent = any(one.reason == UNLAWFUL.code for one in counting)
            return each.at + (ALLOWANCE_OF_A_FINDING if urgent else ALLOWANCE_OF_THE_STORY)
    return None


def _judge(row: Comment, entry: LogEntry, found: Sequence[Report]) -> bool:
    """Give a comment and its reports what an entry makes of them; return whether it makes anything."""
    is_undone = entry.action == Action.UNDO
    is_taken_away = entry.to_status in TAKEN_AWAY
    if not found or not (is_undone or entry.action in DECISIONS):
        return False
    is_open = is_undone and not is_taken_away
    outcome = Outcome.UPHELD if is_taken_away else Outcome.DISMISSED
    for each in found:
        each.outcome, each.settled_seq = (Outcome.OPEN, None) if is_open else (outcome, entry.seq)
    row.open_reports, row.reported_due_at = (len(found) if is_open else None), None
    return True
