"""Severity: abuse is told from what is merely held, and named without being repeated."""

import pytest

from comments.desk import severity


def found(rule: str, level: str = "hold", message: str = "Has it.", field: str = "text") -> dict[str, str]:
    """Return a finding as it is stored, as far as severity reads it."""
    return {"rule": rule, "severity": level, "message": message, "field": field}


@pytest.mark.parametrize(
    ("findings", "covered_for"),
    [
        pytest.param([], "", id="nothing was found"),
        pytest.param([found("links"), found("premoderated")], "", id="held for what hurts nobody"),
        pytest.param([found("held-word")], "a word to hold", id="a listed word"),
        pytest.param([found("held-word", "note")], "", id="a rule that only notes"),
        pytest.param([found("score", "reject")], "what a rule rejects", id="any rule that rejects a text"),
        pytest.param([found("ban", "reject", field="")], "", id="a ban, which is about its sender"),
        pytest.param(
            [
                found("held-word"),
                found("disguised-word"),
                found("held-word"),
                found("rejected-word", "reject"),
            ],
            "a word to hold, a word in disguise and a word to reject",
            id="several, each once",
        ),
    ],
)
def test_what_is_severe_and_what_it_is_called(findings: list[dict[str, str]], covered_for: str) -> None:
    assert severity.covered_for(findings) == covered_for
    assert severity.is_severe(findings) is bool(covered_for)


def test_a_listed_word_is_not_said_outside_the_cover() -> None:
    told = found("held-word", message="Has “id”io*t” of the list to hold.")
    assert severity.discreet(told) == "Has an entry of the list to hold."


def test_what_other_rules_quote_is_no_abuse() -> None:
    told = found("imitated-name", message="Looks like “Rhona Pell”.")
    assert severity.discreet(told) == "Looks like “Rhona Pell”."
