"""Telling: waits, decisions and collisions in words, as a moderator reads them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from comments.claims import Holder
from comments.house_rules import REASONS
from comments.moderation import Standing
from comments.words import Action, Status

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
LONG_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second"))
EXCERPT = 40
NOBODY = "The newsroom’s own rules"
OUTDATED = "This changed after your page was made."
READ_ONLY = "You can read it. Until then whatever is done with it is theirs to do."

# What somebody did, as "Amara Quist ... at 09:47" and as "This was already ... by you at 09:47".
DEEDS: dict[str, tuple[str, str]] = {
    Action.APPROVE: ("approved this", "approved"),
    Action.REJECT: ("rejected this", "rejected"),
    Action.SPAM: ("marked this as spam", "marked as spam"),
    Action.TRASH: ("moved this to trash", "moved to trash"),
    Action.UNDO: ("undid the last decision on this", "undone"),
    Action.RESCREEN: ("screened this anew", "screened anew"),
    Action.REPLY: ("published this", "published"),
    Action.PICK: ("picked this", "picked"),
    Action.UNPICK: ("took the pick of this back", "stripped of its pick"),
    Action.PIN: ("pinned this", "pinned"),
    Action.UNPIN: ("unpinned this", "unpinned"),
    Action.ESCALATE: ("escalated this", "escalated"),
    Action.HAND_BACK: ("handed this back", "handed back"),
    Action.REDACT: ("redacted this", "redacted"),
    Action.KEEP: ("kept this after readers had reported it", "kept after reports"),
    Action.REPORTED: ("brought this back, since readers reported it,", "reported by readers"),
    Action.LOOK: ("looked at the e-mail address of this", "looked at for its e-mail address"),
}
# What became of a comment that no person has decided on.
UNTOUCHED: dict[str, str] = {
    Status.PENDING: "Nobody has decided on this yet.",
    Status.APPROVED: "This appeared as soon as it was sent: no rule held it.",
    Status.SPAM: "The newsroom’s own rules took this for spam.",
}


@dataclass(frozen=True)
class Notice:
    """What the desk has to say above a card: the news, then what it means."""

    news: str
    rest: str = ""


def wait(time: dt.timedelta) -> str:
    """Return a wait in short: "58 min", "1 h 12 min", "3 d 4 h"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        return _two(seconds // HOUR, "h", seconds % HOUR // MINUTE, "min")
    return _two(seconds // DAY, "d", seconds % DAY // HOUR, "h")


def interval(time: dt.timedelta) -> str:
    """Return a time in its largest unit: "8 seconds", "1 minute", "3 days"; under a second "a moment"."""
    seconds = int(time.total_seconds())
    for size, unit in LONG_UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "a moment"


def clock(at: dt.datetime, now: dt.datetime) -> str:
    """Return a time of day in the newsroom's zone, with its day when that is not today."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    if local.date() == today:
        return date_format(local, "H:i")
    return date_format(local, r"H:i \o\n j F" if local.year == today.year else r"H:i \o\n j F Y")


def date(at: dt.datetime, now: dt.datetime) -> str:
    """Return a time as short as it can be told: "09:47" today, "21 Nov, 09:47" this year, else "21 Nov 2025"."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    if local.date() == today:
        return date_format(local, "H:i")
    return date_format(local, "j M, H:i" if local.year == today.year else "j M Y")


def excerpt(text: str) -> str:
    """Return the first words of a text, quoted."""
    words = " ".join(text.split())
    if len(words) <= EXCERPT:
        return f"“{words}”"
    return f"“{words[:EXCERPT].rsplit(' ', 1)[0]}…”"


def label_of(reason: str) -> str:
    """Return what moderators call a reason; a code that is no reason any more as it is."""
    return REASONS[reason].label if reason in REASONS else reason


def standing(stands: Standing, *, you: bool, now: dt.datetime) -> Notice:
    """Return where a comment stands, for a card that is not held."""
    if stands.action not in DEEDS:
        return Notice(UNTOUCHED.get(stands.status, OUTDATED), "Whatever you decide is a decision of its own.")
    reason = f"Reason: {label_of(stands.reason).lower()}. " if stands.reason else ""
    who = "You" if you else stands.by or NOBODY
    news = f"{who} {DEEDS[stands.action][0]} at {clock(stands.at, now)}."
    return Notice(news, f"{reason}Whatever you decide now is a decision of its own.")


def conflict(stands: Standing | None, *, you: bool, now: dt.datetime, lost: str) -> Notice:
    """Return who was first, when and with what; ``lost`` says what came of the one who was late."""
    if stands is None or stands.action not in DEEDS:
        return Notice(OUTDATED, lost)
    active, passive = DEEDS[stands.action]
    before, at = interval(now - stands.at), clock(stands.at, now)
    if you:
        return Notice(f"This was already {passive} by you at {at}, {before} ago.", lost)
    return Notice(f"{stands.by or NOBODY} {active} at {at}, {before} before you.", lost)


def claimed(holder: Holder, *, now: dt.datetime, lost: str = READ_ONLY) -> Notice:
    """Return who has a card and until when; ``lost`` says what that means for whoever reads it."""
    return Notice(f"{holder.name} has this one until {clock(holder.until, now)}.", lost)


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
