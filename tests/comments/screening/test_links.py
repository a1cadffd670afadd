"""Links: two or more hold, however they are written; disguised, deceptive, shortened and blocked ones by themselves."""

from dataclasses import replace

import pytest
from hypothesis import given

from comments.screening.links import LinkPolicy
from comments.screening.policy import screen
from comments.screening.shapes import Severity
from comments.screening.whole import Policy
from tests.comments.screening.reading import SENT, facts_of, findings, marked, texts

RULES = {
    "links",
    "disguised-link",
    "deceptive-link",
    "shortener",
    "blocked-domain",
    "same-target",
    "first-link",
}
BLOCKING = Policy(links=LinkPolicy(blocked=frozenset(["evil.example", "xn--bcher-kva.example"])))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("https://a.example", 0, id="one"),
        pytest.param("https://a.example https://b.example", 2, id="two"),
        pytest.param("https://a.example b[.]com", 2, id="one linked and one disguised"),
        pytest.param("murdev.com or b.org/x", 2, id="two without https"),
        pytest.param('<a href="https://a.example">a.example</a>', 0, id="an anchor is one"),
        pytest.param("mail me at a@b.com or c@d.com", 0, id="e-mail addresses are none"),
    ],
)
def test_two_or_more_are_held(text: str, count: int) -> None:
    assert len(findings(text, "links")) == count


def test_what_is_no_link_on_the_page_counts_only_if_the_policy_says_so() -> None:
    linked_only = Policy(links=LinkPolicy(count_bare=False))
    assert findings("one.com and two.com", "links", policy=linked_only) == []
    assert len(findings("one.com and two.com", "links")) == 2
    assert len(findings("one[.]com and two[.]com", "links", policy=linked_only)) == 2


def test_one_link_is_told_as_one() -> None:
    found = findings("https://a.example", "links", policy=Policy(links=LinkPolicy(to_hold=1)))
    assert found[0].told == "It has 1 link. Replies with 1 or more are read first."


def test_a_disguised_link_is_held_and_its_host_is_told_to_the_moderator_alone() -> None:
    (found,) = findings("go to evil[.]com now", "disguised-link")
    assert (found.severity, "evil.com" in found.message, "evil.com" in found.told) == (
        Severity.HOLD,
        True,
        False,
    )
    assert marked("go to evil[.]com now", "disguised-link") == ["evil[.]com"]


@pytest.mark.parametrize(
    "name", ["buy at https://a.example", "pills.com", "best\u200bpills[.]com", "www.a.example"]
)
def test_a_link_in_the_name_is_held(name: str) -> None:
    sent = replace(SENT, name=name)
    (found,) = [each for each in screen(sent, facts_of(SENT.text)).findings if each.rule == "name-link"]
    assert (found.severity, found.field) == (Severity.HOLD, "name")
    assert 0 <= found.start < found.end <= len(name)


@pytest.mark.parametrize(
    "name", ["Dr. Who", "St.John", "A. B. Clarke", "J.R.R. Tolkien", "ann.lee", "Mr.T", "O’Neil"]
)
def test_a_name_with_full_stops_is_no_link(name: str) -> None:
    found = screen(replace(SENT, name=name), facts_of(SENT.text)).findings
    assert not [each for each in found if each.rule == "name-link"]


def test_a_link_that_reads_as_another_site_is_held() -> None:
    (found,) = findings("<a href='https://evil.example'>bank.com</a>", "deceptive-link")
    assert "evil.example" in found.message


@pytest.mark.parametrize(
    "text", ["https://bit.ly/2x", "bit.ly/2x", "see bit[.]ly/2x", "https://WWW.TinyURL.com/a"]
)
def test_a_shortened_link_is_held(text: str) -> None:
    assert len(findings(text, "shortener")) == 1


def test_a_host_that_only_ends_like_a_shortener_is_none() -> None:
    assert findings("https://rabbit.ly/x https://bit.ly.example.org", "shortener") == []


@pytest.mark.parametrize(
    ("text", "website", "fields"),
    [
        ("https://evil.example/x", "", ["text"]),
        ("https://deep.EVIL.example", "", ["text"]),
        ("evil(dot)example with hxxp://evil(dot)example", "", ["text"]),
        ("https://bücher.example", "", ["text"]),
        ("https://xn--bcher-kva.example/x", "", ["text"]),
        ("nothing here", "https://evil.example/", ["website"]),
        ("https://notevil.example https://evil.example.org", "", []),
    ],
)
def test_a_blocked_domain_is_found_with_what_is_under_it(text: str, website: str, fields: list[str]) -> None:
    found = findings(text, "blocked-domain", website=website, policy=BLOCKING)
    assert [finding.field for finding in found] == fields


def test_a_blocked_domain_holds_or_is_spam_as_the_policy_says_and_is_not_told() -> None:
    (held,) = findings("https://evil.example/x", "blocked-domain", policy=BLOCKING)
    spam = replace(BLOCKING, links=replace(BLOCKING.links, blocked_as_spam=True))
    (thrown,) = findings("https://evil.example/x", "blocked-domain", policy=spam)
    assert (held.severity, thrown.severity) == (Severity.HOLD, Severity.SPAM)
    assert "evil" not in held.told


def test_lists_make_the_policy() -> None:
    policy = LinkPolicy().with_lists({"domains-blocked": "# ours\nevil.example\n", "domains-shorteners": ""})
    assert (policy.blocked, policy.shorteners) == (frozenset(["evil.example"]), frozenset())


@given(texts)
def test_findings_lie_within_their_field_and_are_the_same_twice(text: str) -> None:
    sent = replace(SENT, text=text, website=text)
    policy = Policy(links=LinkPolicy(to_hold=1, blocked=frozenset(["example.com", "a"])))
    found = [finding for finding in screen(sent, facts_of(text), policy).findings if finding.rule in RULES]
    assert all(0 <= finding.start <= finding.end <= len(text) for finding in found)
    assert screen(sent, facts_of(text), policy) == screen(sent, facts_of(text), policy)
