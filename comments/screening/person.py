"""Person: whom the newsroom keeps out or reads first, and whose name somebody comes under.

What is typed proves nothing: anybody can come under a banned e-mail address, and must not learn that it is one. So it
is held and nothing is told of it. Refused, and told why, is only who was proved to be meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comments.screening.hosts import ascii_host, domains, is_listed
from comments.screening.lists import Fault, parse, refuse
from comments.screening.names import folded, has_phrase_of, look, run_together, shape
from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

DAYS_LOOKED_BACK = 7
# What a restriction is about, by its code, as moderators read it.
ABOUT = {
    "device": "This commenter",
    "email": "This e-mail address",
    "domain": "This e-mail domain",
    "address": "This network address",
    "network": "The network around this address",
}
SENDER = "Who sent this"
WHO = {"address": "your network address", "network": "your network"}
TYPED = frozenset({"email", "domain"})
# Well known for giving addresses to everybody for a few minutes; the newsroom's own list takes this one's place.
DISPOSABLE_DOMAINS = "\n".join(
    """10minutemail.com 33mail.com burnermail.io discard.email dispostable.com emailondeck.com fakeinbox.com getnada.com
    grr.la guerrillamail.com guerrillamail.net guerrillamail.org inboxkitten.com maildrop.cc mailinator.com
    mailnesia.com mintemail.com moakt.com mohmal.com mytemp.email sharklasers.com spamgourmet.com temp-mail.org
    tempail.com tempmail.com tempr.email throwawaymail.com trashmail.com yopmail.com yopmail.fr""".split()
)
RESERVED_NAMES = "admin\nadministrator\neditor\neditor-in-chief\nmoderator\nnews desk\nwebmaster\n"


@dataclass(frozen=True)
class Restricted:
    """A ban or a watch that is in force: by what (a key of ``ABOUT``), for which house rule, and until when.

    ``proved`` when nobody but the one who is meant can have come under it; ``until`` is None if it has no end.
    """

    number: int
    about: str
    is_ban: bool
    reason: str
    proved: bool
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Namesake:
    """Somebody whose comment stands under the same story, with a name that looks the same."""

    name: str
    is_same_person: bool = False


@dataclass(frozen=True)
class Decided:
    """How many comments were decided on lately, and how many of them were rejected or spam."""

    total: int = 0
    rejected: int = 0

    @property
    def percent(self) -> int:
        """The share that was rejected, in per cent."""
        return 100 * self.rejected // self.total if self.total else 0


@dataclass(frozen=True)
class PersonFacts:
    """What is known of whoever sent it. ``staff`` and ``masthead`` are how the newsroom's own names look."""

    restrictions: tuple[Restricted, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    staff: frozenset[str] = frozenset()
    masthead: str = ""
    decided: Decided = Decided()
    decided_by_email: Decided = Decided()


@dataclass(frozen=True)
class PersonPolicy:
    """Which names are the newsroom's, which e-mail domains are thrown away, and how many rejections hold."""

    rejected_percent_to_hold: int = field(
        default=30,
        metadata={
            "label": "Share of rejections that holds, in per cent",
            "help": "When this share of a person's comments of the last 7 days was rejected or spam, the next one is "
            "held. Only for who is proved to be the same person; for a typed e-mail address it is noted.",
            "least": 1,
            "most": 100,
        },
    )
    decided_to_judge: int = field(
        default=3,
        metadata={
            "label": "Decisions before that share counts",
            "help": "With fewer decisions in the last 7 days nothing is concluded from them.",
            "least": 1,
            "most": 100,
        },
    )
    hold_disposable: bool = field(
        default=False,
        metadata={
            "label": "Hold disposable e-mail addresses",
            "help": "Addresses that are thrown away after use are noted. People who guard their privacy use them too; "
            "tick this to hold their comments.",
        },
    )
    reserved: frozenset[str] = frozenset()
    disposable: frozenset[str] = frozenset()

    def is_too_much(self, decided: Decided) -> bool:
        """Whether so many of some comments were rejected that the next is looked at."""
        enough = decided.total >= self.decided_to_judge
        return enough and decided.percent >= self.rejected_percent_to_hold

    def with_lists(self, lists: Mapping[str, str]) -> PersonPolicy:
        """Return the policy with the reserved names and the disposable domains of these lists."""
        return replace(
            self,
            reserved=compiled_names(lists["names-reserved"]),
            disposable=domains(lists["domains-disposable"].splitlines()),
        )


def compiled_names(text: str) -> frozenset[str]:
    """Return how the names of a list look. Raises ``BadList`` for those of which nothing can be seen."""
    found = {entry: look(entry.text) for entry in parse(text)}
    unseen = (entry for entry, seen in found.items() if not seen)
    refuse(Fault(entry.line, f"“{entry.text}” has neither a letter nor a figure.") for entry in unseen)
    return frozenset(found.values())


def banned(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Somebody who is banned: refused where it is proved who it is, else held."""
    for ban in facts.person.restrictions:
        if ban.is_ban:
            yield Finding(
                rule="ban",
                version=1,
                severity=Severity.REJECT if ban.proved else Severity.HOLD,
                message=f"{ABOUT.get(ban.about, SENDER)} is banned {_until(ban.until)} (number {ban.number}).",
                told=f"Replies from {WHO.get(ban.about, 'you')} are not taken {_until(ban.until)}."
                if ban.proved
                else "",
                field="email" if ban.about in TYPED else "",
                reason=ban.reason if ban.proved else "",
            )


def watched(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Somebody whose comments are always read first."""
    for watch in facts.person.restrictions:
        if not watch.is_ban:
            yield Finding(
                rule="watch",
                version=1,
                severity=Severity.HOLD,
                message=f"{ABOUT.get(watch.about, SENDER)} is always held {_until(watch.until)} "
                f"(number {watch.number}).",
                told=LOOKED_AT if watch.proved else "",
                field="email" if watch.about in TYPED else "",
            )


def often_rejected(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Much of what came from the same person was rejected in the last days."""
    decided = facts.person.decided
    if policy.person.is_too_much(decided):
        yield Finding(
            rule="often-rejected",
            version=1,
            severity=Severity.HOLD,
            message=f"Of {decided.total} comments of this person in the last {DAYS_LOOKED_BACK} days "
            f"{decided.rejected} were rejected or spam.",
            told=LOOKED_AT,
            field="",
        )


def email_often_rejected(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Much of what came under the same e-mail address was: a note, for anybody can type it."""
    decided = facts.person.decided_by_email
    if policy.person.is_too_much(decided):
        yield Finding(
            rule="often-rejected-email",
            version=1,
            severity=Severity.NOTE,
            message=f"Of {decided.total} comments with this e-mail address in the last {DAYS_LOOKED_BACK} days "
            f"{decided.rejected} were rejected or spam.",
            told="",
            field="email",
        )


def disposable_email(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """An e-mail address of a domain whose addresses are thrown away after use."""
    at = submission.email.rfind("@") + 1
    if at and is_listed(ascii_host(submission.email[at:]), policy.person.disposable):
        yield Finding(
            rule="disposable-email",
            version=1,
            severity=Severity.HOLD if policy.person.hold_disposable else Severity.NOTE,
            message="The e-mail address is of a kind that is thrown away after use.",
            told="",
            field="email",
            start=at,
            end=len(submission.email),
        )


def reserved_name(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A name that only the newsroom may use: the masthead, somebody of the staff, or one of the list."""
    seen = look(submission.name)
    reserved = (policy.person.reserved, frozenset([facts.person.masthead]) - {""})
    is_of_staff = seen.replace(" ", "") in run_together(facts.person.staff)
    if is_of_staff or any(has_phrase_of(seen, phrases) for phrases in reserved):
        yield Finding(
            rule="reserved-name",
            version=1,
            severity=Severity.HOLD,
            message="The name is one of the newsroom’s own, or looks like one.",
            told="The name looks like one of the newsroom’s own.",
            field="name",
            end=len(submission.name),
        )


def imitated_name(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A name made to look like that of somebody else who has commented under the story, with other characters."""
    others, own = _others(facts), shape(submission.name)
    drawn = any(shape(name) == own != folded(name) for name in others)
    if drawn and not _has_the_same(submission, others):
        yield Finding(
            rule="imitated-name",
            version=1,
            severity=Severity.HOLD,
            message="The name looks like that of another commenter here, and is written with other characters.",
            told="The name looks like somebody else’s under this story.",
            field="name",
            end=len(submission.name),
        )


def same_name(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The same name, written the same way, as another commenter's: no imitation, for many people share theirs."""
    if _has_the_same(submission, _others(facts)):
        yield Finding(
            rule="same-name",
            version=1,
            severity=Severity.NOTE,
            message="Another commenter here has the same name; nothing shows whether it is the same person.",
            told="",
            field="name",
            end=len(submission.name),
        )


def _others(facts: Facts) -> list[str]:
    return [each.name for each in facts.person.namesakes if not each.is_same_person]


def _has_the_same(submission: Submission, names: list[str]) -> bool:
    own = folded(submission.name)
    return any(folded(name) == own for name in names)


def _until(moment: dt.datetime | None) -> str:
    return f"until {moment:%Y-%m-%d %H:%M %Z}" if moment else "until further notice"
