"""Reading: what the rules say of a text, with nothing known of it but its links."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from comments import markup
from comments.screening.links import LinkFacts
from comments.screening.policy import screen
from comments.screening.shapes import Finding, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.unmasking import Link, links
from comments.screening.whole import Facts, Policy
from comments.screening.writing import WritingFacts

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="")
# Nothing is found under these but what a text itself gives reason for.
CLEAR = Facts(
    story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True), writing=WritingFacts(language="en")
)


def links_of(text: str) -> tuple[Link, ...]:
    """Return the links of a text as the facts have them."""
    return links(text, markup.links(text))


def facts_of(text: str, **known: Any) -> Facts:
    """Return facts of a text; what is known of its links beside themselves can be given."""
    return replace(CLEAR, links=LinkFacts(links_of(text), **{"linked_before": True, **known}))


def findings(text: str, rule: str, *, website: str = "", policy: Policy | None = None) -> list[Finding]:
    """Return what one rule finds in a text."""
    sent = replace(SENT, text=text, website=website)
    found = screen(sent, facts_of(text), policy or Policy()).findings
    return [finding for finding in found if finding.rule == rule]


def marked(text: str, rule: str, *, policy: Policy | None = None) -> list[str]:
    """Return the passages of a text that one rule marks."""
    return [text[finding.start : finding.end] for finding in findings(text, rule, policy=policy)]


# Texts of which something can be made: what the rules look for, in any order and number.
PIECES = (
    "http://", "hxxp", "://", "www.", "a", "A", "example", ".com", "[.]", "(dot)", ".", "。", "．", "\u200b",
    "%2e", "%41", "&#46;", "&amp;", "<b>", "</b>", "<a href='http://b.example/'>", "</a>", "@", "(at)",
    "+49", "0", "170 123", "-", " ", "\n", "DE89", "3704 0044", "LOUD", "xkjq", "!!!!!!!!!!", "ſ", "\u212a",
    "é", "İ", "🙂", "\ud7ff", "/", "?q=", "ß",
)  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
