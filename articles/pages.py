"""Pages: what becomes of a story's public pages when what they show has changed."""

import datetime as dt

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.models import Article

# HTTP dates have whole seconds: two changes within one must still give two dates.
TICK = dt.timedelta(seconds=1)


def expire(*articles: Article | int) -> None:
    """Say, inside the transaction that changes them, that these stories' pages show something new.

    Takes stories or their ids. Moves ``changed_at`` forward by a second at least, which the pages' dates and
    validators are made from; a transaction that is rolled back takes it back with it.
    """
    ids = {article if isinstance(article, int) else article.pk for article in articles}
    if ids:
        later = Greatest(timezone.now(), F("changed_at") + TICK)
        Article.objects.filter(pk__in=ids).update(changed_at=later)
