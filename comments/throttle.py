"""Throttle: how often one source may do a thing, counted in the database, right across processes."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import F, Max

from comments.models import Counter

# Both databases have this upsert; the ORM has none that counts up, nor one that leaves alone what is full.
BEGINS_ANEW = "(comments_counter.since <= %s OR comments_counter.since > %s)"
ONE_KEY, ONE_LIMIT = "(%s, %s, 1)", "WHEN %s THEN %s"
TAKE_ALL = (
    'INSERT INTO comments_counter ("key", since, "count") VALUES {keys} ON CONFLICT ("key") DO UPDATE SET'  # noqa: S608
    f' "count" = CASE WHEN {BEGINS_ANEW} THEN 1 ELSE comments_counter."count" + 1 END,'
    f" since = CASE WHEN {BEGINS_ANEW} THEN excluded.since ELSE comments_counter.since END"
    f' WHERE {BEGINS_ANEW} OR comments_counter."count" < CASE excluded."key" {{limits}} END'
    ' RETURNING "key"'
)


class TooSoon(Exception):
    """The source must wait; ``wait`` says how long."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(f"wait {wait.total_seconds():.0f} s")
        self.wait = wait


def take_turn(key: str, *, every: dt.timedelta, at: dt.datetime) -> None:
    """Take the one turn that ``key`` has in ``every``. Raises ``TooSoon``, and then writes nothing.

    A turn taken in the future (a clock that was set back) does not count.
    """
    take_all({key: 1}, within=every, at=at)


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


@transaction.atomic
def take_all(most: Mapping[str, int], *, within: dt.timedelta, at: dt.datetime) -> None:
    """Count each key once more, unless it was counted its ``most`` times ``within`` that time. Raises ``TooSoon``.

    One statement for all keys, so that of many at once no more get through than may; nothing is counted when it raises.
    Keys are locked in the order given. A count that began far in the future (a clock that was
    set back) begins anew.
    """
    if not most:
        return
    statement = TAKE_ALL.format(
        keys=", ".join([ONE_KEY] * len(most)), limits=" ".join([ONE_LIMIT] * len(most))
    )
    begins_anew = [_stored(at - within), _stored(at + within)]
    keys = [value for key in most for value in (key, _stored(at))]
    limits = [value for pair in most.items() for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*keys, *begins_anew * 3, *limits])
        taken = {key for (key,) in cursor.fetchall()}
    if refused := most.keys() - taken:
        since = Counter.objects.filter(key__in=refused).aggregate(since=Max("since"))["since"]
        raise TooSoon(max(since + within - at, dt.timedelta(seconds=1)))


def _stored(moment: dt.datetime) -> str | dt.datetime | None:
    """Return a moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)


def forget(key: str) -> None:
    """Forget what was counted for ``key``."""
    Counter.objects.filter(key=key).delete()
