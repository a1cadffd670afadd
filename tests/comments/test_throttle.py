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


HOUR = dt.timedelta(hours=1)


def test_of_several_keys_each_counts_up_to_its_own_limit() -> None:
    for second in range(2):
        throttle.take_all({"one": 2, "all": 3}, within=HOUR, at=NOON + dt.timedelta(seconds=second))
    with pytest.raises(throttle.TooSoon) as early:
        throttle.take_all({"one": 2, "all": 3}, within=HOUR, at=NOON + dt.timedelta(minutes=20))
    assert early.value.wait == dt.timedelta(minutes=40)
    assert dict(Counter.objects.values_list("key", "count")) == {"one": 2, "all": 2}
    throttle.take_all({"other": 2, "all": 3}, within=HOUR, at=NOON + dt.timedelta(minutes=30))
    with pytest.raises(throttle.TooSoon):
        throttle.take_all({"third": 2, "all": 3}, within=HOUR, at=NOON + dt.timedelta(minutes=31))
    assert not Counter.objects.filter(key="third").exists()


@pytest.mark.parametrize(
    ("later", "count"),
    [
        pytest.param(3599, None, id="within the hour"),
        pytest.param(3600, 1, id="when it is over"),
        pytest.param(-60, None, id="a clock set back a little"),
        pytest.param(-7200, 1, id="a clock set back far"),
    ],
)
def test_a_count_begins_anew_when_its_time_is_over(later: float, count: int | None) -> None:
    throttle.take_all({"key": 1}, within=HOUR, at=NOON)
    again = NOON + dt.timedelta(seconds=later)
    if count is None:
        with pytest.raises(throttle.TooSoon):
            throttle.take_all({"key": 1}, within=HOUR, at=again)
        return
    throttle.take_all({"key": 1}, within=HOUR, at=again)
    assert Counter.objects.values_list("since", "count").get() == (again, 1)


def test_without_a_limit_nothing_is_counted() -> None:
    throttle.take_all({}, within=HOUR, at=NOON)
    assert not Counter.objects.exists()


def test_what_is_forgotten_counts_anew() -> None:
    throttle.count("key", within=QUARTER, at=NOON)
    throttle.forget("key")
    throttle.check("key", limit=1, within=QUARTER, at=NOON)
    assert Counter.objects.count() == 0
