"""Score: a scorer that has learned finds nothing until a policy has one, and says what counted."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.policy import screen
from comments.screening.score import Features, Reason, Score, ScorePolicy, features, learned_score
from comments.screening.shapes import Severity, Span, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts
from comments.screening.whole import Facts, Policy
from comments.words import Status

SENT = Submission(
    article_id=1, name="Ann", email="ann@example.org", text="Cheap rope here", address="192.0.2.1"
)
CLEAR = Facts(story=StoryFacts("postmoderated"), trust=TrustFacts(proved=True))


@dataclass(frozen=True)
class Ropes:
    """Has learned that rope is what is refused."""

    percent: int = 90
    reasons: tuple[Reason, ...] = (Reason("“rope”", 3, Span(6, 10)), Reason("“cheap”", 7, Span(0, 5)))
    version: int = 4

    def score(self, features: Features) -> Score:
        """Return the same score for everything."""
        return Score(self.percent, self.reasons)


def with_scorer(scorer: Ropes) -> Policy:
    """Return a policy that has this scorer."""
    return Policy(score=ScorePolicy(scorer=scorer))


def test_without_a_scorer_nothing_is_scored() -> None:
    assert list(learned_score(SENT, CLEAR, Policy())) == []


@pytest.mark.parametrize(
    ("percent", "status"),
    [
        pytest.param(0, Status.APPROVED, id="like nothing that was refused"),
        pytest.param(79, Status.APPROVED, id="just below"),
        pytest.param(80, Status.PENDING, id="at the bound"),
        pytest.param(100, Status.PENDING, id="certain is held too: a person decides"),
    ],
)
def test_a_score_holds_from_the_bound_on(percent: int, status: Status) -> None:
    assert screen(SENT, CLEAR, with_scorer(Ropes(percent))).status == status


def test_the_heaviest_reasons_come_first_each_where_it_stands() -> None:
    first, second = learned_score(SENT, CLEAR, with_scorer(Ropes()))
    assert SENT.text[first.start : first.end] == "Cheap"
    assert SENT.text[second.start : second.end] == "rope"
    assert first.message == "Scored 90 of 100 as what is refused here: “cheap”."
    assert first.version == 4


def test_no_more_than_three_reasons_are_said() -> None:
    many = tuple(Reason(f"reason {points}", points) for points in range(9))
    found = list(learned_score(SENT, CLEAR, with_scorer(Ropes(reasons=many))))
    assert [finding.message[-9:] for finding in found] == ["reason 8.", "reason 7.", "reason 6."]


def test_a_score_without_reasons_is_still_found() -> None:
    (found,) = learned_score(SENT, CLEAR, with_scorer(Ropes(reasons=())))
    assert found.severity is Severity.HOLD
    assert "rope" not in found.told


def test_a_scorer_never_learns_who_somebody_is() -> None:
    known = repr(features(SENT, CLEAR))
    assert SENT.email not in known
    assert SENT.address not in known


@given(
    st.integers(),
    st.lists(st.builds(Reason, st.text(), st.integers(), st.builds(Span, st.integers(), st.integers()))).map(
        tuple
    ),
)
def test_whatever_a_scorer_says_spans_stay_on_the_text(percent: int, reasons: tuple[Reason, ...]) -> None:
    for found in learned_score(SENT, CLEAR, with_scorer(Ropes(percent, reasons))):
        assert 0 <= found.start <= len(SENT.text)
        assert 0 <= found.end <= len(SENT.text)


@given(st.text())
def test_every_text_has_features(text: str) -> None:
    numbers = features(replace(SENT, text=text), CLEAR).numbers
    assert numbers["characters"] == len(text)
    assert 0 <= numbers["capitals"] <= 1
    assert 0 <= numbers["letters"] <= 1
