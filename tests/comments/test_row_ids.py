"""Row ids: what a form or an address gives is the number of a row, or nothing is looked for."""

import pytest

from comments.row_ids import row_id


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_figures_are_a_number(text: str, number: int) -> None:
    assert row_id(text) == number


@pytest.mark.parametrize(
    "text", ["", " ", "7 ", "7\n", "-1", "1.0", "1e3", "x", "\u0667", "\uff17", "9" * 19]
)
def test_anything_else_is_none(text: str) -> None:
    assert row_id(text) is None
