"""Last: what a moderator has just done and can take back together, told above a card and above a list."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.contrib.auth.models import User

from comments.desk import queue, runs
from comments.desk.runs import Batch
from comments.row_ids import row_id


class Last(NamedTuple):
    """One deed by the ``seq`` of its entry, or a decision on many comments; neither where nothing is to be told."""

    entry: int | None = None
    batch: Batch | None = None


NOTHING = Last()


def done(address: Mapping[str, str], user: User, now: dt.datetime) -> Last:
    """Return what a moderator did last: what the page's address names, else what the log has, for its minute."""
    entry, batch = (row_id(address.get(key, "")) for key in ("decided", "batch"))
    named = Last(entry, runs.batch(batch, user.pk, now) if batch else None)
    if named.entry or named.batch:
        return named
    last = queue.last_deed(user, now)
    if last and last.is_one_of_many:
        return Last(batch=runs.batch_until(last.seq, user.pk, now))
    return Last(last.seq if last else None)
