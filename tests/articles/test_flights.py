"""Flights: who asks for a page before it begins to be rendered has that rendering, and nobody has an older one."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from articles.pages import baking, guard, slots
from articles.pages.flights import Flight, Flights
from articles.pages.kinds import Spot
from articles.pages.rendering import Answer
from articles.pages.slots import EVERYTHING, Mark
from articles.pages.store import Page

PATIENCE_SECONDS = 10
SPOT = Spot("/2026/11/23/crowd/", "2026/11/23/crowd")


class Django:
    """An application that answers each request with another page, and not before it may."""

    def __init__(self, status: str = "200 OK", fails_at: int = 0) -> None:
        self.asked, self.may_answer, self.begun = 0, Event(), Event()
        self._status, self._fails_at = status, fails_at

    def __call__(self, _environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        number = self.asked
        self.begun.set()
        assert self.may_answer.wait(PATIENCE_SECONDS)
        if number == self._fails_at:
            raise RuntimeError("what nobody thought of")
        start_response(self._status, [("Content-Type", "text/html")])
        return [f"rendering {number}".encode()]


class Crowd:
    """Readers who ask for the page, each in a thread of his own."""

    def __init__(self, django: Django, threads: ThreadPoolExecutor, waiting: list[Flight]) -> None:
        self.django, self._threads, self._waiting = django, threads, waiting

    def first(self) -> Future[Page | Answer]:
        """Let one come, for whom the page begins to be rendered."""
        reader = self._threads.submit(baking.fetch, self.django, SPOT)
        assert self.django.begun.wait(PATIENCE_SECONDS)
        return reader

    def others(self, number: int) -> list[Future[Page | Answer]]:
        """Let others come while it is being rendered."""
        readers = [self._threads.submit(baking.fetch, self.django, SPOT) for _ in range(number)]
        until(lambda: len(self._waiting) == number - 1)  # the first of them sees to the next rendering
        return readers


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[Flight]:
    """Return the flights that somebody waits for, each as often as there are those who do."""
    found: list[Flight] = []
    wait = Flight.wait

    def noted(flight: Flight, seconds: float) -> Page | None:
        found.append(flight)
        return wait(flight, seconds)

    monkeypatch.setattr(Flight, "wait", noted)
    return found


@pytest.fixture
def crowd(waiting: list[Flight], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Django], Crowd]]:
    """Return what makes a crowd; none of what is rendered for it can be kept."""
    monkeypatch.setattr(baking, "flights", Flights())
    monkeypatch.setattr(guard, "counts_before", lambda _subject: None)
    with ThreadPoolExecutor(8) as threads:
        yield lambda django: Crowd(django, threads, waiting)


@pytest.fixture
def quiet_slot() -> Iterator[None]:
    """Leave no mark behind."""
    yield
    with slots.held(SPOT.subject) as slot:
        slot.marks.clear()


def mark(token: str, subject: str = SPOT.subject) -> None:
    """Let it be as if a transaction had expired a subject."""
    with slots.held(SPOT.subject) as slot:
        slot.marks.append(Mark(subject, "", token))


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    tick = Event()
    for _ in range(1000):
        if is_so():
            return
        tick.wait(PATIENCE_SECONDS / 1000)
    pytest.fail("waited in vain")


def bodies(readers: Iterable[Future[Page | Answer]]) -> list[bytes]:
    fetched = [reader.result(PATIENCE_SECONDS) for reader in readers]
    return [each.body if isinstance(each, Answer) else each.bodies[""] for each in fetched]


def test_all_who_come_while_it_is_rendered_have_the_next_rendering(crowd: Callable[[Django], Crowd]) -> None:
    people = crowd(Django())
    first, others = people.first(), people.others(5)
    people.django.may_answer.set()
    assert bodies([first]) == [b"rendering 1"]
    assert bodies(others) == [b"rendering 2"] * 5
    assert people.django.asked == 2


def test_what_is_not_for_everybody_is_nobodys_to_share(crowd: Callable[[Django], Crowd]) -> None:
    people = crowd(Django("404 Not Found"))
    first, others = people.first(), people.others(3)
    people.django.may_answer.set()
    assert len(set(bodies([first, *others]))) == 4


def test_where_it_fails_the_others_ask_for_themselves(crowd: Callable[[Django], Crowd]) -> None:
    people = crowd(Django(fails_at=2))
    first, others = people.first(), people.others(3)
    people.django.may_answer.set()
    failed = [reader for reader in others if reader.exception(PATIENCE_SECONDS)]
    assert failed == others[:1]
    assert len(set(bodies([first, *others[1:]]))) == 3


def test_where_no_turns_can_be_taken_nobody_joins_a_rendering_that_has_begun(
    crowd: Callable[[Django], Crowd], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError("no slots")

    monkeypatch.setattr(guard, "wait_for_commits", fail)
    people = crowd(Django())
    first = people.first()
    people.django.begun.clear()
    second = people.first()
    people.django.may_answer.set()
    assert bodies([first, second]) == [b"rendering 1", b"rendering 2"]
    assert "taking turns failed" in caplog.text


class Clock:
    """A clock that moves while somebody sleeps by it, and what happens after so many sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps = 0
        self.happens: dict[int, Callable[[], None]] = {}

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.sleeps += 1
        self.happens.get(self.sleeps, lambda: None)()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock by which a commit is waited for."""
    clock = Clock()
    monkeypatch.setattr(guard, "time", clock)
    return clock


def test_a_transaction_that_is_nearly_over_is_waited_for(quiet_slot: None, clock: Clock) -> None:
    mark("at work")
    clock.happens[3] = lambda: slots.remove_marks(SPOT.subject, {"at work"})
    guard.wait_for_commits(SPOT.subject, seconds=PATIENCE_SECONDS)
    assert clock.sleeps == 3


def test_one_that_goes_on_is_not_waited_for_any_longer(quiet_slot: None, clock: Clock) -> None:
    mark("at work for long")
    guard.wait_for_commits(SPOT.subject, seconds=baking.COMMIT_SECONDS)
    assert clock.now == pytest.approx(baking.COMMIT_SECONDS, abs=guard.POLL_SECONDS * 1.5)
    with slots.held(SPOT.subject, shared=True) as slot:
        assert slot.of(SPOT.subject)


def test_nor_one_that_concerns_another_page(quiet_slot: None, clock: Clock) -> None:
    mark("at work elsewhere", subject="2026/11/23/another")
    guard.wait_for_commits(SPOT.subject, seconds=PATIENCE_SECONDS)
    assert clock.sleeps == 0


def test_one_that_concerns_every_page_is_waited_for(quiet_slot: None, clock: Clock) -> None:
    with slots.held(EVERYTHING) as slot:
        slot.marks.append(Mark(EVERYTHING, "", "on all of them"))
    clock.happens[1] = lambda: slots.remove_marks(EVERYTHING, {"on all of them"})
    guard.wait_for_commits(SPOT.subject, seconds=PATIENCE_SECONDS)
    assert clock.sleeps == 1
