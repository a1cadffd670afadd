"""Quantiles: the smallest value that at least so many per cent do not exceed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.summaries.quantiles import HALF, NINE_IN_TEN, counted, within


@pytest.mark.parametrize(
    ("values", "half", "nine_in_ten"),
    [
        pytest.param([], None, None, id="of nothing there is none"),
        pytest.param([7], 7, 7, id="of one it is that"),
        pytest.param([1, 2], 1, 2, id="of two the first is half"),
        pytest.param([1, 2, 3, 4], 2, 4, id="nothing is interpolated"),
        pytest.param(list(range(1, 11)), 5, 9, id="of ten the fifth and the ninth"),
        pytest.param(list(range(1, 12)), 6, 10, id="of eleven the sixth and the tenth"),
        pytest.param([0, 0, 0, 100], 0, 100, id="a decision within the second took nought seconds"),
        pytest.param([5] * 99 + [1000], 5, 5, id="one in a hundred is above nine in ten"),
    ],
)
def test_quantiles(values: list[int], half: int | None, nine_in_ten: int | None) -> None:
    assert (within(Counter(values), HALF), within(Counter(values), NINE_IN_TEN)) == (half, nine_in_ten)


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from([HALF, NINE_IN_TEN]))
def test_at_least_so_many_stay_within_and_of_no_smaller_value_is_that_true(
    values: list[int], percent: int
) -> None:
    found = within(Counter(values), percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


@given(st.lists(st.lists(st.integers(0, 99))))
def test_texts_of_numbers_are_counted_together(parts: list[list[int]]) -> None:
    texts = [" ".join(map(str, part)) for part in parts]
    assert counted(texts) == Counter(value for part in parts for value in part)
