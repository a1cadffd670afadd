"""Newsprint: names and small numbers as a sentence has them."""

import pytest

from articles.templatetags.newsprint import in_words, listed


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], ""),
        (["Ines"], "Ines"),
        (["Ines", "Tom"], "Ines and Tom"),
        (["Ines", "Tom", "Oona"], "Ines, Tom and Oona"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], sentence: str) -> None:
    assert listed(names) == sentence


@pytest.mark.parametrize(("number", "word"), [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (-1, "-1")])
def test_numbers_are_words_up_to_ten(number: int, word: str) -> None:
    assert in_words(number) == word
