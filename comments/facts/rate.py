"""Rate: how many comments came lately, counted in one query that ends after as many rows as the policy asks for."""

import datetime as dt
from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.db import router
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, Q

from articles.prepared import Asked, Prepared
from comments.models import Comment
from comments.screening.rate import RateFacts, RatePolicy


def gather(*, article_id: int, prints: Collection[str], policy: RatePolicy, at: dt.datetime) -> RateFacts:
    """Return how many comments came shortly before ``at``; ``prints`` are the fingerprints of the e-mail address."""
    flood = dt.timedelta(seconds=settings.NEWSROOM_FLOOD_SECONDS)
    since = at - max(dt.timedelta(minutes=policy.window_minutes), flood)
    newest = _newest(router.db_for_read(Comment), _most(policy))
    rows = newest.rows_as_stored(since=since, until=at, flood=at - flood)
    own = [within_flood for _, print_, within_flood in rows if print_ in prints]
    return RateFacts(
        by_email=sum(map(bool, own)),
        by_email_in_window=len(own),
        by_story=sum(story == article_id for story, _, _ in rows),
        by_site=len(rows),
    )


def _most(policy: RatePolicy) -> int:
    """Return how many rows say all: beyond the largest limit a further one changes nothing."""
    return max(policy.by_site_to_hold, policy.by_story_to_hold, policy.by_email_in_window, 1)


@lru_cache
def _newest(alias: str, most: int) -> Prepared:
    """Read of the newest so many comments: story, fingerprint of the e-mail address, whether within the flood time."""
    since, until, flood = (Asked(name, DateTimeField()) for name in ("since", "until", "flood"))
    newest = Comment.objects.using(alias).newest_between(since, until, most=most)
    within_flood = ExpressionWrapper(Q(submitted_at__gt=flood), BooleanField())
    return Prepared(newest.values_list("article_id", "email_print", within_flood))
