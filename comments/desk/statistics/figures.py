"""Figures: what is told at the head of the page, each with how it is counted."""

from dataclasses import dataclass

from comments.desk.statistics.tables import about, rate, share
from comments.desk.statistics.waiting import Waiting
from comments.models.summary import What
from comments.summaries.quantiles import HALF, NINE_IN_TEN, within
from comments.summaries.reading import Report
from comments.words import Action

# What leaves a comment public.
APPROVING = frozenset({Action.APPROVE, Action.KEEP, Action.PICK})


@dataclass(frozen=True)
class Figure:
    """A number with its name, and how it is counted."""

    label: str
    value: str
    how: str


def figures(report: Report, waiting: Waiting) -> list[Figure]:
    """Return the figures."""
    return [*_waiting(waiting), *_times(report), *_decisions(report)]


def approved(report: Report, section: int | None = None) -> int:
    """Return how many decisions left a comment public, in a section or in all."""
    return sum(
        number
        for (where, what, key), number in report.things.items()
        if what == What.DECIDED and key.split()[0] in APPROVING and section in (None, where)
    )


def _waiting(waiting: Waiting) -> list[Figure]:
    return [
        Figure(
            "waiting now", waiting.said, "Comments that are held at this moment, whenever they were sent."
        ),
        Figure("oldest wait", about(waiting.oldest), "From when the first of these was sent until now."),
    ]


def _times(report: Report) -> list[Figure]:
    waited = report.whole.waited
    return [
        Figure(
            "half decided within",
            about(within(waited, HALF)),
            "Taken are the first decisions in the period on comments that had been held, undone ones too, and the time "
            "from being held to the decision. It is the shortest of these times that at least half do not exceed.",
        ),
        Figure(
            "nine in ten within",
            about(within(waited, NINE_IN_TEN)),
            "The same for at least nine in ten. Both are times that occurred, to the second; nothing is interpolated.",
        ),
    ]


def _decisions(report: Report) -> list[Figure]:
    decided = report.whole.decided
    undone, overturned = report.of(What.UNDONE).total(), report.of(What.REVERSED).total()
    return [
        Figure(
            "decisions an hour, each",
            rate(decided, len(report.turns)),
            "Decisions by moderators’ hours. Such an hour is one by the clock, as from 09:00 to 10:00, in which a "
            "moderator made at least one decision. A decision moves a comment to another status, or keeps one that "
            "readers had reported, and was made by a person.",
        ),
        Figure(
            "approved",
            share(approved(report), decided),
            "Of all decisions, those that left a comment public.",
        ),
        Figure(
            "undone",
            share(undone, decided),
            "Decisions that were taken back within their minute in the period, by the decisions in it.",
        ),
        Figure(
            "overturned",
            share(overturned, decided),
            "Decisions that moved a comment on which an earlier one stood, and those that were taken back after their "
            "minute, by the decisions in the period.",
        ),
    ]
