"""Repeated characters: one character or word again and again is held, lines and pauses are not."""

import pytest

from comments.screening.whole import Policy
from comments.screening.writing import WritingPolicy
from tests.comments.screening.reading import findings, marked


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("Yes" + "s" * 19 + "!", ["s" * 20], id="a letter"),
        pytest.param("No" + "!" * 20, ["!" * 20], id="exclamation marks"),
        pytest.param("A" + "aA" * 10, ["A" + "aA" * 10], id="big and small"),
        pytest.param("🙂" * 20, ["🙂" * 20], id="emoji"),
        pytest.param("buy " * 8, ["buy buy buy buy buy buy buy buy"], id="a word"),
        pytest.param("Buy\nbuy  " * 4, ["Buy\nbuy  " * 3 + "Buy\nbuy"], id="a word over lines"),
        pytest.param("N" + "o" * 19, [], id="a long no"),
        pytest.param("-" * 40 + "=" * 40 + "." * 40 + "…" * 40 + "_" * 40 + "─" * 40, [], id="lines"),
        pytest.param(". " * 40 + "- " * 40, [], id="lines with spaces"),
        pytest.param("no " * 7, [], id="a word seven times"),
        pytest.param("https://a.example/" + "x" * 40, [], id="in a link"),
        pytest.param("<br /><br />" * 9 + "▌" * 40, [], id="line breaks and blocks"),
        pytest.param(" " * 40 + "\n" * 40, [], id="white space"),
    ],
)
def test_what_is_repeated_is_marked(text: str, passages: list[str]) -> None:
    assert marked(text, "repeated-characters") == passages


def test_the_policy_says_how_many_are_too_many() -> None:
    patient = Policy(writing=WritingPolicy(repeated_characters=50, repeated_words=20))
    assert findings("!" * 49 + " no" * 19, "repeated-characters", policy=patient) == []
    assert len(findings("!" * 50 + " no" * 20, "repeated-characters", policy=patient)) == 2


def test_of_many_runs_the_first_are_marked() -> None:
    assert len(findings(("x" * 20 + " ") * 500, "repeated-characters")) == 10
