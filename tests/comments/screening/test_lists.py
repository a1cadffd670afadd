"""Lists: what is an entry, and what is refused with its line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening import document, lists
from comments.screening.lists import BadList, Entry


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("\n\n", [], id="nothing but empty lines"),
        pytest.param("casino\nloan", [(1, "casino"), (2, "loan")], id="no line end at the end"),
        pytest.param("casino\r\nloan\r\n\r\n", [(1, "casino"), (2, "loan")], id="Windows"),
        pytest.param("\ufeffcasino", [(1, "casino")], id="byte order mark"),
        pytest.param("# Gambling\ncasino", [(2, "casino")], id="remark"),
        pytest.param("  slot machine ", [(1, "slot machine")], id="white space around"),
    ],
)
def test_a_line_is_an_entry(text: str, entries: list[tuple[int, str]]) -> None:
    assert list(lists.parse(text)) == [Entry(line, entry) for line, entry in entries]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("casino\n\nloan", 2, "empty", id="empty line in between"),
        pytest.param("casino\nloan\nCasino", 3, "stands in line 1 already", id="twice"),
        pytest.param(
            "# x\nloan  shark\nloan shark", 3, "stands in line 2 already", id="twice but for spaces"
        ),
        pytest.param("casino\n*", 2, "match everything", id="wildcard alone"),
        pytest.param("casino\n* **", 2, "match everything", id="wildcards alone"),
        pytest.param("casino\n" + "x" * 251, 2, "251 characters", id="too long"),
        pytest.param("casino\nlo\0an", 2, "cannot be printed", id="NUL"),
        pytest.param("casino\nlo\ud800an", 2, "cannot be printed", id="lone surrogate"),
        pytest.param("0123456789\n" * 1_000_000, 1, "4,000,000 bytes", id="ten megabytes"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadList, match=reason) as refused:
        lists.parse(text)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"Line {line}: ")


def test_a_list_has_so_many_entries_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_ENTRIES", 2)
    with pytest.raises(BadList, match="at most 2 entries") as refused:
        lists.parse("a\nb\nc\nd")
    assert refused.value.line == 3


def test_up_to_twenty_lines_are_told_each_with_its_reason() -> None:
    problem = document.problems_of_lists({"words-hold": "good\n*a*\ngood\n*\nfine\n"})["words-hold"]
    assert [line.partition(":")[0] for line in problem.splitlines()] == ["Line 2", "Line 3", "Line 4"]
    many = document.problems_of_lists({"domains-blocked": "com\n" * 30})["domains-blocked"].splitlines()
    assert len(many) == 21
    assert many[-1] == "Further lines cannot stand either."


@given(st.text(alphabet=st.sampled_from("ab *#\n\r\t\0\ufeff\u2028ſs")))
def test_any_text_is_a_list_or_is_refused_and_what_is_kept_says_the_same(text: str) -> None:
    assert lists.clean(lists.clean(text)) == lists.clean(text)
    with suppress(BadList):
        assert lists.parse(lists.clean(text)) == lists.parse(text)


@given(st.text(alphabet=st.sampled_from("ab *\n\0")))
def test_a_refusal_names_a_line_that_is_there(text: str) -> None:
    with suppress(BadList):
        lists.parse(text)
        return
    with pytest.raises(BadList) as refused:
        lists.parse(text)
    assert 1 <= refused.value.line <= text.count("\n") + 1
