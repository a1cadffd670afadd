"""Severity: which comments may hurt whoever reads them, and how that is said without repeating it.

A moderator who reads abuse for hours is worn out by it (Center for Media Engagement, 2020; Cook et al., 2022): such
texts are covered until they are asked for, and the queue does not show many of them in a row.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

# Rules that find listed words, each in the words of the cover.
LISTED_WORDS = {
    "rejected-word": "a word to reject",
    "held-word": "a word to hold",
    "disguised-word": "a word in disguise",
    "too-many-words": "many listed words",
}
REJECTED_TEXT = "what a rule rejects"
QUOTED_ENTRY = re.compile(r"“.*”", re.DOTALL)
SOME_ENTRY = "an entry"


def is_severe(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether stored findings say that a comment's text is abuse, or is likely to be."""
    return any(_is_severe(finding) for finding in findings)


def covered_for(findings: Iterable[Mapping[str, Any]]) -> str:
    """Return what is severe about a comment, for the cover over its text: "a word to hold"; "" for nothing."""
    severe = (finding for finding in findings if _is_severe(finding))
    kinds = (LISTED_WORDS.get(finding["rule"], REJECTED_TEXT) for finding in severe)
    return _listed(list(dict.fromkeys(kinds)))


def discreet(finding: Mapping[str, Any]) -> str:
    """Return a finding's message without the word that it quotes, if it is one that is covered."""
    message = str(finding["message"])
    return QUOTED_ENTRY.sub(SOME_ENTRY, message) if finding["rule"] in LISTED_WORDS else message


def _is_severe(finding: Mapping[str, Any]) -> bool:
    if finding["severity"] == "note":
        return False
    # A ban rejects too, but for who sent it.
    return finding["rule"] in LISTED_WORDS or (finding["severity"] == "reject" and finding["field"] == "text")


def _listed(kinds: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(kinds[:-1]), *kinds[-1:]]))
