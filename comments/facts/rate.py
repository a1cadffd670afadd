"""Rate: how many comments came lately, counted in one query that ends after as many rows as the policy asks for."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import Count, Q

from comments.models import Comment
from comments.screening.rate import RateFacts, RatePolicy


def gather(*, article_id: int, prints: Collection[str], policy: RatePolicy, at: dt.datetime) -> RateFacts:
    """Return how many comments came shortly before ``at``; ``prints`` are the fingerprints of the e-mail address."""
    flood = dt.timedelta(seconds=settings.NEWSROOM_FLOOD_SECONDS)
    since = at - max(dt.timedelta(minutes=policy.window_minutes), flood)
    recent = Comment.objects.newest_between(since, at, most=_most(policy))
    same = Q(email_print__in=prints)
    counted = recent.aggregate(
        by_email=Count("pk", filter=same & Q(submitted_at__gt=at - flood)),
        by_email_in_window=Count("pk", filter=same),
        by_story=Count("pk", filter=Q(article_id=article_id)),
        by_site=Count("pk"),
    )
    return RateFacts(**counted)


def _most(policy: RatePolicy) -> int:
    """Return how many rows say all: beyond the largest limit a further one changes nothing."""
    return max(policy.by_site_to_hold, policy.by_story_to_hold, policy.by_email_in_window, 1)
