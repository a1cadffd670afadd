"""Writing: how a text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from comments.screening import language
from comments.screening.shapes import Doubt, Finding, Severity, Span, Submission

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

DOUBT_MESSAGES = {
    "unusual-markup": "Has so much markup that it was left as typed.",
    "sanitisers-disagree": "Its markup is read in two ways, so it was left as typed.",
    "unusual-characters": "Has characters that stack up or turn the direction of the text.",
}
MOST_MARKED = 10
# Whoever shouts or types at random has done so by then; only what is repeated is looked for everywhere.
BEGINNING = 8_000  # characters
# Of dots, dashes and the like people make lines and pauses.
REPEATED = re.compile(r"([^\s.\-=_*~#+\u2026\u2500-\u259f])\1{7,}")
REPEATED_WORD = re.compile(r"(?<!\S)(?=[^\w\s]{0,19}\w)([^\s<>]{1,20})(?:\s++\1(?!\S)){5,}", re.IGNORECASE)
# Words in Latin letters without accents, long enough to tell whether they can be spoken.
WORD = re.compile(r"(?<!\w)[a-z]{5,40}(?!\w)", re.IGNORECASE)
DOUBLED = re.compile(r"(.)\1+")
SPOKEN_AS_ONE = re.compile("t?sch|ght|ch|ck|ng|ph|sh|th|tz")
CONSONANT = "bcdfghjklmnpqrstvwxz"
UNSPEAKABLE = re.compile(
    rf"[{CONSONANT}]{{5}}|^[{CONSONANT}]+$|q[bcdfghjklmnprstvxz]|(?<![aeiouy])j[bcdfgkmpqrstvwxz]|[bcdfgkpqvw]x"
    r"|x[bdgjkqrvz]|v[bfjpqwx]|z[fqx]|w[qxv]"
)
UNREADABLE_WORDS = 2  # at least so many, and half of all
ACRONYM = 6  # letters: "BBCTV" is not gibberish


@dataclass(frozen=True)
class WritingFacts:
    """What the renderer was not sure of, and the site's own language."""

    doubts: tuple[Doubt, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class WritingPolicy:
    """When the way in which a text is written holds it."""

    capital_letters: int = field(
        default=30,
        metadata={
            "least": 5,
            "label": "Letters that make a text in capitals",
            "help": "A comment with at least this many letters, nearly all of them capitals, is held.",
        },
    )
    capital_percent: int = field(
        default=80,
        metadata={
            "least": 50,
            "most": 100,
            "label": "Capitals, per cent",
            "help": "How many of a hundred letters must be capitals for that.",
        },
    )
    repeated_characters: int = field(
        default=20,
        metadata={
            "least": 8,
            "label": "The same character in a row",
            "help": "A comment in which one character stands this many times in a row is held. Dots, dashes and "
            "other signs of which people make lines do not count.",
        },
    )
    repeated_words: int = field(
        default=8,
        metadata={
            "least": 6,
            "label": "The same word in a row",
            "help": "A comment in which one word stands this many times in a row is held.",
        },
    )
    languages: tuple[str, ...] = field(
        default=(),
        metadata={
            "label": "Languages of the site",
            "help": "Two-letter codes, such as en, de. A longer comment in another language is held. Left empty, it "
            "is the language that the site itself is set to.",
        },
    )
    language_letters: int = field(
        default=80,
        metadata={
            "least": 20,
            "label": "Letters that tell a language",
            "help": "The language of a comment with fewer letters is not looked at: names and short sentences mislead.",
        },
    )
    language_percent: int = field(
        default=80,
        metadata={
            "least": 50,
            "most": 100,
            "label": "How sure of the language, per cent",
            "help": "A comment is held only where the other language is as sure as this.",
        },
    )


def markup_doubts(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """The renderer was not sure what the text means."""
    for doubt in facts.writing.doubts:
        yield Finding(
            rule=doubt.code,
            version=1,
            severity=Severity.HOLD,
            message=DOUBT_MESSAGES[doubt.code],
            told="It has unusual markup or characters.",
            start=doubt.span.start,
            end=doubt.span.end,
        )


def all_capitals(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A text of which nearly all letters are capitals, links left aside."""
    text = prose(submission.text[:BEGINNING], facts.links.found)
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    most = policy.writing.capital_percent
    if upper + lower >= policy.writing.capital_letters and 100 * upper >= most * (upper + lower):
        yield Finding(
            rule="capitals",
            version=1,
            severity=Severity.HOLD,
            message=f"Written in capitals: {100 * upper // (upper + lower)} per cent of its letters.",
            told="It is written in capitals.",
            end=len(submission.text),
        )


def repeated_characters(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """One character or one word, again and again."""
    for kind, times, span in islice(_repeated(submission.text, facts, policy.writing), MOST_MARKED):
        yield Finding(
            rule="repeated-characters",
            version=1,
            severity=Severity.HOLD,
            message=f"The same {kind} stands {times} times in a row.",
            told=f"The same {kind} stands in it many times in a row.",
            start=span.start,
            end=span.end,
        )


def gibberish(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Letters that nobody can speak, such as are typed by letting the fingers run over the keys."""
    words = list(WORD.finditer(prose(submission.text[:BEGINNING], facts.links.found)))
    odd = [word for word in words if _is_unspeakable(word[0])]
    if len(odd) >= UNREADABLE_WORDS and 2 * len(odd) >= len(words):
        yield Finding(
            rule="gibberish",
            version=1,
            severity=Severity.HOLD,
            message=f"{len(odd)} of {len(words)} longer words cannot be spoken.",
            told="It could not be read as words.",
            start=odd[0].start(),
            end=odd[-1].end(),
        )


def other_language(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A longer text in a language that is not the site's."""
    set_ = policy.writing
    languages = set_.languages or (facts.writing.language,)
    text = prose(submission.text[:BEGINNING], facts.links.found)
    if not any(languages) or sum(map(str.isalpha, text)) < set_.language_letters:
        return
    told = language.guess(text)
    if told.percent >= set_.language_percent and not language.is_one_of(told.code, languages):
        yield Finding(
            rule="other-language",
            version=1,
            severity=Severity.HOLD,
            message=f"Seems to be in another language than the site’s: {told.code} ({told.percent} per cent sure).",
            told="It seems to be written in another language than the one of this site.",
            end=len(submission.text),
        )


def prose(text: str, links: Iterable[Span]) -> str:
    """Return a text with spaces where its links stand, so that every character keeps its place."""
    pieces, at = [], 0
    for link in links:
        if at < link.end and link.start < len(text):
            pieces += [text[at : link.start], " " * (min(link.end, len(text)) - max(at, link.start))]
            at = link.end
    return "".join([*pieces, text[at:]])


def _repeated(text: str, facts: Facts, policy: WritingPolicy) -> Iterator[tuple[str, int, Span]]:
    """Give what stands again and again: "character" or "word", how many times, and where."""
    plain = prose(text, facts.links.found)
    small = plain.lower()  # quicker than to look for either case at each place
    for found in REPEATED.finditer(small if len(small) == len(plain) else plain):
        if (times := len(found[0])) >= policy.repeated_characters:
            yield "character", times, Span(*found.span())
    for found in REPEATED_WORD.finditer(plain):
        if (times := len(found[0].split())) >= policy.repeated_words:
            yield "word", times, Span(*found.span())


def _is_unspeakable(word: str) -> bool:
    plain = DOUBLED.sub(r"\1", word.lower())
    acronym = word.isupper() and len(word) <= ACRONYM
    return len(plain) >= 5 and not acronym and bool(UNSPEAKABLE.search(SPOKEN_AS_ONE.sub("t", plain)))
