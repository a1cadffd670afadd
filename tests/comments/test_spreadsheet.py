"""Spreadsheet: a table as CSV, in which nothing that anybody typed is a formula."""

import csv
import re
import string
import time
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import spreadsheet
from comments.spreadsheet import BEHIND_A_SEPARATOR


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param("Amara Quist", "Amara Quist", id="a text is written as it is"),
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="a formula becomes a text"),
        pytest.param("+1", "'+1", id="so does what begins with a plus"),
        pytest.param("-1", "'-1", id="or with a minus, where it is a text"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="or with an at sign"),
        pytest.param("\t=1", "'\t'=1", id="or with a tab, behind which cells may be parted"),
        pytest.param("  =1", "'  =1", id="or with a formula behind blanks"),
        pytest.param("＝1", "'＝1", id="or with a sign that looks like one of these"),
        pytest.param("a=b", "a=b", id="a sign further on opens nothing"),
        pytest.param("a; =b", "a; '=b", id="unless a program parts cells there"),
        pytest.param(-5, "-5", id="a number is a number"),
        pytest.param(0, "0", id="nought is one too"),
        pytest.param(None, "", id="nothing is an empty cell"),
        pytest.param("", "", id="so is an empty text"),
    ],
)
def test_a_cell_is_no_formula(value: object, written: str) -> None:
    assert spreadsheet.cell(value) == written


def test_the_encoding_is_told_once_and_rows_end_as_the_format_says() -> None:
    assert "".join(spreadsheet.lines([["a", "b, c"], [1, None]])) == '\ufeffa,"b, c"\r\n1,\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_read_back_is_what_was_written_but_for_single_quotes(rows: list[list[str]]) -> None:
    file = "".join(spreadsheet.lines(rows)).removeprefix("\ufeff")
    read = list(csv.reader(StringIO(file, newline="")))
    assert [[text.replace("'", "") for text in row] for row in read] == [
        [text.replace("'", "") for text in row] for row in rows
    ]
    assert not any(text.lstrip(" ").startswith(tuple("=+-@")) for row in read for text in row)


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
@given(
    st.lists(
        st.lists(st.text(alphabet="=+-@＝;|,\t\r\n\"' a"), min_size=2, max_size=2), min_size=1, max_size=5
    )
)
def test_wherever_a_program_parts_cells_none_is_a_formula(separator: str, rows: list[list[str]]) -> None:
    file = "".join(spreadsheet.lines([["a", "b"], *rows]))
    read = csv.reader(StringIO(file, newline=""), delimiter=separator)
    assert not any(text.lstrip().startswith(tuple("=+-@＝")) for row in read for text in row)


@given(st.text(alphabet="=+;|\t\r\n\"' a\xa0\x0b"))
def test_between_two_cells_a_sign_is_found_wherever_the_separator_stands(text: str) -> None:
    for sign in re.finditer("[=+]", text):
        before = text[: sign.start()]
        run = before[len(before.rstrip(string.whitespace + '\xa0;|"')) :]
        assert (BEHIND_A_SEPARATOR.match(text, sign.start() - len(run)) is not None) == bool(
            set(run) & set(";|\t\r\n")
        )


@pytest.mark.parametrize("piece", ["\n", ";", '"', " ", ';"', "\t ", "\n=", " a;"])
def test_a_cell_twice_as_long_takes_no_more_than_twice_as_long(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        spreadsheet.cell(text)
        return time.process_time() - begun

    once, twice = (min(seconds(length) for _ in range(3)) for length in (30_000, 60_000))
    assert twice <= 3 * once + 0.02
