"""Dateline: the place and the agency that a first paragraph begins with, told from an ordinary sentence."""

import re
from typing import NamedTuple

from articles.wire import agencies
from articles.wire.names import is_name

_DASH = r"\s*(?P<dash>--|[-–—―−_])\s*"
# Bounds keep the patterns linear; the longest place that is a name has 85 letters.
_WITH_AGENCY = re.compile(rf"(?P<place>[^()]{{0,90}})\((?P<agency>[^()]{{2,80}})\){_DASH}")
# A short dash without any space around it joins words: NATO-Russia talks, PARIS–BREST.
_WITHOUT_AGENCY = re.compile(r"(?P<place>[^()—―]{3,90}?)(?:\s*(?:--|[—―])\s*|\s+[-–−]\s*|[-–−]\s+)(?=\S)")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?:^|,? )(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?$",
    re.IGNORECASE,
)
_PLACES_WITH_ARTICLE = frozenset({"The Hague", "The Bronx", "The Dalles"})
_LONGEST_PLACE = 6  # words
# In capitals and before a dash, but no places.
_NO_PLACE = re.compile(
    r"ABC|ADVISORY|ALERT|ANALYSIS|ASEAN|BBC|BREAKING|BREXIT|BRICS|BRIEF|CBS|CDC|CIA|CNN|COLUMN|COMMENT|CORRECTED"
    r"|CORRECTION|COVID|DOCUMENTARY|DUP|EDITORIAL|EXCLUSIVE|EXPLAINER|FACT|FACTBOX|FBI|FDA|FEATURE|FIFA|FOCUS|GOP"
    r"|HIV|ICC|ICE|ICJ|IMF|INTERVIEW|IOC|ISIS|KGB|LIVE|MLB|NASA|NATO|NBA|NBC|NFL|NHL|NOTE|NSA|OBITUARY|OECD|OPEC"
    r"|OPINION|PHOTOS|PROFILE|RECAP|REVIEW|SNP|SUMMARY|TIMELINE|UEFA|UNESCO|UNHCR|UNICEF|UPDATED?|URGENT|USA"
    r"|VIDEO|WATCH|WHO|WNBA|WRAPUP|WTO"
)


class Dateline(NamedTuple):
    """What stood before the first sentence: a place, an agency's full name, either may be ""; then the rest."""

    place: str
    credit: str
    rest: str


def split(paragraph: str) -> Dateline:
    """Take the dateline off a paragraph whose white space is single spaces; without one, ``rest`` is all of it.

    A date in it ("June 2") is left out: a story has its own.
    """
    return _with_agency(paragraph) or _without_agency(paragraph) or Dateline("", "", paragraph)


def _with_agency(paragraph: str) -> Dateline | None:
    """``New Delhi (Associated Press)-``, ``WASHINGTON, June 2 (AFP) —``, ``(Reuters) -``."""
    match = _WITH_AGENCY.match(paragraph)
    if match is None or _is_hyphen(match):
        return None
    place, credit = _without_date(match["place"]), agencies.credit(match["agency"])
    if not credit or not (place == "" or _is_place(place)):
        return None
    return Dateline(place, credit, paragraph[match.end() :])


def _without_agency(paragraph: str) -> Dateline | None:
    """``LONDON —``, ``BEIRUT, Lebanon –``: only in capitals, and only before a new sentence."""
    match = _WITHOUT_AGENCY.match(paragraph)
    if match is None or paragraph[match.end()].islower():
        return None
    place = _without_date(match["place"])
    if not place.partition(",")[0].isupper() or not _is_place(place):
        return None
    return Dateline(place, "", paragraph[match.end() :])


def _is_hyphen(match: re.Match[str]) -> bool:
    """Whether the dash joins two halves of a word: ``Paris (AFP)-based reporters``."""
    follower = match.string[match.end() : match.end() + 1]
    return match["dash"] == "-" and match.end() == match.end("dash") and follower.islower()


def _without_date(text: str) -> str:
    return _DATE.sub("", text.strip()).rstrip(" ,")


def _is_place(text: str) -> bool:
    """``New Delhi``, ``BEIRUT, Lebanon``, ``WASHINGTON/SEOUL``: names alone, and no agency's."""
    words = re.split(r"[ ,/]+", text)
    if len(words) > _LONGEST_PLACE or _NO_PLACE.fullmatch(words[0]) or agencies.credit(text):
        return False
    if words[0] in {"A", "An", "The"} and " ".join(words[:2]) not in _PLACES_WITH_ARTICLE:
        return False
    return is_name(words)
