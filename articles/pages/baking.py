"""Baking: a page that is not kept is rendered once, however many ask, and kept if it is still true by then."""

import logging
import time

from articles.pages import guard, slots, store, trouble
from articles.pages.barren import Barren
from articles.pages.due import note_end
from articles.pages.guard import Counts
from articles.pages.kinds import Spot
from articles.pages.polish import rough
from articles.pages.rendering import Answer, Application, finished, render
from articles.pages.slots import EVERYTHING
from articles.pages.store import Damaged, Page
from articles.pages.switch import switch

logger = logging.getLogger(__name__)
# Who has waited so long for somebody else's rendering renders for himself.
PATIENCE_SECONDS = 2.0

barren = Barren()


def fetch(application: Application, spot: Spot) -> Page | Answer:
    """Return a page that was not at its place: somebody else's who was quicker, or one rendered now and kept.

    Whatever goes wrong with keeping it, the reader gets it. Where there was nothing to keep a moment ago (a 404,
    a 410), everybody asks for himself.
    """
    if spot.address in barren:
        return render(application, spot)
    try:
        with slots.alone(spot.address, seconds=PATIENCE_SECONDS) as alone:
            kept = _kept_meanwhile(spot) if alone else None
            return kept or (bake(application, spot) if alone else render(application, spot))
    except OSError as error:
        trouble.failed("taking turns", error)
        return render(application, spot)


def bake(application: Application, spot: Spot) -> Page | Answer:
    """Render a page and keep it, unless it is nobody's to keep or what it shows has changed meanwhile."""
    before = _counts_before(spot.subject)
    page = render(application, spot)
    if isinstance(page, Answer):
        barren.add(spot.address)
    elif before is not None:
        try:
            _keep(spot, finished(page), before)
            trouble.worked()
        except OSError as error:
            trouble.failed("keeping a page", error)
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
        with slots.held(spot.subject, shared=True):
            page = store.read(spot)
    except Damaged as error:
        logger.error("A kept page is damaged and is baked anew: %s.", error)
        return None
    return page if page and page.is_true_at(time.time()) else None


def _keep(spot: Spot, page: Page, before: Counts) -> None:
    note_end(spot.subject, page.until)
    aside = store.write(page)
    try:
        with slots.held(EVERYTHING, shared=True) as everything, slots.held(spot.subject) as slot:
            if guard.is_unchanged(spot.subject, everything, slot, before) and page.is_true_at(time.time()):
                store.put(spot, aside)
                rough.add(spot.address)
    finally:
        store.discard(aside)
