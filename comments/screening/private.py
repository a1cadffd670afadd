"""Private: e-mail addresses, telephone numbers and bank accounts in a text, whoever they belong to.

A site that publishes somebody's personal data answers for it (CJEU C-492/23, Russmedia, 2 December 2025). Nobody can
tell here whose they are, so a moderator looks first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from comments.screening.shapes import Finding, Severity, Span, Submission
from comments.screening.unmasking import plainly
from comments.screening.writing import prose

if TYPE_CHECKING:
    from comments.screening.whole import Facts, Policy

MOST_MARKED = 20  # of a kind in one text
MOST_TRIED = 1_000  # what begins as a bank account does; to check the digits of more of it takes time

_AT = r"(?:[ ]?@[ ]?|[ ]{0,2}[\[({][ ]?(?:at|@)[ ]?[\])}][ ]{0,2})"
EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}+{_AT}(?P<host>[\w-]++(?:\.[\w-]++)*\.(?P<ending>[^\W\d_]{{2,24}}+))(?![\w@])",
    re.IGNORECASE,
)
# Without one of these there is none, and the text need not be written plainly.
HINT = re.compile(
    r"[@\uff20\ufe6b]|&(?:#0*+(?:64|65312|65131)|#x0*+(?:40|ff20|fe6b)|commat);|[\[({][ ]?at", re.IGNORECASE
)
NUMBER = re.compile(
    r"(?<![\w.,/=+-])\+?\(?[0-9](?:[ ./()\u2010-\u2013-]{0,3}[0-9]){6,16}(?![\w%])(?![.,:/-][0-9])"
)
DATE = re.compile(r"\(?[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?![0-9]|[./-][0-9])")
# As they are written in North America, and elsewhere with the 0 that leads out of town.
AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}")
NATIONAL = re.compile(r"\(?0[1-9][0-9]{0,4}\)?(?:[ ./\u2010-\u2013-]{1,3}[0-9]{2,8}){1,5}|0[1-9][0-9]{8,9}")
# What is said before a number that has no such form.
CALL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mobil|cell|whatsapp|handy|telefon|fon|call me|ring me|text me|fax)\b"
    r"(?: ?(?:no|nr|number|is|at|on|unter)\b)?[ .:#]{0,4}$",
    re.IGNORECASE,
)
# Wide figures and letters, and spaces that are not broken or narrow, each as the one that it stands for.
NARROW = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\xa0\u2007\u2009\u202f\u3000"), " ")
)
# Where one of them stands: to look up each character of a text takes ten times as long.
WIDE = re.compile(f"[{re.escape(''.join(map(chr, NARROW)))}]+")
BEFORE = 40  # characters in which that is looked for
# How long the numbers of a country are (SWIFT's registry of IBANs, ISO 13616).
_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 "
    "LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 "
    "QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
LENGTHS = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
ACCOUNT = re.compile(r"(?<![^\W_])[A-Z]{2}[0-9]{2}(?=(?:[ -]?[A-Z0-9]){11})", re.ASCII | re.IGNORECASE)
REST = {
    length: re.compile(rf"(?:[ -]?[A-Z0-9]){{{length - 4}}}", re.ASCII | re.IGNORECASE)
    for length in set(LENGTHS.values())
}
# ISO 7064, MOD 97-10: a letter counts from 10, and what parts the groups not at all.
DIGITS = str.maketrans({chr(code): str(code - 55) for code in range(65, 91)} | {" ": "", "-": ""})


@dataclass(frozen=True)
class PrivatePolicy:
    """Which personal data hold a comment."""

    emails: bool = field(
        default=True,
        metadata={
            "label": "Hold e-mail addresses",
            "help": "Hold a comment with an e-mail address in its text.",
        },
    )
    phones: bool = field(
        default=True,
        metadata={
            "label": "Hold telephone numbers",
            "help": "Hold a comment with a telephone number in its text.",
        },
    )
    accounts: bool = field(
        default=True,
        metadata={
            "label": "Hold bank accounts",
            "help": "Hold a comment with a bank account number (IBAN) whose check digits are right.",
        },
    )


def email_addresses(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """An e-mail address in the text, also one written "name (at) example (dot) org"."""
    for span in _first(emails(submission.text)) if policy.private.emails else ():
        yield Finding(
            rule="private-email",
            version=1,
            severity=Severity.HOLD,
            message="Has an e-mail address in it.",
            told="It has an e-mail address in it, and everybody would see it.",
            start=span.start,
            end=span.end,
        )


def phone_numbers(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """A telephone number in the text."""
    for span in _first(phones(submission.text)) if policy.private.phones else ():
        yield Finding(
            rule="private-phone",
            version=1,
            severity=Severity.HOLD,
            message="Has what looks like a telephone number in it.",
            told="It seems to have a telephone number in it, and everybody would see it.",
            start=span.start,
            end=span.end,
        )


def bank_accounts(submission: Submission, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """An international bank account number in the text, with the right check digits."""
    for span in _first(accounts(submission.text)) if policy.private.accounts else ():
        yield Finding(
            rule="private-account",
            version=1,
            severity=Severity.HOLD,
            message="Has a bank account number (IBAN) in it.",
            told="It has a bank account number in it, and everybody would see it.",
            start=span.start,
            end=span.end,
        )


def emails(text: str) -> Iterator[Span]:
    """Give where e-mail addresses stand in a text, in linear time."""
    if not HINT.search(text):
        return
    read = plainly(text)
    for found in EMAIL.finditer(read.text):
        yield read.span(*found.span())


def narrowed(text: str) -> str:
    """Return a text with wide figures and letters made narrow; every character keeps its place."""
    return text if text.isascii() else WIDE.sub(lambda found: found[0].translate(NARROW), text)


def phones(text: str) -> Iterator[Span]:
    """Give where telephone numbers stand in a text, in linear time."""
    rest = prose(narrowed(text), accounts(text))
    for found in NUMBER.finditer(rest):
        start, end = found.span()
        if _is_phone(found[0], rest[max(0, start - BEFORE) : start]):
            yield Span(start, end)


def accounts(text: str) -> Iterator[Span]:
    """Give where international bank account numbers stand in a text, in linear time."""
    text, end = narrowed(text), 0
    for found in islice(ACCOUNT.finditer(text), MOST_TRIED):
        rest = REST.get(LENGTHS.get(found[0][:2].upper(), 0))
        part = rest.match(text, found.end()) if rest and found.start() >= end else None
        if part and _has_its_check_digits(found[0], part[0]):
            end = part.end()
            yield Span(found.start(), end)


def _has_its_check_digits(begun: str, rest: str) -> bool:
    return int((rest + begun).upper().translate(DIGITS)) % 97 == 1


def _is_phone(typed: str, before: str) -> bool:
    digits = re.sub(r"[^0-9]", "", typed)
    if len(set(digits)) < 3 or DATE.match(typed):
        return False
    if typed.startswith(("+", "00")):
        return 9 <= len(digits) <= 16 and digits.lstrip("0") != ""
    if AMERICAN.fullmatch(typed) or (NATIONAL.fullmatch(typed) and 9 <= len(digits) <= 12):
        return True
    return bool(CALL.search(before))


def _first(spans: Iterator[Span]) -> Iterator[Span]:
    return (span for span, _ in zip(spans, range(MOST_MARKED), strict=False))
