"""Comebacks: a program that ends by itself is started again, each time after a longer pause until it lasts."""

from newsroom.supervisor import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, STEADY_SECONDS, Comeback


def pauses(comeback: Comeback, times: int, *, life: float = 0.1) -> list[float]:
    """Return how long each pause is when the program ends again and again, ``life`` seconds after each start."""
    now, found = 1000.0, []
    for _ in range(times):
        comeback.ended(now)
        due = comeback.next_look or 0
        found.append(due - now)
        assert comeback.is_due(due)
        now = due + life
    return found


def test_the_pauses_double_and_end_at_the_longest() -> None:
    assert pauses(Comeback(), 7) == [1, 2, 4, 8, 16, 30, 30]


def test_after_a_minutes_life_the_pause_is_the_first_again() -> None:
    assert pauses(Comeback(), 3, life=STEADY_SECONDS) == [FIRST_PAUSE_SECONDS] * 3
    assert pauses(Comeback(), 2, life=STEADY_SECONDS - 1) == [1, 2]


def test_only_the_first_end_of_a_row_is_news() -> None:
    comeback = Comeback()
    assert comeback.ended(0)
    assert comeback.is_due(1)
    assert not comeback.ended(2)
    assert comeback.is_due(2 + LONGEST_PAUSE_SECONDS)
    assert comeback.ended(2 + LONGEST_PAUSE_SECONDS + STEADY_SECONDS)


def test_nothing_is_started_before_its_time_nor_twice() -> None:
    comeback = Comeback()
    assert comeback.next_look is None
    comeback.ended(10)
    assert not comeback.is_due(10.9)
    assert comeback.is_due(11)
    assert not comeback.is_due(12)


def test_that_it_works_again_is_told_once() -> None:
    comeback = Comeback()
    assert not comeback.became_steady(0)
    comeback.ended(0)
    assert not comeback.became_steady(1000)
    assert comeback.is_due(1000)
    assert comeback.next_look == 1000 + STEADY_SECONDS
    assert comeback.became_steady(1000 + STEADY_SECONDS)
    assert not comeback.became_steady(2000)
    assert comeback.next_look is None
