"""Joints: signs, blanks and long letters within a word and between the words of a phrase, and what is none of that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.matching import find
from comments.screening.unseen import is_unseen
from comments.screening.wordlists import WordLists

LISTS = WordLists(
    "viagra\ncheap pills\nidiot\nhell\nass\n*casino*\nm\u00fcll\nc\u043e\u0440 here\nkill your mother\n"
)
BLANKS = (
    "\u2800", "\u3164", "\u115f", "\u1160", "\uffa0", "\u17b4", "\u034f", "\u180b", "\ufe0f", "\u2065", "\u2063",
    "\u200b", "\ufff0", "\ufeff", "\U000e0041", "\U000e0101", "\U000e0fff", "\u202e",
)  # fmt: skip


def words(text: str, lists: WordLists = LISTS) -> list[str]:
    found = find(lists, text, [True] * len(lists.kinds))
    assert found.all_read
    return [text[match.span.start : match.span.end] for match in found.matches]


@pytest.mark.parametrize(
    "typed",
    [
        *("v.i-a.g-r.a", "v-i a.g r-a", "v*i_a.g-r/a", "v.i.a-g.r.a", "v..i-a..g-r..a"),
        *(
            "via-gra",
            "via.gra",
            "vi-ag-ra",
            "v.ia.gr.a",
            "via\u00b7gra",
            "via\U0001f525gra",
            "via\ue000gra",
            "v1a-gr4",
        ),
        *("viaaagra", "VIIIAGRAAA", "idiooot", "asssss", "online-cas-ino-shop", "K\u00fche-via-gra"),
        *(
            "cheap-pills",
            "cheap.pills",
            "cheap/pills",
            "cheap--pills",
            "cheap_pills",
            "cheap \u2022 pills",
            "cheap - pills",
        ),
        *(
            "**cheap** **pills**",
            'cheap "pills"',
            "cheap|pills",
            "ch3ap-p1lls",
            "cheap\u00adpills cheap-pills",
        ),
        *("kill-your-mother", "kill your-mother", "kill.your mother"),
        *("\u1d20\u026a\u1d00\u0262\u0280\u1d00", "v\u0489iagra", "\xa1d\xa1ot", "via\u20ddgra"),
    ],
)
def test_a_word_cut_by_signs_and_a_phrase_joined_by_them_are_found(typed: str) -> None:
    text = f"Look, {typed} now"
    (found,) = words(text)
    assert found in typed


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(("entry", "cut"), [("viagra", 3), ("cheap pills", 5)])
def test_what_nobody_sees_is_read_as_nothing_and_as_a_gap(blank: str, entry: str, cut: int) -> None:
    typed = f"{entry[:cut]}{blank}{entry[cut:].lstrip()}"
    assert words(f"Some {typed} here") == [typed]
    assert words(f"Some{blank}{entry}{blank}here") == [entry]
    assert is_unseen(blank)


@pytest.mark.parametrize(
    "text",
    [
        "He'll go, she\u2019ll stay",
        "It was cheap. Pills were not. It was cheap, pills or no pills! Was it cheap? Pills...",
        "The U.S. and the U.K., a.m. and p.m., e.g. this",
        "A class-action suit; a pass/fail, well-known to all",
        "as-salamu, bas-relief, Mass-produced, Chel-sea, shell-shocked",
        "a/b, 1-2-3, 24/7, 2026-11-23, 3,141,592",
        "www.class.example/pass-through?is=it",
        "\u0939\u093f\u0928\u094d\u0926\u0940 \u0e20\u0e32\u0e29\u0e32\u0e44 \u05e2\u05b4\u05d1\u05b0\u05e8",
        "mull it over; muell; cop her.e",
        "vitamins A, B, C and D",
    ],
)
def test_ordinary_signs_find_nothing(text: str) -> None:
    assert words(text) == []


def test_more_signs_than_are_looked_at_are_told() -> None:
    assert not find(LISTS, "ab-cd " * 600, [True] * len(LISTS.kinds)).all_read


@given(
    st.text(st.sampled_from("viagracheppls-.*\u2022 \u2800\u200b\u0301!1&<b>") | st.characters(), max_size=60)
)
def test_spans_stay_within_the_text_and_are_found_again(text: str) -> None:
    kinds = [True] * len(LISTS.kinds)
    found = find(LISTS, text, kinds).matches
    assert all(0 <= match.span.start < match.span.end <= len(text) for match in found)
    assert found == find(LISTS, text, kinds).matches
