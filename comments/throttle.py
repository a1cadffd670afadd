"""Throttle: how often one source may do a thing, counted in the database, right across processes."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from comments.models import Counter


class TooSoon(Exception):
    """The source must wait; ``wait`` says how long."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"wait {wait.total_seconds():.0f} s")
        self.wait = wait


@transaction.atomic
def take_turn(key: str, *, every: dt.timedelta, at: dt.datetime) -> None:
    """Take the one turn that ``key`` has in ``every``. Raises ``TooSoon``, and then writes nothing.

    A turn taken in the future (a clock that was set back) does not count.
    """
    free = Q(since__lte=at - every) | Q(since__gt=at + every)
    if Counter.objects.filter(free, key=key).update(since=at):
        return
    counter, is_first = Counter.objects.get_or_create(key=key, defaults={"since": at})
    if not is_first:
        raise TooSoon(max(counter.since + every - at, dt.timedelta(seconds=1)))


def check(key: str, *, limit: int, within: dt.timedelta, at: dt.datetime) -> None:
    """Raise ``TooSoon`` when ``key`` was counted ``limit`` times within that time; count nothing."""
    counter = Counter.objects.filter(key=key, since__gt=at - within, count__gte=limit).first()
    if counter is not None:
        raise TooSoon(max(counter.since + within - at, dt.timedelta(seconds=1)))


@transaction.atomic
def count(key: str, *, within: dt.timedelta, at: dt.datetime) -> None:
    """Count ``key`` once more; a count older than ``within`` begins anew."""
    if Counter.objects.filter(key=key, since__gt=at - within).update(count=F("count") + 1):
        return
    Counter.objects.update_or_create(key=key, defaults={"since": at, "count": 1})


def forget(key: str) -> None:
    """Forget what was counted for ``key``."""
    Counter.objects.filter(key=key).delete()
