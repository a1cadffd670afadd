"""Capped: counts that stop where there are many, also inside a query about something else."""

from django.db.models import IntegerField, Subquery

# Counting stops here: a desk needs to know that there are many, not how many.
COUNT_CAP = 1000


def capped(number: int) -> str:
    """Write a count that stops at ``COUNT_CAP``: "1,000+" stands for any number above it."""
    return f"{number:,}" if number <= COUNT_CAP else f"{COUNT_CAP:,}+"


class CappedCount(Subquery):
    """Counts the rows of a subquery, which has a limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


class CappedStories(CappedCount):
    """Counts under how many stories they came; the subquery has their ``article_id``."""

    template = "(SELECT COUNT(DISTINCT capped.article_id) FROM (%(subquery)s) AS capped)"
