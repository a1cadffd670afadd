"""Baking: a page that is not kept is rendered once, however many ask, and kept if it is still true by then."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from articles.pages import guard, incidents, slots, store, trouble
from articles.pages.barren import barren
from articles.pages.due import NOTICE_SECONDS, note_end
from articles.pages.flights import Flight, Flights
from articles.pages.fresh import Fresh, Keeper, Rendered
from articles.pages.guard import Counts
from articles.pages.kinds import Spot
from articles.pages.polish import rough
from articles.pages.rendering import Answer, Application, finished, render
from articles.pages.slots import EVERYTHING
from articles.pages.store import Damaged, Page
from articles.pages.switch import switch
from articles.pages.turns import Turns

# Who has waited so long for somebody else's rendering renders for himself.
PATIENCE_SECONDS = 2.0
# A transaction that has expired a page is nearly over. What is rendered before its end is nobody's to keep, and takes
# the processor's time from whoever decides.
COMMIT_SECONDS = 0.02

flights = Flights()
fresh = Fresh()
keeper = Keeper()
turns = Turns()


def keep_aside() -> None:
    """From now on let readers of this process have a page when it is rendered; a thread keeps it after that."""
    flights.reset()
    turns.reset()
    keeper.start()


def fetch(application: Application, spot: Spot) -> Page | Answer:
    """Return a page that was not at its place: somebody else's who was quicker, or one rendered now to be kept.

    Whatever goes wrong with keeping it, the reader gets it. Where there was no page a moment ago (a 404, a 410),
    everybody asks for himself, until somebody is given one.
    """
    if spot in barren:
        return _looked_for(application, spot)
    with flights.board(spot.address) as (flight, is_first):
        if not is_first:
            return flight.wait(PATIENCE_SECONDS) or render(application, spot)
        fetched = _fetched(application, spot, flight)
        if isinstance(fetched, Page):
            flight.page = fetched
        return fetched


def _looked_for(application: Application, spot: Spot) -> Page | Answer:
    page = render(application, spot)
    if isinstance(page, Page):
        barren.remove(spot)
    return page


def _fetched(application: Application, spot: Spot, flight: Flight) -> Page | Answer:
    begin = partial(flights.begin, spot.address, flight)
    try:
        with turns.of(spot.address, seconds=PATIENCE_SECONDS) as is_ours, ExitStack() as turn:
            guard.wait_for_commits(spot.subject, seconds=COMMIT_SECONDS)
            begin()
            if is_ours and (page := fresh.get(spot)):
                return page
            if not (is_ours and turn.enter_context(slots.alone(spot.address, seconds=PATIENCE_SECONDS))):
                return render(application, spot)
            return _kept_meanwhile(spot) or _rendered(application, spot, partial(_keep_soon, turn))
    except OSError as error:
        trouble.failed("taking turns", error)
        begin()
        return render(application, spot)


def bake(application: Application, spot: Spot) -> Page | Answer:
    """Render a page and keep it, unless it is nobody's to keep or what it shows has changed meanwhile."""
    return _rendered(application, spot, _keep)


def _rendered(application: Application, spot: Spot, keep: Callable[[Spot, Rendered], None]) -> Page | Answer:
    before = _counts_before(spot.subject)
    page = render(application, spot)
    if isinstance(page, Answer):
        if page.says_there_is_none:
            barren.add(spot)
    elif before is not None:
        keep(spot, Rendered(page, before))
    return page


def _counts_before(subject: str) -> Counts | None:
    try:
        return guard.counts_before(subject)
    except OSError as error:
        trouble.failed("looking at what changes", error)
        return None


def _kept_meanwhile(spot: Spot) -> Page | None:
    if not switch().is_on:
        return None
    try:
        with slots.held(EVERYTHING, shared=True), slots.held(spot.subject, shared=True):
            page = store.read(spot)
    except Damaged as error:
        incidents.found_damage(error)
        return None
    return page if page and page.is_true_at(time.time()) else None


def _keep_soon(turn: ExitStack, spot: Spot, rendered: Rendered) -> None:
    """Hand a page out, and have it kept; until then no other process renders it."""
    fresh.add(spot, rendered)
    keeper.do(partial(_keep_in_turn, turn.pop_all(), spot, rendered))


def _keep_in_turn(turn: ExitStack, spot: Spot, rendered: Rendered) -> None:
    with turn:
        try:
            if fresh.get(spot) is rendered.page:  # else it has expired, and to compress it is not worth while
                _keep(spot, rendered)
        finally:
            fresh.remove(spot, rendered)


def _keep(spot: Spot, rendered: Rendered) -> None:
    try:
        _put(spot, finished(rendered.page), rendered.before)
        trouble.worked()
    except OSError as error:
        trouble.failed("keeping a page", error)


def _put(spot: Spot, page: Page, before: Counts) -> None:
    if page.until <= time.time() + NOTICE_SECONDS:
        return  # a web server would go on sending it
    note_end(spot.subject, page.until)
    aside = store.write(page)
    try:
        with slots.held(EVERYTHING, shared=True) as everything, slots.held(spot.subject) as slot:
            if guard.is_unchanged(spot.subject, everything, slot, before) and page.is_true_at(time.time()):
                store.put(spot, aside)
                rough.add(spot.address)
    finally:
        store.discard(aside)
