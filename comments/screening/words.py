"""Words: what the newsroom's lists of words to hold and to reject find in a submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from comments.house_rules import REASONS
from comments.screening.entries import FIELDS, Options
from comments.screening.folding import Folded, fold, undisguised
from comments.screening.language import is_one_of, of_text
from comments.screening.shapes import LOOKED_AT, Finding, Severity, Span, Submission
from comments.screening.wordlists import Hit, WordLists

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

HOLD, REJECT = "words-hold", "words-reject"
MOST_MARKED = 20  # a text can be nothing but listed words; that many marks are enough to see it
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


class Match(NamedTuple):
    """A listed word in a field: which entry, how it is looked for, where, and whether it is there only in disguise."""

    field: str
    span: Span
    line: str
    options: Options
    disguised: bool

    def counts(self, name: str, language: str) -> bool:
        """Tell whether the entry is looked for in that field and language; every one is while it is not known."""
        fields, languages = self.options.fields, self.options.languages
        spoken = not languages or not language or is_one_of(language, languages)
        return spoken and (not fields or name in fields)


def listed_words(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Words of the lists to hold and to reject, as written or in disguise; each is marked, the worst first."""
    findings = []
    language = of_text(submission.text) if policy.words.lists.has_languages else ""
    for name in FIELDS:
        for match in matches(policy.words.lists, name, getattr(submission, name)):
            if match is None:
                findings.append(_unread(name))
            elif match.counts(name, language):
                findings.append(_finding(match, policy.words))
    yield from sorted(dict.fromkeys(findings), key=lambda each: -each.severity)[:MOST_MARKED]


def matches(lists: WordLists, name: str, source: str) -> Iterator[Match | None]:
    """Yield what the lists find in a field; None when it has so many words of them that not all were looked at."""
    folded = fold(source)
    written = set()
    for hit in lists.search(folded.text):
        if hit is None or not lists.options(hit.entry).only_disguised:
            match = hit and _match(lists, name, folded, hit, disguised=False)
            written.add(match and (match.span, match.line))
            yield match
    for reading in undisguised(folded):
        for hit in lists.search(reading.text):
            if hit is None:
                yield None
            elif _is_disguised(folded, reading, hit):
                match = _match(lists, name, reading, hit, disguised=True)
                if (match.span, match.line) not in written:
                    yield match


def _is_disguised(folded: Folded, reading: Folded, hit: Hit) -> bool:
    """Tell whether something was read otherwise than it is written; what is not was found, or not, before."""
    start, end = reading.back(hit.start, hit.end)
    return folded.text[start:end] != reading.text[hit.start : hit.end]


def _match(lists: WordLists, name: str, folded: Folded, hit: Hit, *, disguised: bool) -> Match:
    span = folded.span(hit.start, hit.end)
    return Match(name, span, lists.line(hit.entry), lists.options(hit.entry), disguised)


def _finding(match: Match, policy: WordPolicy) -> Finding:
    options = match.options
    rejects = options.rejects and (policy.reject_disguised or not match.disguised)
    hidden = match.field == "email"  # moderators see no address, so no part of one either
    listed = f"the list to {'reject' if options.rejects else 'hold'}"
    entry = "an entry" if hidden else f"“{match.line}”"
    return Finding(
        rule="disguised-word" if match.disguised else "rejected-word" if rejects else "held-word",
        version=1,
        severity=Severity.REJECT if rejects else Severity.HOLD,
        message=f"{'Reads like' if match.disguised else 'Has'} {entry} of {listed}.",
        told=LOOKED_AT if hidden else f"{TOLD_FIELD[match.field]} has words that {TOLD[rejects]}.",
        field=match.field,
        start=0 if hidden else match.span.start,
        end=0 if hidden else match.span.end,
        reason=(options.reason or policy.reason) if rejects else "",
    )


def _unread(name: str) -> Finding:
    return Finding(
        rule="too-many-words",
        version=1,
        severity=Severity.HOLD,
        message="Has so many listed words that not all of it was looked at.",
        told=LOOKED_AT,
        field=name,
    )
