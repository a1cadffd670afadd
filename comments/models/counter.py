"""Counters: what was sent lately from where, under fingerprints that say nothing of whom."""

from django.db import models


class Counter(models.Model):
    """How often something happened since a moment; counted up in SQL, never in Python."""

    key = models.CharField(max_length=160, unique=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Counter {self.pk}"


class Repeat(models.Model):
    """A post that was taken a few minutes ago: the same post again leads to its receipt.

    The key is a fingerprint of all that was sent and of where it came from; its being unique is what makes
    one comment of two posts that arrive at once.
    """

    key = models.CharField(max_length=100, unique=True)
    token = models.BinaryField()
    posted_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Repeat {self.pk}"
