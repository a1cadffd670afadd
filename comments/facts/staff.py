"""Staff: how the names look that belong to the newsroom, read anew once a minute."""

import time
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import User

from articles.models import Contributor
from comments.screening.names import look

SECONDS_KEPT = 60


def looks_of_staff() -> frozenset[str]:
    """Return how the staff's full names and those of the bylines look; a new one counts within a minute.

    A first name alone belongs to nobody: half the readers may share it.
    """
    return _looks(int(time.monotonic()) // SECONDS_KEPT)


def look_of_masthead() -> str:
    """Return how the paper's own name looks, without the article before it."""
    return look(settings.NEWSROOM_NAME).removeprefix("the ")


@lru_cache(maxsize=1)
def _looks(minute: int) -> frozenset[str]:
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("first_name", "last_name")
    full = (f"{first} {last}" for first, last in staff if first and last)
    names = (*full, *Contributor.objects.order_by().values_list("name", flat=True))
    return frozenset(filter(None, map(look, names)))


forget = _looks.cache_clear
