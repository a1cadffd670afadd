"""Throttle: one turn in a while, counts within a window, and clocks that were set back."""

import datetime as dt

import pytest

from comments import throttle
from comments.models import Counter

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
QUARTER = dt.timedelta(seconds=15)


@pytest.mark.parametrize(
    ("later", "wait"),
    [
        pytest.param(0, 15, id="at the same moment"),
        pytest.param(5, 10, id="within the time"),
        pytest.param(14.5, 1, id="nearly over: a second at least"),
        pytest.param(15, None, id="when the time is over"),
        pytest.param(-5, 20, id="a clock set back a little"),
        pytest.param(-3600, None, id="a clock set back far"),
    ],
)
def test_a_turn_is_taken_once_in_its_time(later: float, wait: float | None) -> None:
    throttle.take_turn("key", every=QUARTER, at=NOON)
    again = NOON + dt.timedelta(seconds=later)
    if wait is None:
        throttle.take_turn("key", every=QUARTER, at=again)
        assert Counter.objects.get().since == again
        return
    with pytest.raises(throttle.TooSoon) as early:
        throttle.take_turn("key", every=QUARTER, at=again)
    assert early.value.wait == dt.timedelta(seconds=wait)
    assert Counter.objects.get().since == NOON


def test_counting_refuses_at_the_limit_until_the_window_is_over() -> None:
    hour = dt.timedelta(hours=1)
    for minute in range(3):
        throttle.check("key", limit=3, within=hour, at=NOON)
        throttle.count("key", within=hour, at=NOON + dt.timedelta(minutes=minute))
    with pytest.raises(throttle.TooSoon) as early:
        throttle.check("key", limit=3, within=hour, at=NOON + dt.timedelta(minutes=30))
    assert early.value.wait == dt.timedelta(minutes=30)
    throttle.check("key", limit=3, within=hour, at=NOON + hour)
    throttle.count("key", within=hour, at=NOON + hour)
    assert Counter.objects.get().count == 1


def test_what_is_forgotten_counts_anew() -> None:
    throttle.count("key", within=QUARTER, at=NOON)
    throttle.forget("key")
    throttle.check("key", limit=1, within=QUARTER, at=NOON)
    assert Counter.objects.count() == 0
