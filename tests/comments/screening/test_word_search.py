"""Word search: entries in disguise, texts made to be slow, and what the quick ways must not change."""

import sys
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.confusables import FIGURES, STROKES
from comments.screening.entries import is_disguised, is_mixed
from comments.screening.folding import PLAIN_OF, SMALL_OF, edged
from comments.screening.matching import MOST_MARKED, Found, find
from comments.screening.wordlists import WordLists
from comments.typesetting import MOST_MARKS

LISTS = WordLists("idiot\nshit\nass\ncheap pills\n_casino\n漢字\nca*no\n", "moron => story\n")
NASTY = (
    "a ", "1a ", "a55 ", "455 ", "sh1t ", "s h i t ", "s h i t, ", "a.b.", "U.S.A., ", "$", "\u00e9 ", "e\u0301\u0302",
    "\u0441h ", "\u0438di ", "<b>", "&amp;", "&#105;", "\u200b", "\u6f22", "idiot ", "_a ", "a`", "a!", "!", "\ufdfa",
    "ca ", "\U0001f170", "  ", "\n",
)  # fmt: skip


def search(text: str, lists: WordLists = LISTS) -> Found:
    return find(lists, text, [True] * len(lists.kinds))


def words(text: str, lists: WordLists = LISTS) -> list[str]:
    return [text[match.span.start : match.span.end] for match in search(text, lists).matches]


@pytest.mark.parametrize(
    ("entry", "finds", "leaves"),
    [
        pytest.param("don`t", "I DON`T know", "I don't know", id="a grave accent for an apostrophe"),
        pytest.param("_casino", "best_casino here", "a casino here", id="a line for a space"),
        pytest.param("b\uff45", "b\uff45 here", "be here", id="letters of two widths"),
        pytest.param("via\u200bgra", "via\u200bgra", "viagra", id="what nobody sees"),
        pytest.param("t\u043e", "t\u043e her", "t0 her", id="letters of two alphabets"),
        pytest.param("\uff15\uff10%", "\uff15\uff10%", "50%", id="wide figures"),
        pytest.param("name: a`b*", "", "a`bc", id="another field"),
    ],
)
def test_an_entry_in_disguise_is_looked_for_as_it_is_written(entry: str, finds: str, leaves: str) -> None:
    lists = WordLists(f"{entry}\n")
    counts = [not kind.fields for kind in lists.kinds]
    assert is_disguised(entry) or is_mixed(entry)
    assert bool(find(lists, finds, counts).matches) == bool(finds)
    assert not find(lists, leaves, counts).matches


@pytest.mark.parametrize(
    "line",
    [
        "don\u2019t",
        "caf\u00e9",
        "stra\u00dfe",
        "\u0142adny",
        "\uff2e\uff28\uff2b",
        "\u043f\u0440\u0438\u0432\u0435\u0442",
        "x\u2013y",
    ],
)
def test_what_people_type_is_no_disguise(line: str) -> None:
    assert not is_disguised(line)
    assert not is_mixed(line)


def test_places_are_right_behind_characters_of_several_bytes() -> None:
    text = "\u6f22\u5b57 \U0001f600 \u00e9 idiot \u200b casino \u6f22\u5b57"
    assert words(text) == ["\u6f22\u5b57", "idiot", "casino", "\u6f22\u5b57"]


def test_what_rejects_is_found_behind_any_number_of_words_that_hold() -> None:
    found = search("idiot " * 10_000 + "moron")
    assert sum(match.rejects for match in found.matches) == 1
    assert len(found.matches) == MOST_MARKED + 1
    assert found.all_read


@pytest.mark.parametrize("again", ["&#105;", "<b>", "s h i t, ", "a55 "])
def test_a_text_that_is_not_read_to_its_end_says_so(again: str) -> None:
    assert not search(again * (MOST_MARKS + 1)).all_read
    assert search(again * 10).all_read


@given(st.text(st.characters() | st.sampled_from("\ufb01\u00b4\uff3f\u0149\u1fef\u0130_`"), max_size=40))
def test_reading_by_a_table_is_what_translating_by_it_is(text: str) -> None:
    for table in (PLAIN_OF, SMALL_OF):
        assert table.read(text) == text.translate(table)


@given(*[st.text("ab ,.\u0301\u2026", max_size=8)] * 2)
def test_two_texts_never_have_the_same_edges(one: str, other: str) -> None:
    assert (edged(one) == edged(other)) == (one == other)


@given(
    st.text(max_size=30),
    st.text(st.sampled_from("aidotшн\u0456\u0443 " + STROKES + "".join(FIGURES)), max_size=30),
)
def test_spans_stay_within_the_text(one: str, other: str) -> None:
    text = one + other
    for match in search(text).matches:
        assert 0 <= match.span.start < match.span.end <= len(text)


def calls(text: str) -> int:
    """Return how many functions are called to search a text."""
    count = 0

    def counted(_frame: Any, event: str, _of: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        search(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("again", NASTY)
def test_no_text_is_searched_character_by_character(again: str) -> None:
    search(again * 1_000)
    sizes = [size // len(again.encode()) for size in (16_384, 32_768, 65_536)]
    taken = [calls(again * size) for size in sizes]
    assert taken[-1] < 60_000
    assert all(more <= 2.5 * less + 500 for less, more in pairwise(taken))
