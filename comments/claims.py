"""Claims: who has which card in front of them; others spare themselves the work, and a claim ends by itself.

A claim is a courtesy: what keeps a comment from being decided twice is the compare-and-set in ``moderation``.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import connection, router
from django.db.models import BigIntegerField, DateTimeField, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.prepared import Asked, Prepared
from comments.listed import Listed
from comments.models import Claim

# Whoever goes for coffee keeps nobody waiting for longer. A card in sight is claimed anew well before.
LIVES = dt.timedelta(minutes=3)
# Between being refused and being looked up a claim may end; the second try nearly always settles it.
TRIES = 3
ROW = "(%s, %s, %s, %s)"
# Both databases have this upsert. Of two who ask at once it gives the row to one, and to the other nothing.
TAKE = (
    "INSERT INTO comments_claim (comment_id, user_id, session, expires_at) VALUES {rows}"
    " ON CONFLICT (comment_id) DO UPDATE"
    " SET user_id = excluded.user_id, session = excluded.session, expires_at = excluded.expires_at"
    " WHERE comments_claim.expires_at <= %s OR comments_claim.user_id = excluded.user_id"
    " RETURNING comment_id"
)


@dataclass(frozen=True)
class Holder:
    """Who has a card: the full name, the one that colleagues use, and until when if the card is not looked at."""

    user_id: int
    name: str
    short: str
    until: dt.datetime


def claim(pks: Iterable[int], *, by: User, session: str, at: dt.datetime | None = None) -> dict[int, Holder]:
    """Claim comments, or renew the claims; return those that a colleague has, with whom. Those stay as they are.

    ``session`` is the key of the session in which the cards are displayed. A claim whose time is over is anybody's,
    and one's own moves along to the session that asked last.
    """
    now, left = at or timezone.now(), set(pks)
    others: dict[int, Holder] = {}
    for _ in range(TRIES):
        left -= _taken(sorted(left), by, digest_of(session), now)
        others |= held(left, besides=by, at=now)
        left -= others.keys()
        if not left:
            break
    return others


def held(
    pks: Collection[int], *, besides: User | int | None = None, at: dt.datetime | None = None
) -> dict[int, Holder]:
    """Return who has which of these comments, in one query; claims of ``besides`` (or their id) are left out."""
    if not pks:
        return {}
    live = _live(besides, at or timezone.now()).filter(comment_id__in=Listed(pks))
    return {each.comment_id: _holder(each) for each in live.select_related("user")}


def holder_of(pk: int, *, besides: User | int | None) -> Holder | None:
    """Return which other colleague has a comment; mostly nobody, and that is found by a statement written once."""
    them = besides.pk if isinstance(besides, User) else besides or 0
    is_held = _holding(router.db_for_read(Claim)).rows_as_stored(now=timezone.now(), pk=pk, besides=them)
    return held([pk], besides=besides).get(pk) if is_held else None


def release(pks: Collection[int], *, by: User, session: str | None = None) -> None:
    """Let go of comments; with ``session``, of those alone that were claimed in it."""
    own = Claim.objects.filter(comment_id__in=pks, user=by)
    if session is not None:
        own = own.filter(session=digest_of(session))
    own.delete()


def release_all(*, session: str) -> None:
    """Let go of everything that was claimed in a session."""
    Claim.objects.filter(session=digest_of(session)).delete()


def sweep(*, at: dt.datetime) -> None:
    """Remove the claims whose time is over; nobody looks at them."""
    Claim.objects.filter(expires_at__lte=at).delete()


def digest_of(session: str) -> str:
    """Return what is kept of a session's key: enough to know it again, and nothing to sign in with."""
    return salted_hmac("comments.claims", session, algorithm="sha256").hexdigest()


@lru_cache
def _holding(alias: str) -> Prepared:
    now = Asked("now", DateTimeField())
    pk, besides = (Asked(name, BigIntegerField()) for name in ("pk", "besides"))
    others = Claim.objects.using(alias).filter(comment_id=pk, expires_at__gt=now).exclude(user_id=besides)
    return Prepared(others.values_list("user_id"))


def _live(besides: User | int | None, now: dt.datetime) -> QuerySet[Claim]:
    live = Claim.objects.filter(expires_at__gt=now)
    return live if besides is None else live.exclude(user=besides)


def _taken(pks: Collection[int], by: User, session: str, now: dt.datetime) -> set[int]:
    if not pks:
        return set()
    until, stored_now = (connection.ops.adapt_datetimefield_value(moment) for moment in (now + LIVES, now))
    rows = [value for pk in pks for value in (pk, by.pk, session, until)]
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(rows=", ".join([ROW] * len(pks))), [*rows, stored_now])
        return {pk for (pk,) in cursor.fetchall()}


def _holder(held_by: Claim) -> Holder:
    user = held_by.user
    return Holder(
        user.pk,
        user.get_full_name() or user.get_username(),
        user.get_short_name() or user.get_username(),
        held_by.expires_at,
    )
