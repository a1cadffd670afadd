"""Log check: what the last readings of the whole log have found."""

import datetime as dt
from typing import Self

from django.db import models


class LogCheckQuerySet(models.QuerySet["LogCheck"]):
    """Checks of the log."""

    def last(self) -> "LogCheck | None":
        """Return the newest; None before the first."""
        return self.order_by("-at", "-id").first()

    def before(self, moment: dt.datetime) -> Self:
        """Keep those from before a moment."""
        return self.filter(at__lt=moment)


class LogCheck(models.Model):
    """One check: how long the log was, how many details were erased, and every sign of an alteration.

    ``told`` has the first of these signs, ``alterations`` says how many there were.
    """

    at = models.DateTimeField(db_index=True)
    length = models.BigIntegerField()
    erased = models.BigIntegerField()
    alterations = models.BigIntegerField()
    told: models.JSONField[list[str]] = models.JSONField(default=list)

    objects = LogCheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Check {self.pk} of the log"

    @property
    def is_sound(self) -> bool:
        """Whether nothing was altered."""
        return not self.alterations
