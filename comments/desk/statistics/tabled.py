"""Tabled: what the log amounts to, by hour, day, section, reason, moderator and rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User

from articles.models import Section
from comments.desk.statistics.figures import approved
from comments.desk.statistics.tables import Column, Kind, Table
from comments.desk.telling import label_of
from comments.models.summary import What
from comments.rule_names import RULES
from comments.summaries.counting import NO_SECTION
from comments.summaries.quantiles import HALF, NINE_IN_TEN, within
from comments.summaries.reading import Report, Sums
from comments.words import Action

ARRIVALS = (Column("Sent"), Column("Held"), Column("Decided"))
TIMES = (Column("Half within", Kind.TIME), Column("Nine in ten within", Kind.TIME))
NUMBERS = (*ARRIVALS, *TIMES)


def tables(report: Report, sections: Sequence[Section]) -> dict[str, Table]:
    """Return all tables by their codes, in the order of the page. One query, for the moderators' names."""
    made = (
        *(hours(report), waits(report), days(report), reasons(report)),
        *(by_section(report, sections), moderators(report), rules(report)),
    )
    return {table.code: table for table in made}


def hours(report: Report) -> Table:
    """Return what arrived and was decided at each hour."""
    rows = [
        (_clock(hour), sums.submitted, sums.held, sums.decided)
        for hour, sums in report.hours.items()
        if sums.submitted or sums.decided
    ]
    note = "Comments that were sent at that hour, and of these the held ones; decisions that were made at that hour."
    return Table("hours", "By hour", note, (Column("Hour", Kind.TEXT), *ARRIVALS), rows)


def waits(report: Report) -> Table:
    """Return how long the first decision took for what had been sent at each hour."""
    waited = [(hour, sums.waited) for hour, sums in report.hours.items()]
    rows = [
        (_clock(hour), each.total(), within(each, HALF), within(each, NINE_IN_TEN))
        for hour, each in waited
        if each
    ]
    note = (
        "Comments that had been sent at that hour, had been held, and were decided on for the first time in the "
        "period: how many, and how long that took from being held on."
    )
    columns = (Column("Sent at", Kind.TEXT), Column("First decisions"), *TIMES)
    return Table("waits", "Time to decision, by hour of sending", note, columns, rows)


def days(report: Report) -> Table:
    """Return the same day by day."""
    rows = [(day.isoformat(), *_numbers(sums)) for day, sums in sorted(report.days.items())]
    note = (
        "Whatever was done belongs to the day on which it was done. The times are those of comments that were decided "
        "on that day, whenever they had been sent."
    )
    return Table("days", "By day", note, (Column("Day", Kind.TEXT), *NUMBERS), rows)


def by_section(report: Report, sections: Sequence[Section]) -> Table:
    """Return the same section by section, with what became of the decisions."""
    names = {section.pk: section.name for section in sections}
    order = {section.pk: place for place, section in enumerate(sections)}
    found = sorted(report.sections.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    note = (
        "A story’s section is the one in which it stood when the log was counted. “From sending” has all first "
        "decisions, also those on comments that had appeared at once."
    )
    columns = (
        *(Column("Section", Kind.TEXT), *NUMBERS),
        *(Column("Half, from sending", Kind.TIME), Column("Nine in ten, from sending", Kind.TIME)),
        *(Column("Approved", Kind.SHARE), Column("Undone", Kind.SHARE), Column("Overturned", Kind.SHARE)),
    )
    return Table("sections", "By section", note, columns, [_section(report, names, *each) for each in found])


def reasons(report: Report) -> Table:
    """Return the decisions by what they were and why."""
    decided = report.of(What.DECIDED)
    named = sorted((-number, decision(key)) for key, number in decided.items())
    rows = [(name, -less, (-less, decided.total())) for less, name in named]
    note = "Every decision in the period, undone ones too; a rejection by its house rule."
    columns = (Column("Decision", Kind.TEXT), Column("Number"), Column("Share", Kind.SHARE))
    return Table("reasons", "Decisions by reason", note, columns, rows)


def moderators(report: Report) -> Table:
    """Return the decisions by who made them."""
    decided: dict[int, list[int]] = defaultdict(list)
    for (_, moderator), number in report.turns.items():
        decided[moderator].append(number)
    names = _names(decided)
    rows = [
        (names.get(pk, f"An account that is gone ({pk})"), sum(each), len(each), (sum(each), len(each)))
        for pk, each in sorted(decided.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    ]
    note = "An hour is one by the clock in which a moderator made at least one decision, however late in it."
    columns = (
        Column("Moderator", Kind.TEXT),
        Column("Decisions"),
        Column("Hours"),
        Column("An hour", Kind.RATE),
    )
    return Table("moderators", "By moderator", note, columns, rows)


def rules(report: Report) -> Table:
    """Return what each rule held, and what was decided on that."""
    held, decided = report.of(What.RULE_HELD), report.of(What.RULE_DECIDED)
    approving, overturned = report.of(What.RULE_APPROVED), report.of(What.RULE_REVERSED)
    known = sorted({*held, *decided, *overturned}, key=lambda code: (-held[code], code))
    rows = [
        (RULES.get(code, code), held[code], decided[code], (approving[code], decided[code]), overturned[code])
        for code in known
    ]
    note = (
        "Held: comments that arrived in the period and that the rule held, alone or with others. Decided: first "
        "decisions in the period on what it had held. Overturned: when such a comment was moved again later."
    )
    columns = (
        *(Column("Rule", Kind.TEXT), Column("Held"), Column("Decided")),
        *(Column("Approved after all", Kind.SHARE), Column("Overturned")),
    )
    return Table("rules", "Rules of the screen", note, columns, rows)


def decision(key: str) -> str:
    """Return what a decision is called, by the key under which it is counted."""
    action, _, reason = key.partition(" ")
    label = Action(action).label if action in Action.values else action
    return f"{label}: {label_of(reason)}" if reason else label


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


def _numbers(sums: Sums) -> tuple[int | None, ...]:
    waited = sums.waited
    return sums.submitted, sums.held, sums.decided, within(waited, HALF), within(waited, NINE_IN_TEN)


def _section(report: Report, names: Mapping[int, str], pk: int, sums: Sums) -> tuple[object, ...]:
    aged, gone = sums.aged, "No section" if pk == NO_SECTION else f"A section that is gone ({pk})"
    undone, overturned = (report.things[pk, what, ""] for what in (What.UNDONE, What.REVERSED))
    of_decided = ((number, sums.decided) for number in (approved(report, pk), undone, overturned))
    from_sending = (within(aged, HALF), within(aged, NINE_IN_TEN))
    return names.get(pk, gone), *_numbers(sums), *from_sending, *of_decided


def _names(moderators: Iterable[int]) -> Mapping[int, str]:
    users = User.objects.filter(pk__in=list(moderators)).order_by("pk")
    return {user.pk: user.get_full_name() or user.get_username() for user in users}
