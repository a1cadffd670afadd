"""Overtaken pages: who comes after a page was looked at, and found true, does not get what has expired since then."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

import pytest

from articles.pages import baking, expiry, slots, store
from articles.pages.flights import Flight, Flights
from articles.pages.fresh import Fresh
from articles.pages.kinds import Spot
from articles.pages.rendering import Answer
from articles.pages.slots import EVERYTHING
from articles.pages.store import Page

PATIENCE_SECONDS = 10
SPOT = Spot("/2026/11/23/crowd/", "2026/11/23/crowd")


class Django:
    """An application that answers each request with another page."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, _environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        start_response("200 OK", [("Content-Type", "text/html")])
        return [f"rendering {self.asked}".encode()]


class Pause:
    """A function that is paused once it knows what to return."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.is_there, self.may_go_on = Event(), Event()

    def __call__(self, *args: Any) -> Any:
        found = self._function(*args)
        if found and not self.is_there.is_set():
            self.is_there.set()
            assert self.may_go_on.wait(PATIENCE_SECONDS)
        return found


@pytest.fixture
def came(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Return an event for each reader who comes, once he has boarded a flight; make some first."""
    events: list[Event] = []
    flights = Flights()
    board = flights.board

    @contextmanager
    def noted(address: str) -> Iterator[tuple[Flight, bool]]:
        with board(address) as boarded:
            events.pop(0).set()
            yield boarded

    monkeypatch.setattr(flights, "board", noted)
    monkeypatch.setattr(baking, "flights", flights)
    return events


def body(reader: Future[Page | Answer]) -> bytes:
    fetched = reader.result(PATIENCE_SECONDS)
    assert isinstance(fetched, Page)
    return fetched.bodies[""]


class NobodyKeeps:
    """A keeper that leaves pages where they are handed out from memory; its work is done in the end."""

    def __init__(self) -> None:
        self.works: list[Callable[[], None]] = []

    def do(self, work: Callable[[], None]) -> None:
        self.works.append(work)


@pytest.fixture
def from_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pause]:
    """Have a page that is handed out from memory, and pause whoever has found it there."""
    fresh, keeper = Fresh(), NobodyKeeps()
    monkeypatch.setattr(baking, "fresh", fresh)
    monkeypatch.setattr(baking, "keeper", keeper)
    pause = Pause(fresh.get)
    monkeypatch.setattr(fresh, "get", pause)
    yield pause
    for work in keeper.works:
        work()


@pytest.fixture
def from_the_disk(monkeypatch: pytest.MonkeyPatch) -> Pause:
    """Have a page that is kept, and pause whoever has read it."""
    pause = Pause(baking._kept_meanwhile)
    monkeypatch.setattr(baking, "_kept_meanwhile", pause)
    return pause


@pytest.mark.parametrize("place", ["from_memory", "from_the_disk"])
@pytest.mark.parametrize("expired", [SPOT.subject, EVERYTHING])
def test_who_comes_after_it_has_expired_has_a_new_rendering(
    place: str,
    expired: str,
    request: pytest.FixtureRequest,
    came: list[Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        baking, "PATIENCE_SECONDS", 0.05
    )  # for his turn; for a flight that he has joined he waits
    wait = Flight.wait
    monkeypatch.setattr(Flight, "wait", lambda flight, _seconds: wait(flight, PATIENCE_SECONDS))
    pause: Pause = request.getfixturevalue(place)
    django = Django()
    came += [Event(), Event(), second_came := Event()]
    assert isinstance(baking.fetch(django, SPOT), Page)
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(baking.fetch, django, SPOT)
        assert pause.is_there.wait(PATIENCE_SECONDS)
        expiry.expire_now(expired)
        second = readers.submit(baking.fetch, django, SPOT)
        assert second_came.wait(PATIENCE_SECONDS)
        pause.may_go_on.set()
        assert body(first) == b"rendering 1"  # he asked before that
        assert body(second) == b"rendering 2"


def test_a_page_that_is_taken_away_with_all_others_while_it_is_read_is_not_called_damaged(
    came: list[Event], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    came += [Event(), Event()]
    baking.fetch(Django(), SPOT)
    facts_of = store.facts_of

    def late(folder: Any) -> Any:
        found = facts_of(folder)
        with suppress(TimeoutError), monkeypatch.context() as patch:
            patch.setattr(slots, "PATIENCE_SECONDS", 0.0)
            expiry.expire_now(EVERYTHING)
        return found

    monkeypatch.setattr(store, "facts_of", late)
    assert isinstance(baking.fetch(Django(), SPOT), Page)
    assert "damaged" not in caplog.text
