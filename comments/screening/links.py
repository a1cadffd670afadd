"""Links: how many, how written, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from comments.screening.hosts import compile_domains, host_of, is_listed
from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission
from comments.screening.unmasking import BARE, DECEPTIVE, DISGUISED, Link, links

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

MOST_MARKED = 20  # a text can have thousands of links; the message says how many

# What everybody knows to shorten addresses; a newsroom adds its own.
_KNOWN_SHORTENERS = (
    "adf.ly bit.do bit.ly bl.ink buff.ly clck.ru cutt.ly dlvr.it goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly s.id "
    "shorturl.at t.co t.ly t2m.io tiny.cc tinyurl.com tny.im trib.al u.to v.gd vk.cc x.gd"
)
SHORTENERS = "\n".join(_KNOWN_SHORTENERS.split())


@dataclass(frozen=True)
class Elsewhere:
    """Where else a host was linked to lately: under how many stories, and in how many spam and approved comments.

    ``stories`` are other ones than the submission's.
    """

    host: str
    stories: int = 0
    spam: int = 0
    approved: int = 0


@dataclass(frozen=True)
class LinkFacts:
    """The links of the text, where else their hosts were linked to lately, and whether this is not the first link.

    ``hosts`` are those that the submission is remembered by, the website's with them. ``linked_before`` is whether
    a comment with a link was approved of the person who is proved to send this one.
    """

    found: tuple[Link, ...] = ()
    hosts: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    linked_before: bool = False


@dataclass(frozen=True)
class LinkPolicy:
    """How many links hold a comment, as WordPress does, and which hosts are not wanted."""

    to_hold: int = field(
        default=2,
        metadata={
            "least": 1,
            "label": "Links that hold a comment",
            "help": "A comment with this many links or more waits for a moderator. WordPress holds at 2.",
        },
    )
    count_bare: bool = field(
        default=True,
        metadata={
            "label": "Count addresses without https://",
            "help": "Whether “example.com” counts as a link, although the page does not make it one.",
        },
    )
    first_held: bool = field(
        default=True,
        metadata={
            "label": "Hold the first link of a trusted commenter",
            "help": "Spammers earn trust with harmless comments and then send a link; so the first one is read.",
        },
    )
    blocked_as_spam: bool = field(
        default=False,
        metadata={
            "label": "Treat links to blocked domains as spam",
            "help": "A comment that leads to a blocked domain goes to spam at once. If not, it waits for a moderator.",
        },
    )
    stories_to_hold: int = field(
        default=3,
        metadata={
            "least": 1,
            "label": "Stories with the same target",
            "help": "A comment is held when the site it leads to was linked to under this many other stories "
            "within a week and no moderator has approved any of these comments.",
        },
    )
    blocked: frozenset[str] = field(default=frozenset(), metadata={"list": "domains-blocked"})
    shorteners: frozenset[str] = field(
        default=compile_domains(SHORTENERS), metadata={"list": "domains-shorteners"}
    )

    def with_lists(self, lists: Mapping[str, str]) -> Self:
        """Return the policy with what stands in the lists of domains."""
        blocked, shorteners = map(compile_domains, (lists["domains-blocked"], lists["domains-shorteners"]))
        return replace(self, blocked=blocked, shorteners=shorteners)


def two_or_more_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """As many links as the policy holds for; each is marked, as far as marks help anybody."""
    found = [link for link in facts.links.found if policy.links.count_bare or link.how != BARE]
    number, most = len(found), policy.links.to_hold
    for link in found[:MOST_MARKED] if number >= most else ():
        yield Finding(
            rule="links",
            version=1,
            severity=Severity.HOLD,
            message=f"Has {_links(number)}; {most} or more are held.",
            told=f"It has {_links(number)}. Replies with {most} or more are read first.",
            start=link.start,
            end=link.end,
        )


def disguised_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A link that is written so that a person reads it and a filter does not."""
    for link in _marked(facts.links.found, lambda link: link.how == DISGUISED):
        yield Finding(
            rule="disguised-link",
            version=1,
            severity=Severity.HOLD,
            message=f"Has a disguised link, to {link.host}.",
            told="A link in it is written in an unusual way.",
            start=link.start,
            end=link.end,
        )


def link_in_the_name(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A name that has a link in it: it stands over every reply, and readers type what they read."""
    for link in links(submission.name, ())[:1]:
        yield Finding(
            rule="name-link",
            version=1,
            severity=Severity.HOLD,
            message=f"The name has a link in it, to {link.host}.",
            told="The name has an address of a website in it.",
            field="name",
            start=link.start,
            end=link.end,
        )


def deceptive_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A link that reads as one site and leads to another."""
    for link in _marked(facts.links.found, lambda link: link.how == DECEPTIVE):
        yield Finding(
            rule="deceptive-link",
            version=1,
            severity=Severity.HOLD,
            message=f"A link reads as one site and leads to another: {link.host}.",
            told="A link in it reads as one site and leads to another.",
            start=link.start,
            end=link.end,
        )


def shortened_links(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A link through a service that hides where it leads."""
    for name, link in _leading_to(policy.links.shorteners, submission, facts):
        yield Finding(
            rule="shortener",
            version=1,
            severity=Severity.HOLD,
            message=f"A link goes through {link.host}, which hides where it leads.",
            told="It has a shortened link, which hides where it leads. The full address says more.",
            field=name,
            start=link.start,
            end=link.end,
        )


def blocked_domains(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A link to a domain that the newsroom has blocked, or to one under it; the website counts as well."""
    for name, link in _leading_to(policy.links.blocked, submission, facts):
        yield Finding(
            rule="blocked-domain",
            version=1,
            severity=Severity.SPAM if policy.links.blocked_as_spam else Severity.HOLD,
            message=f"Leads to {link.host}, which is a blocked domain.",
            told=LOOKED_AT,
            field=name,
            start=link.start,
            end=link.end,
        )


def first_link(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The first link of somebody who is trusted: trust in somebody's words says nothing of where they lead."""
    trusted = facts.trust.proved and not facts.links.linked_before
    for link in facts.links.found[:1] if trusted and policy.links.first_held else ():
        yield Finding(
            rule="first-link",
            version=1,
            severity=Severity.HOLD,
            message="The first link of a commenter who is trusted.",
            told="It is your first reply here with a link. The first one is read before it appears.",
            start=link.start,
            end=link.end,
        )


def same_target(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A host that others link to from story to story, or that spam led to, and that nobody has approved."""
    for seen in facts.links.elsewhere:
        if seen.approved or not (seen.spam or seen.stories >= policy.links.stories_to_hold):
            continue
        hosts = frozenset([seen.host])
        for name, link in list(_leading_to(hosts, submission, facts))[:1]:
            yield Finding(
                rule="same-target",
                version=1,
                severity=Severity.HOLD,
                message=_of(seen),
                told=LOOKED_AT,
                field=name,
                start=link.start,
                end=link.end,
            )


def website(submission: Submission) -> Link:
    """Return the link that the website field is, all of it."""
    return Link(0, len(submission.website), host_of(submission.website))


def _links(number: int) -> str:
    return "1 link" if number == 1 else f"{number} links"


def _of(seen: Elsewhere) -> str:
    said = [f"comments under {seen.stories} other stories"] if seen.stories else []
    said += [f"{seen.spam} marked as spam"] if seen.spam else []
    return f"Leads to {seen.host}, as did lately {' and '.join(said)}; none of them was approved."


def _marked(found: Iterable[Link], wanted: Callable[[Link], bool]) -> list[Link]:
    return [link for link in found if wanted(link)][:MOST_MARKED]


def _leading_to(listed: frozenset[str], submission: Submission, facts: Facts) -> Iterator[tuple[str, Link]]:
    """Give the links that lead to listed domains, each with the name of its field."""
    if not listed:
        return
    own = website(submission)
    if own.host and is_listed(own.host, listed):
        yield "website", own
    for link in _marked(facts.links.found, lambda link: is_listed(link.host, listed)):
        yield "text", link
