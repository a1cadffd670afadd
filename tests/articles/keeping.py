"""Keeping: what the tests ask about the pages that are kept."""

from articles.pages import kinds, store, sweep


def bake_all() -> set[str]:
    """Bake every page that there is ahead, and return the addresses of all that are kept then."""
    for spot in sweep.missing():
        sweep.bake(spot)
    return kept()


def kept() -> set[str]:
    """Return the addresses of the pages that are kept."""
    places = {path.parent.relative_to(store.root()).as_posix() for path in store.root().rglob(store.NAME)}
    return {kinds.address_of(place) for place in places}
