"""Words: what the lists find as written, what they find in disguise, and what is told of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.disguises import Reading, readings
from comments.screening.folding import bounded, fold, shown
from comments.screening.lists import BadList
from comments.screening.shapes import Finding, Severity, Submission
from comments.screening.tracing import EDGE, SPACE, Spelled
from comments.screening.whole import Facts, Policy
from comments.screening.wordlists import WordLists, check
from comments.screening.words import WordPolicy, listed_words

SENT = Submission(article_id=1, name="Ann", email="ann@example.org", text="Two cranes.")


def found(text: str, hold: str = "", reject: str = "", **values: object) -> list[Finding]:
    policy = Policy(words=WordPolicy(**values).with_lists({"words-hold": hold, "words-reject": reject}))
    return list(listed_words(replace(SENT, text=text), Facts(), policy))


@pytest.mark.parametrize(
    ("entry", "text", "marked"),
    [
        pytest.param("press", "The press is free.", ["press"], id="a whole word"),
        pytest.param("press", "I use WordPress, pressing on.", [], id="no part of a word"),
        pytest.param("*press", "WordPress", ["Press"], id="the end of a word"),
        pytest.param("press*", "pressing", ["press"], id="the beginning of a word"),
        pytest.param("*press*", "Impressive", ["press"], id="anywhere"),
        pytest.param("ca*no", "A casino.", ["casino"], id="a wildcard inside a word"),
        pytest.param("ca*no", "A cab, no.", [], id="a wildcard stays within a word"),
        pytest.param("cheap pills", "Cheap\n  pills!", ["Cheap\n  pills"], id="a phrase over a line end"),
        pytest.param("straße", "STRASSE", ["STRASSE"], id="case folded"),
        pytest.param("café", "Cafe\u0301", ["Cafe\u0301"], id="composed or not"),
        pytest.param("idiot", "ｉｄｉｏｔ", ["ｉｄｉｏｔ"], id="full width"),
        pytest.param("idiot", "id\u200biot", ["id\u200biot"], id="zero width"),
        pytest.param("idiot", "id<b>io</b>t", ["id<b>io</b>t"], id="markup that nobody sees"),
        pytest.param("idiot", "&#105;diot", ["&#105;diot"], id="entities"),
        pytest.param("idiot", "іdiоt", ["іdiоt"], id="letters of another alphabet"),
        pytest.param("idiot", "1d1ot!", ["1d1ot"], id="figures for letters"),
        pytest.param("kill", "ki1l", ["ki1l"], id="the figure 1 is an l too"),
        pytest.param("idiot", "You i d i o t today", ["i d i o t"], id="spaced-out letters"),
        pytest.param("idiot", "i.d.i.o.t", ["i.d.i.o.t"], id="dotted letters"),
        pytest.param("idiot", "ïdiót", ["ïdiót"], id="accents"),
        pytest.param(
            "idiot",
            "\U0001f178\U0001f173\U0001f178\U0001f17e\U0001f183",
            ["\U0001f178\U0001f173\U0001f178\U0001f17e\U0001f183"],
            id="letters in signs",
        ),
        pytest.param("ass", "The A55 is closed.", [], id="a road is no word"),
        pytest.param("#spam", "#spam", [], id="a remark"),
        pytest.param("\\#spam", "#spam", ["#spam"], id="a backslash makes it an entry"),
        pytest.param("bad*", "漢字", [], id="another script"),
        pytest.param("漢", "一漢字", ["漢"], id="a script without spaces"),
        pytest.param("name: cranes", "Two cranes", [], id="another field"),
        pytest.param("[de] cranes", "Two cranes", ["cranes"], id="the language of a short text is unknown"),
        pytest.param("[de] cranes", "There are two cranes at the river today. " * 4, [], id="other language"),
    ],
)
def test_an_entry_finds_what_it_is_for(entry: str, text: str, marked: list[str]) -> None:
    assert [text[finding.start : finding.end] for finding in found(text, f"{entry}\n")] == marked


def test_the_list_to_reject_rejects_with_a_house_rule_and_a_disguise_is_held() -> None:
    rejected, held = found("idiot 1diot", reject="idiot => story\n")
    assert (rejected.severity, rejected.reason, rejected.rule) == (Severity.REJECT, "story", "rejected-word")
    assert (held.severity, held.reason, held.rule) == (Severity.HOLD, "", "disguised-word")
    assert found("1diot", reject="idiot\n", reject_disguised=True)[0].reason == "person"


def test_an_address_is_shown_to_nobody() -> None:
    (finding,) = found("", "email: ann@*\n")
    assert "ann" not in finding.message + finding.told
    assert (finding.field, finding.start, finding.end) == ("email", 0, 0)


def test_nested_entries_are_looked_at_no_more_than_so_often() -> None:
    lists = WordLists("".join(f"*{'ab' * times}*\n" for times in range(2, 50)))
    hits = list(lists.search("ab" * 30_000, [True], most=1_000))
    assert (len(hits), hits[-1]) == (1_001, None)


def test_a_text_of_nested_entries_is_held_and_marked_twenty_times_at_most() -> None:
    findings = found("ab" * 30_000, "".join(f"*{'ab' * times}*\n" for times in range(2, 50)))
    assert len(findings) == 20


@pytest.mark.parametrize(
    ("line", "rejects", "reason"),
    [
        ("*a*", False, "nearly every"),
        ("the", False, "nearly every"),
        ("*", False, "Nothing to look for"),
        ("a*b*c*d", False, "One \\*"),
        ("word => person", False, "list to reject"),
        ("word => nobody", True, "no house rule"),
        ("[d3] word", False, "no code"),
        ("x" * 101, False, "at most 100"),
    ],
)
def test_a_line_that_cannot_stand_is_named(line: str, rejects: bool, reason: str) -> None:
    with pytest.raises(BadList, match=f"Line 2: .*{reason}"):
        check(f"good\n{line}\n", rejects=rejects)


odd = st.text(st.sampled_from("ab1!$ .<b>&#;éßﷺ\u200b\u0301а\U0001f170") | st.characters(), max_size=60)


@given(odd)
def test_folding_never_moves_a_span_off_its_text(text: str) -> None:
    folded = fold(shown(text))
    edged = bounded(folded)
    several: list[Spelled | Reading] = [folded, edged, *readings(folded, edged, WordLists())[0]]
    for reading in several:
        before = 0
        for place, character in enumerate(reading.text):
            if character in (SPACE, EDGE):
                continue
            span = reading.span(place, place + 1)
            assert before <= span.start < span.end <= len(text)
            before = span.start


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_word_is_found_where_it_stands(before: str, after: str) -> None:
    text = f"{before} zebracorn {after}"
    assert any(text[each.start : each.end] == "zebracorn" for each in found(text, "zebracorn\n"))
