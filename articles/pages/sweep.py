"""Sweep: what is done to the kept pages before a start, and what is baked before anybody asks."""

import time
from collections.abc import Iterator

from django.core.handlers.wsgi import WSGIHandler
from django.tasks import task

from articles.pages import baking, due, incidents, inspection, kinds, slots, store, transactions
from articles.pages.kinds import FRONT, Spot
from articles.pages.polish import polish_all
from articles.pages.slots import EVERYTHING
from articles.pages.store import Damaged, Page
from articles.pages.switch import switch

# What is baked ahead by itself: the front page, the sections and so many of the newest stories.
WARMED = 500


def prepare() -> bool:
    """Make ready to serve kept pages; return True when this is a new generation, which has none yet.

    Pages of other generations go, as do those that do not show any more what the database says. Raises ``OSError``
    when nothing can be kept; what is there is then not served, for nobody could take it away.
    """
    is_new = not store.root().is_dir()
    try:
        _prepare_slots()
        store.point()
        for folder in store.generations():
            if folder != store.root():
                store.put_aside(folder)
        repair()
    except OSError:
        switch().turn_off()
        raise
    switch().turn_on()
    return is_new


def prepare_beside() -> None:
    """Make ready to keep pages, and leave alone what another version of the newsroom may be serving at this moment."""
    _prepare_slots()
    if not store.is_pointed():
        store.point()
    repair()


def _prepare_slots() -> None:
    slots.prepare()
    for mark in slots.marks():
        if transactions.has_ended(mark.transaction):
            slots.remove_marks(mark.subject, {mark.token})


def repair() -> int:
    """Drop the pages of this generation that differ from what they should be; return how many were dropped."""
    versions = dict(kinds.versions())
    differing = [(folder, spot) for folder, spot in inspection.kept() if not _is_sound(spot, versions)]
    for folder, spot in differing:
        with slots.held(spot.subject if spot else FRONT):
            store.take_away(folder)
    return len(differing)


def missing(*, everything: bool = False) -> Iterator[Spot]:
    """Go through the pages that are to be baked, the most wanted first: those not kept, or all."""
    for subject in kinds.subjects():
        spot = kinds.find(kinds.address_of(subject))
        if spot and (everything or not store.path_of(spot).exists()):
            yield spot


def bake(spot: Spot) -> bool:
    """Bake a page, whether or not it is kept; return whether a new one stands at its place then.

    None does when there is no such page any more, while a transaction changes it, and while no kept page is trusted.
    """
    before = _standing(spot)
    baking.bake(WSGIHandler(), spot)
    return _standing(spot) not in {None, before}


@task
def warm() -> None:
    """Bake the most wanted pages that are missing, and have them polished when all are there."""
    wanted = [spot.address for spot, _ in zip(missing(), range(WARMED), strict=False) if bake(spot)]
    if wanted:
        polish_all.enqueue(wanted)


def _standing(spot: Spot) -> tuple[int, int] | None:
    """Return what tells the file at a page's place from the one before it."""
    try:
        found = store.path_of(spot).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _is_sound(spot: Spot | None, versions: dict[str, str]) -> bool:
    page = _read(spot) if spot else None
    if spot is None or page is None or page.version != versions.get(spot.subject):
        return False
    if not page.is_true_at(time.time()):
        return False
    due.note_end(spot.subject, page.until)
    return True


def _read(spot: Spot) -> Page | None:
    try:
        with slots.held(EVERYTHING, shared=True), slots.held(spot.subject, shared=True):
            return store.read(spot)
    except Damaged as error:
        incidents.found_damage(error)
        return None
