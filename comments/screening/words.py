"""Words: what the newsroom's lists of words to hold and to reject find in a submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from comments.house_rules import REASONS
from comments.screening.entries import FIELDS, Options
from comments.screening.language import is_one_of, of_text
from comments.screening.matching import MOST_MARKED, Match, find
from comments.screening.shapes import LOOKED_AT, Finding, Severity, Submission
from comments.screening.wordlists import WordLists

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

HOLD, REJECT = "words-hold", "words-reject"
TOLD_FIELD = {"name": "The name", "website": "The website", "text": "It"}
TOLD = {True: "break a house rule", False: "are looked at first"}


@dataclass(frozen=True)
class WordPolicy:
    """The lists, and what a word of the list to reject does."""

    reason: str = field(
        default="person",
        metadata={
            "label": "House rule of a rejected word",
            "help": "The commenter is told this house rule when a word of the list to reject has none of its own"
            " (“=> unlawful” behind it).",
            "choices": tuple(REASONS),
        },
    )
    reject_disguised: bool = field(
        default=False,
        metadata={
            "label": "Reject words in disguise too",
            "help": "“sh1t”, “s h i t” and letters of other alphabets are recognised, but now and then by mistake."
            " Unless this is set they are held for a moderator, also where the word itself is rejected.",
        },
    )
    lists: WordLists = field(default=WordLists(), repr=False, compare=False)

    def with_lists(self, lists: Mapping[str, str]) -> Self:
        """Return this part with the two lists of words compiled into it. Raises ``BadList``."""
        return replace(self, lists=WordLists(lists.get(HOLD, ""), lists.get(REJECT, "")))


def listed_words(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Words of the lists to hold and to reject, as written or in disguise; each is marked, the worst first."""
    words, findings = policy.words, []
    language = of_text(submission.text) if words.lists.has_languages else ""
    for name in FIELDS:
        counts = [_counts(kind, name, language) for kind in words.lists.kinds]
        found = find(words.lists, getattr(submission, name), counts, rejects_disguised=words.reject_disguised)
        findings += [_finding(match, name, words) for match in found.matches]
        if not found.all_read:
            findings.append(_unread(name))
    yield from sorted(dict.fromkeys(findings), key=lambda each: -each.severity)[:MOST_MARKED]


def _counts(options: Options, name: str, language: str) -> bool:
    """Tell whether entries are looked for in that field and language; in every one while it is not known."""
    spoken = not options.languages or not language or is_one_of(language, options.languages)
    return spoken and (not options.fields or name in options.fields)


def _finding(match: Match, name: str, policy: WordPolicy) -> Finding:
    options = match.options
    rejects = match.rejects
    hidden = name == "email"  # moderators see no address, so no part of one either
    listed = f"the list to {'reject' if options.rejects else 'hold'}"
    entry = "an entry" if hidden else f"“{match.line}”"
    return Finding(
        rule="disguised-word" if match.disguised else "rejected-word" if rejects else "held-word",
        version=1,
        severity=Severity.REJECT if rejects else Severity.HOLD,
        message=f"{'Reads like' if match.disguised else 'Has'} {entry} of {listed}.",
        told=LOOKED_AT if hidden else f"{TOLD_FIELD[name]} has words that {TOLD[rejects]}.",
        field=name,
        start=0 if hidden else match.span.start,
        end=0 if hidden else match.span.end,
        reason=(options.reason or policy.reason) if rejects else "",
    )


def _unread(name: str) -> Finding:
    return Finding(
        rule="too-many-words",
        version=1,
        severity=Severity.HOLD,
        message="Has so many listed words, or so much in disguise, that not all of it was looked at.",
        told=LOOKED_AT,
        field=name,
    )
