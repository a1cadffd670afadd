"""Counters: what was sent lately from where, under fingerprints that say nothing of whom."""

import datetime as dt

from django.db import connections, models


class Counter(models.Model):
    """How often something happened since a moment; counted up in SQL, never in Python."""

    key = models.CharField(max_length=160, unique=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Counter {self.pk}"


# Both databases have it, and of two at once the second waits for the first; the ORM has none that tells.
FORGET = "DELETE FROM comments_repeat WHERE posted_at < %s"
CLAIM = (
    'INSERT INTO comments_repeat ("key", token, posted_at) VALUES (%s, %s, %s)'
    ' ON CONFLICT ("key") DO NOTHING RETURNING id'
)


class RepeatQuerySet(models.QuerySet["Repeat"]):
    """The posts that were taken lately."""

    def claim(self, key: str, token: bytes, *, at: dt.datetime, lapsed: dt.datetime) -> bytes | None:
        """Take a post's key with its token; return the token of whoever has it already.

        What was posted before ``lapsed`` is forgotten first.
        """
        connection = connections[self.db]
        posted_at, before = (connection.ops.adapt_datetimefield_value(moment) for moment in (at, lapsed))
        with connection.cursor() as cursor:
            cursor.execute(FORGET, [before])
            cursor.execute(CLAIM, [key, token, posted_at])
            is_first = cursor.fetchone() is not None
        return None if is_first else bytes(self.get(key=key).token)


class Repeat(models.Model):
    """A post that was taken a few minutes ago: the same post again leads to its receipt.

    The key is a fingerprint of all that was sent and of where it came from; its being unique is what makes
    one comment of two posts that arrive at once.
    """

    key = models.CharField(max_length=100, unique=True)
    token = models.BinaryField()
    posted_at = models.DateTimeField(db_index=True)

    objects = RepeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Repeat {self.pk}"
