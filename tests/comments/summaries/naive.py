"""Naive: counts a log slowly and in another way, so that two ways of counting can be held against each other.

For each entry everything is looked up anew in the list of all earlier ones.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from comments.models.summary import What
from comments.summaries.counting import Counts, Line
from comments.words import Action, Status

SETTLING = {"approve", "reject", "spam", "trash", "keep", "pick"}
Thing = tuple[object, ...]
Told = Counter[Thing]


def count(lines: Sequence[Line], sections: Mapping[int, int], zone: str) -> Told:
    """Return how often each thing occurs; what it is stands in the key."""
    told: Told = Counter()
    for place, line in enumerate(lines):
        earlier = [each for each in lines[:place] if each.comment_id == line.comment_id]
        for thing in things(line, earlier, ZoneInfo(zone)):
            told[sections.get(line.comment_id, 0), *thing] += 1
    return told


def told(counts: Counts) -> Told:
    """Return counts in the same form."""
    found: Told = Counter()
    for at, hour in counts.hours.items():
        for name in ("submitted", "held", "decided"):
            found[at.section_id, at.day, at.hour, name] += getattr(hour, name)
        found.update((at.section_id, at.day, at.hour, "wait", seconds) for seconds in hour.waits)
        found.update((at.section_id, at.day, at.hour, "age", seconds) for seconds in hour.ages)
    for thing, number in counts.days.items():
        found[thing.section_id, thing.day, str(thing.what), thing.key] += number
    for turn, taken in counts.turns.items():
        found[turn.section_id, turn.day, turn.begins, turn.moderator_id, "turn"] += taken.decided
    return +found


def things(line: Line, earlier: list[Line], zone: ZoneInfo) -> list[Thing]:
    """Return all that an entry counts for."""
    local = line.at.astimezone(zone)
    day, found = local.date(), list[Thing]()
    if line.action == Action.SUBMIT:
        found.append((day, local.hour, "submitted"))
        if line.to_status == Status.PENDING:
            found.append((day, local.hour, "held"))
            found += [(day, str(What.RULE_HELD), rule) for rule in rules(line)]
    if line.action == Action.UNDO and line.actor_id and earlier and decides(earlier[-1]):
        if line.at - earlier[-1].at <= dt.timedelta(minutes=1):
            found.append((day, str(What.UNDONE), ""))
        else:
            found.append((day, str(What.REVERSED), ""))
            found += [(day, str(What.RULE_REVERSED), rule) for rule in held_by(earlier)]
    if decides(line):
        found.append((day, local.hour, "decided"))
        found.append((day, str(What.DECIDED), " ".join(filter(None, [line.action, line.reason]))))
        begins = local.replace(minute=0, second=0, microsecond=0).astimezone(dt.UTC)
        found.append((day, begins, line.actor_id, "turn"))
        if not any(decides(each) for each in earlier):
            found += first(line, earlier, day, zone)
        elif stands(earlier) and line.to_status != line.from_status:
            found.append((day, str(What.REVERSED), ""))
            found += [(day, str(What.RULE_REVERSED), rule) for rule in held_by(earlier)]
    return found


def first(line: Line, earlier: list[Line], day: dt.date, zone: ZoneInfo) -> list[Thing]:
    """Return what a first decision counts for beside being one."""
    sent, hour = earlier[0].at, earlier[0].at.astimezone(zone).hour
    found: list[Thing] = [(day, hour, "age", seconds(sent, line.at))]
    if line.from_status == Status.PENDING:
        became = [each for each in earlier if each.from_status != Status.PENDING == each.to_status]
        found.append((day, hour, "wait", seconds(became[-1].at, line.at)))
        found += [(day, str(What.RULE_DECIDED), rule) for rule in held_by(earlier)]
        if line.to_status == Status.APPROVED:
            found += [(day, str(What.RULE_APPROVED), rule) for rule in held_by(earlier)]
    return found


def decides(line: Line) -> bool:
    """Whether a person settled something by an entry."""
    moved = line.from_status != line.to_status
    return line.actor_id is not None and line.action in SETTLING and (moved or line.action == "keep")


def stands(earlier: list[Line]) -> bool:
    """Whether a decision stands after these entries; an undo leads back to before the entry before it."""
    if not earlier:
        return False
    *before, last = earlier
    if last.action == Action.UNDO:
        return stands(before[:-1])
    return decides(last) or stands(before)


def held_by(earlier: list[Line]) -> list[str]:
    """Return the rules that a comment was last held by."""
    screened = [each for each in earlier if each.action in (Action.SUBMIT, Action.RESCREEN)]
    return rules(screened[-1]) if screened[-1].to_status == Status.PENDING else []


def rules(line: Line) -> list[str]:
    """Return the rules that did more than note."""
    return [code for code in line.rules.split() if not code.endswith(":note")]


def seconds(since: dt.datetime, until: dt.datetime) -> int:
    """Return the whole seconds in between, none where it is the wrong way round."""
    return max(0, int((until - since) / dt.timedelta(seconds=1)))
