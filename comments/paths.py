"""Paths: where this app's pages are, looked up once for each place that the site may be put under."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

STAND_IN = 987_654_321  # for an id or a token, where a path is looked up


def path_of(name: str, part: str | None = None) -> str:
    """Return the path of a page of this app, by its name in ``urls``.

    ``part`` is the id or the token in it, where there is one; what is put in later may stand in for it.
    """
    path = _looked_up(name, get_script_prefix(), part is not None)
    return path if part is None else path.replace(str(STAND_IN), part)


@lru_cache
def _looked_up(name: str, _prefix: str, has_part: bool) -> str:
    return reverse(f"comments:{name}", args=[STAND_IN] if has_part else [])
