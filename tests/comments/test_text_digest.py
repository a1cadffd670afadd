"""Text digest: two writings of one text are the same, and no text is slow to compare."""

import pytest

from comments.facts.repetition import LONGEST_WORD, text_digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Two  cranes,\n\none crew. ", "two cranes, one CREW."),
        ("Café", "Cafe\u0301"),
        ("ﬁne", "fine"),
        ("one\u00a0crew", "one crew"),
        ("\ufdfa", "صلى الله عليه وسلم"),
    ],
    ids=[
        "white space and case",
        "accents typed apart",
        "ligatures",
        "a fixed space",
        "one sign for four words",
    ],
)
def test_two_writings_of_one_text_are_the_same(one: str, other: str) -> None:
    assert text_digest(one) == text_digest(other)


def test_two_texts_are_not() -> None:
    assert text_digest("one crew") != text_digest("onecrew")


def test_a_word_that_no_language_has_is_compared_as_it_is() -> None:
    tower = "a" + "\u0301\u0323" * 16_000
    assert text_digest(tower) == text_digest(f" {tower.upper()}")
    assert text_digest("\ufb01" * (LONGEST_WORD + 1)) == text_digest("\ufb01" * (LONGEST_WORD + 1))
