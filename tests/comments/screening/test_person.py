"""Person: who is banned, watched, often rejected, thrown away after use, or under another's name."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.house_rules import REASONS
from comments.screening import person
from comments.screening.document import compile as compiled
from comments.screening.document import default_lists
from comments.screening.lists import BadList
from comments.screening.names import look
from comments.screening.person import (
    ABOUT,
    Decided,
    Namesake,
    PersonFacts,
    PersonPolicy,
    Restricted,
    compiled_names,
)
from comments.screening.policy import screen
from comments.screening.shapes import Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy

SENT = Submission(article_id=1, name="Lindy Marsh", email="lindy@example.org", text="Two cranes, one crew.")
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True, approved=9))
UNTIL = dt.datetime(2026, 12, 24, 18, tzinfo=dt.UTC)
RULES = (
    person.banned,
    person.watched,
    person.often_rejected,
    person.email_often_rejected,
    person.disposable_email,
    person.reserved_name,
    person.imitated_name,
    person.same_name,
)


def found(
    facts: PersonFacts, sent: Submission = SENT, policy: PersonPolicy | None = None
) -> list[tuple[str, str]]:
    """Return what is found, with its severity, on an open story and for somebody who is known."""
    verdict = screen(sent, replace(CLEAR, person=facts), Policy(person=policy or PersonPolicy()))
    return [(finding.rule, finding.severity.name) for finding in verdict.findings]


def restricted(about: str, **given: object) -> PersonFacts:
    """Return facts with one restriction, by default a ban without an end."""
    made = {"number": 7, "is_ban": True, "reason": "person", "proved": about not in person.TYPED, **given}
    return PersonFacts(restrictions=(Restricted(about=about, **made),))


@pytest.mark.parametrize(
    ("about", "proved", "ban", "watch"),
    [
        pytest.param("device", True, "REJECT", "HOLD", id="the commenter"),
        pytest.param("address", True, "REJECT", "HOLD", id="the network address"),
        pytest.param("network", True, "REJECT", "HOLD", id="the network"),
        pytest.param("email", False, "HOLD", "HOLD", id="a typed e-mail address proves nothing"),
        pytest.param("email", True, "REJECT", "HOLD", id="an e-mail address that was proved"),
        pytest.param("domain", False, "HOLD", "HOLD", id="nor does a typed domain"),
    ],
)
def test_a_ban_refuses_whom_it_is_proved_to_mean_and_a_watch_holds(
    about: str, proved: bool, ban: str, watch: str
) -> None:
    assert found(restricted(about, proved=proved)) == [("ban", ban)]
    assert found(restricted(about, proved=proved, is_ban=False)) == [("watch", watch)]


def test_who_is_refused_is_told_the_house_rule_and_until_when() -> None:
    verdict = screen(SENT, replace(CLEAR, person=restricted("device", until=UNTIL)))
    assert (verdict.status, verdict.reason) == ("rejected", "person")
    assert verdict.findings[0].told == "Replies from you are not taken until 2026-12-24 18:00 UTC."
    assert "number 7" in verdict.findings[0].message


def test_who_sits_behind_a_banned_network_is_told_that_it_is_the_network() -> None:
    verdict = screen(SENT, replace(CLEAR, person=restricted("network")))
    assert verdict.findings[0].told == "Replies from your network are not taken until further notice."


@pytest.mark.parametrize("about", sorted(person.TYPED))
@pytest.mark.parametrize("is_ban", [True, False])
def test_nothing_is_told_of_what_was_only_typed(about: str, is_ban: bool) -> None:
    verdict = screen(SENT, replace(CLEAR, person=restricted(about, is_ban=is_ban)))
    assert [(finding.told, finding.reason) for finding in verdict.findings] == [("", "")]


@pytest.mark.parametrize(
    ("decided", "by_email", "rules"),
    [
        pytest.param((2, 2), (0, 0), [], id="two decisions are too few"),
        pytest.param((3, 1), (0, 0), [("often-rejected", "HOLD")], id="one of three is a third"),
        pytest.param((10, 2), (0, 0), [], id="a fifth passes"),
        pytest.param((10, 3), (0, 0), [("often-rejected", "HOLD")], id="three of ten hold"),
        pytest.param((0, 0), (10, 9), [("often-rejected-email", "NOTE")], id="by e-mail it is a note"),
        pytest.param((0, 0), (0, 0), [], id="nobody"),
    ],
)
def test_many_rejections_hold_the_person_and_are_noted_of_an_email(
    decided: tuple[int, int], by_email: tuple[int, int], rules: list[tuple[str, str]]
) -> None:
    facts = PersonFacts(decided=Decided(*decided), decided_by_email=Decided(*by_email))
    assert found(facts) == rules


def test_the_share_that_holds_is_set_in_the_policy() -> None:
    facts = PersonFacts(decided=Decided(10, 3))
    assert found(facts, policy=PersonPolicy(rejected_percent_to_hold=31)) == []
    assert found(facts, policy=PersonPolicy(decided_to_judge=11)) == []


@pytest.mark.parametrize(
    ("email", "is_found"),
    [
        ("a@mailinator.com", True),
        ("a@eu.mailinator.com", True),
        ("a@MAILINATOR.com", True),
        ("a@notmailinator.com", False),
        ("mailinator.com@example.org", False),
        ("mailinator.com", False),
        ("", False),
    ],
)
def test_a_disposable_email_is_noted_and_marked_or_held(email: str, is_found: bool) -> None:
    policy = PersonPolicy().with_lists(default_lists())
    sent = replace(SENT, email=email)
    assert found(PersonFacts(), sent, policy) == [("disposable-email", "NOTE")] * is_found
    assert (
        found(PersonFacts(), sent, replace(policy, hold_disposable=True))
        == [("disposable-email", "HOLD")] * is_found
    )


def test_the_domain_is_what_is_marked_of_a_disposable_email() -> None:
    facts, policy = CLEAR, Policy(person=PersonPolicy().with_lists(default_lists()))
    (finding,) = screen(replace(SENT, email="a@yopmail.com"), facts, policy).findings
    assert (finding.field, finding.start, finding.end) == ("email", 2, 13)


@pytest.mark.parametrize(
    ("name", "is_reserved"),
    [
        pytest.param("Moderator", True, id="of the list"),
        pytest.param("m0derat\u043er", True, id="of the list, in disguise"),
        pytest.param("Joe, Editor-in-Chief", True, id="a phrase of the list"),
        pytest.param("Edith Orr", False, id="somebody"),
        pytest.param("Vera Lunt", True, id="somebody of the staff"),
        pytest.param("VERA LUNT", True, id="shouted"),
        pytest.param("Ver\u0430 Lunt", True, id="somebody of the staff, in disguise"),
        pytest.param("Vera Lunt-Marsh", False, id="who has another name too is another person"),
        pytest.param("Vera", False, id="a first name belongs to nobody"),
        pytest.param("The Marram Courier Team", True, id="the paper"),
    ],
)
def test_the_newsrooms_own_names_are_reserved(name: str, is_reserved: bool) -> None:
    facts = PersonFacts(staff=frozenset({look("Vera Lunt")}), masthead=look("Marram Courier"))
    policy = PersonPolicy().with_lists(default_lists())
    assert found(facts, replace(SENT, name=name), policy) == [("reserved-name", "HOLD")] * is_reserved


@pytest.mark.parametrize(
    ("namesakes", "rules"),
    [
        pytest.param((), [], id="nobody of that name"),
        pytest.param((Namesake("lindy  MARSH"),), [("same-name", "NOTE")], id="a name can be shared"),
        pytest.param((Namesake("Lindy Marsh", True),), [], id="the same person"),
        pytest.param((Namesake("L\u0456ndy Marsh"),), [("imitated-name", "HOLD")], id="other characters"),
        pytest.param((Namesake("L\u0456ndy Marsh", True),), [], id="her own other spelling"),
        pytest.param(
            (Namesake("Lindy Marsh"), Namesake("L\u0456ndy Marsh")),
            [("same-name", "NOTE")],
            id="who is imitated is not held for it",
        ),
        pytest.param((Namesake("Llndy Marsh"),), [], id="another name that looks alike from afar"),
    ],
)
def test_a_name_is_imitated_only_by_other_characters(
    namesakes: tuple[Namesake, ...], rules: list[tuple[str, str]]
) -> None:
    assert found(PersonFacts(namesakes=namesakes)) == rules


def test_a_name_of_which_nothing_is_seen_is_refused_with_its_line() -> None:
    with pytest.raises(BadList, match="neither a letter nor a figure") as refused:
        compiled_names("Editor\n!!!")
    assert refused.value.line == 2


def test_the_default_lists_stand() -> None:
    policy = compiled({}, {}).person
    assert look("Moderator") in policy.reserved
    assert "mailinator.com" in policy.disposable


restrictions = st.builds(
    Restricted,
    number=st.integers(1, 9),
    about=st.sampled_from(sorted(ABOUT)),
    is_ban=st.booleans(),
    reason=st.sampled_from(sorted(REASONS)),
    proved=st.booleans(),
    until=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
)
decisions = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: Decided(max(pair), min(pair)))
facts_of_any_kind = st.builds(
    PersonFacts,
    restrictions=st.lists(restrictions, max_size=3).map(tuple),
    namesakes=st.lists(st.builds(Namesake, st.text(), st.booleans()), max_size=3).map(tuple),
    staff=st.frozensets(st.text().map(look)),
    masthead=st.text().map(look),
    decided=decisions,
    decided_by_email=decisions,
)


@given(st.builds(replace, st.just(SENT), name=st.text(), email=st.text()), facts_of_any_kind)
def test_nothing_makes_a_rule_raise_and_what_is_marked_is_there(sent: Submission, known: PersonFacts) -> None:
    facts, policy = replace(CLEAR, person=known), Policy(person=PersonPolicy().with_lists(default_lists()))
    for rule in RULES:
        findings = list(rule(sent, facts, policy))
        assert findings == list(rule(sent, facts, policy))
        for finding in findings:
            assert 0 <= finding.start <= finding.end <= len(getattr(sent, finding.field or "text"))
