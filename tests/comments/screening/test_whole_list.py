"""The whole list: what holds for all rules together, whatever is sent, known and set."""

import os
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from comments import markup
from comments.arrival import screened
from comments.rule_names import RULES as CALLED
from comments.screening.document import compile as compiled
from comments.screening.policy import RULES, STATUS_OF, screen, verdict
from comments.screening.shapes import Finding, Severity, Submission
from comments.screening.whole import Facts, Policy
from tests.comments.screening.anything import documents, facts_of_any_kind, submissions, texts
from tests.corpora import hostile_texts
from tests.factories import make_article

STATUSES = [STATUS_OF[severity] for severity in Severity]
findings = st.builds(
    Finding,
    rule=st.sampled_from(sorted(CALLED)),
    version=st.just(1),
    severity=st.sampled_from(Severity),
    message=st.just("Found."),
    told=st.just(""),
)


@given(submissions, facts_of_any_kind, documents())
def test_no_input_makes_any_rule_raise_and_twice_the_same_is_found(
    sent: Submission, facts: Facts, document: dict[str, Any]
) -> None:
    policy = compiled(document, {})
    first = screen(sent, facts, policy)
    assert screen(sent, facts, policy) == first
    assert {finding.rule for finding in first.findings} <= set(CALLED)


@given(st.lists(findings), findings)
def test_a_verdict_never_gets_milder_when_a_finding_is_added(before: list[Finding], added: Finding) -> None:
    old, new = verdict(before), verdict([*before, added])
    assert STATUSES.index(new.status) >= STATUSES.index(old.status)
    assert new.allowance <= old.allowance or not old.findings


@given(submissions, facts_of_any_kind, st.sets(st.sampled_from(sorted(CALLED))))
def test_switching_a_rule_off_never_makes_the_verdict_worse(
    sent: Submission, facts: Facts, off: set[str]
) -> None:
    whole, less = screen(sent, facts), screen(sent, facts, Policy(off=frozenset(off)))
    assert STATUSES.index(less.status) <= STATUSES.index(whole.status)
    assert not off.intersection(finding.rule for finding in less.findings)


@given(submissions, facts_of_any_kind)
def test_each_rule_alone_finds_what_it_finds_in_the_list(sent: Submission, facts: Facts) -> None:
    alone = tuple(finding for rule in RULES for finding in rule(sent, facts, Policy()))
    assert screen(sent, facts).findings == alone


@pytest.fixture
def story() -> Article:
    """Return a story that takes comments."""
    return make_article()


def misplaced(story: Article, **typed: Any) -> list[Finding]:
    """Let a comment arrive; return what was found outside of what was sent."""
    sent = Submission(article_id=story.pk, **{"name": "Ann", "email": "ann@example.org", "text": "", **typed})
    arrival = screened(replace(sent, text=markup.clean_source(sent.text)), Policy(), at=timezone.now())
    return [found for found in arrival.verdict.findings if not _lies_within(found, arrival.sent)]


def _lies_within(found: Finding, sent: Submission) -> bool:
    field = getattr(sent, found.field) if found.field else ""
    return 0 <= found.start <= found.end <= len(field)


@pytest.mark.django_db
@given(texts, texts, texts)
def test_whatever_arrives_is_screened_and_every_span_lies_within_its_field(
    story: Article, text: str, name: str, website: str
) -> None:
    typed = {"name": markup.clean_source(name), "website": markup.clean_source(website)}
    assert misplaced(story, text=text, **typed) == []


@pytest.mark.django_db
def test_awkward_and_hostile_texts_are_screened_too(story: Article) -> None:
    for text in list(hostile_texts().values())[:: 1 if os.environ.get("CI") else 5]:
        assert misplaced(story, text=text, name=markup.clean_source(text)[:200]) == []
