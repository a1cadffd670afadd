"""Rate: how many comments came lately, counted in one query that ends after as many rows as the policy asks for."""

import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.db import router
from django.db.models import BigIntegerField, CharField, DateTimeField

from articles.prepared import Asked, PreparedCounts, each_of, each_value
from comments.models import Comment
from comments.screening.rate import RateFacts, RatePolicy

# What no row has: the newsroom's own answers, and what was emptied, have "".
NO_PRINT = "-"


def gather(*, article_id: int, prints: tuple[str, ...], policy: RatePolicy, at: dt.datetime) -> RateFacts:
    """Return how many comments came shortly before ``at``; ``prints`` are the fingerprints of the e-mail address."""
    flood = dt.timedelta(seconds=settings.NEWSROOM_FLOOD_SECONDS)
    since = at - max(dt.timedelta(minutes=policy.window_minutes), flood)
    emails = prints or (NO_PRINT,)
    counted = _counted(router.db_for_read(Comment), _most(policy), len(emails))
    by_site, by_story, by_email_in_window, by_email = counted.numbers(
        since=since, until=at, flood=at - flood, article=article_id, **each_value("email", emails)
    )
    return RateFacts(by_email, by_email_in_window, by_story, by_site)


def _most(policy: RatePolicy) -> int:
    """Return how many rows say all: beyond the largest limit a further one changes nothing."""
    return max(policy.by_site_to_hold, policy.by_story_to_hold, policy.by_email_in_window, 1)


@lru_cache
def _counted(alias: str, most: int, emails: int) -> PreparedCounts:
    """Count up to so many comments: of the site, of the story, of so many fingerprints of an e-mail address, and of
    these within the flood time; each in an index of its own, where no row is read.
    """
    since, until, flood = (Asked(name, DateTimeField()) for name in ("since", "until", "flood"))
    site = Comment.objects.using(alias)
    story = site.for_article(Asked("article", BigIntegerField()))
    own = site.from_email(each_of("email", emails, CharField()))
    within = ((site, since), (story, since), (own, since), (own, flood))
    return PreparedCounts(
        *(sent.newest_between(start, until, most=most).values_list("pk") for sent, start in within)
    )
