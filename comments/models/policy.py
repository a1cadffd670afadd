"""Policy: what the newsroom has set for screening, every version of it, who set it and when."""

from functools import lru_cache
from typing import Any

from django.db import models

from articles.prepared import Prepared

NOTE_LIMIT = 500


class PolicyQuerySet(models.QuerySet["PolicyVersion"]):
    """The versions of the policy."""

    def latest_name(self) -> tuple[int, str] | None:
        """Return the number and the digest of the version that counts; None before the first."""
        rows = _latest_name(self.model, self.db).rows_as_stored()
        return (rows[0][0], rows[0][1]) if rows else None

    def newest(self, most: int) -> models.QuerySet[Any, Any]:
        """Read so many of them, the newest first, without the texts of their lists."""
        return self.order_by("-number").values("number", "document", "lists", "by_name", "at", "note")[:most]


@lru_cache
def _latest_name(model: "type[PolicyVersion]", alias: str) -> Prepared:
    versions = model.objects.using(alias).order_by("-number")
    return Prepared(versions.values_list("number", "digest")[:1])


class ListText(models.Model):
    """A list's text, kept once however many versions have it; the digest is of the text."""

    digest = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"List {self.digest[:8]}"


class PolicyVersion(models.Model):
    """One version of the policy. Versions are added and never altered; the one with the largest number counts.

    ``document`` has the settings, ``lists`` the digest of each list's text; ``digest`` is that of both. Who made it is
    kept as plain values, so that the history says the same when the account is gone.
    """

    number = models.PositiveIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    document: models.JSONField[dict[str, Any]] = models.JSONField()
    lists: models.JSONField[dict[str, str]] = models.JSONField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=310, blank=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "version of the screening policy"
        verbose_name_plural = "screening policy"
        default_permissions = ()
        permissions = [("change_policy", "Can change the screening policy")]

    def __str__(self) -> str:
        return f"Version {self.number}"
