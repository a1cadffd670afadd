"""Scorecards: of each rule, what it held and what moderators made of that, counted from the log."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from comments.log import NOTED
from comments.log_querysets import Outcome
from comments.models import LogEntry
from comments.screening.document import ALWAYS_ON
from comments.screening.policy import ORDINARY
from comments.words import Status

# A rule whose holds moderators nearly always approve costs their time and protects nobody.
APPROVED_PERCENT = 95
# Fewer decisions prove nothing: of 20 comments one refused by chance is 5 per cent.
ENOUGH_DECISIONS = 20
# The log's newest entries; some 50,000 comments with their decisions are read in a second.
LATELY = 100_000


@dataclass(frozen=True)
class Scorecard:
    """One rule: how often it held, noted only, or was the only reason to hold, and what became of what it held.

    ``decided`` are the held comments that somebody has decided on, ``approved`` those of them that are approved.
    ``last`` is when it last found anything.
    """

    rule: str
    holds: int = 0
    alone: int = 0
    notes: int = 0
    decided: int = 0
    approved: int = 0
    last: dt.datetime | None = None

    @property
    def approved_percent(self) -> int | None:
        """How many of a hundred decisions on what it held approved; rounded down, None without any."""
        return 100 * self.approved // self.decided if self.decided else None

    @property
    def is_for_removal(self) -> bool:
        """Whether its holds are approved so often that it had better be switched off; never what must stay on."""
        enough = self.decided >= ENOUGH_DECISIONS
        often = 100 * self.approved >= APPROVED_PERCENT * self.decided
        return enough and often and self.rule not in ALWAYS_ON

    def add(self, outcome: Outcome, *, noted: bool, alone: bool) -> "Scorecard":
        """Return the card with the comments of an outcome counted."""
        last = max(filter(None, (self.last, outcome.last)))
        if noted or outcome.arrived_as == Status.APPROVED:
            return replace(self, notes=self.notes + outcome.number, last=last)
        decided = outcome.number if outcome.is_decided else 0
        return replace(
            self,
            holds=self.holds + outcome.number,
            alone=self.alone + (outcome.number if alone else 0),
            decided=self.decided + decided,
            approved=self.approved + (decided if outcome.stands == Status.APPROVED else 0),
            last=last,
        )


def scorecards(
    rules: Iterable[str], *, most: int | None = LATELY, sections: Collection[int] | None = None
) -> list[Scorecard]:
    """Return a card of each of these rules, in their order, and of whatever else the log knows.

    Counted are the submissions among the newest ``most`` entries of the log, of all entries if None, under stories of
    these ``sections`` (None: of all); what became of them is what their last decision says, however new. One query.
    """
    entries = LogEntry.objects.all() if sections is None else LogEntry.objects.in_sections(sections)
    cards = {rule: Scorecard(rule) for rule in rules}
    for outcome in entries.outcomes(most=most):
        for rule, noted, alone in _codes(outcome.rules):
            card = cards.get(rule, Scorecard(rule))
            cards[rule] = card.add(outcome, noted=noted, alone=alone)
    return list(cards.values())


def _codes(rules: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield each rule that an entry names: its code, whether it only noted, whether nothing else held but the story."""
    codes = rules.split()
    held = {code for code in codes if not code.endswith(NOTED)} - ORDINARY
    for code in codes:
        rule = code.removesuffix(NOTED)
        yield rule, code != rule, held <= {rule}
