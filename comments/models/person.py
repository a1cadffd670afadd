"""Persons: whom the newsroom keeps out or reads first, and who has proved to own an e-mail address.

Nothing here names anybody: there are fingerprints, and who on the staff decided what, when and why.
"""

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import Q

from articles.prepared import Asked, Prepared, each_of, each_value
from comments.house_rules import REASONS

PRINT_LENGTH = 80
STAFF_NAME_LENGTH = 310
# Nobody reads mail on more devices; a fingerprint of each is looked for.
MOST_DEVICES = 20


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Bans and watches."""

    def in_force(self, at: dt.datetime | Asked) -> Self:
        """Keep those that count at that time."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), ended_at__isnull=True)

    def over_before(self, moment: dt.datetime) -> Self:
        """Keep those that have been over since before a moment."""
        return self.filter(Q(ended_at__lt=moment) | Q(until__lt=moment))

    def about(self, prints: Collection[str | Asked]) -> Self:
        """Keep those about somebody who has one of these fingerprints."""
        return self.filter(fingerprint__in=prints)


class EmailProofQuerySet(models.QuerySet["EmailProof"]):
    """Proofs of owning an e-mail address."""

    def devices_of(self, emails: Collection[str], device: Collection[str], since: dt.datetime) -> list[str]:
        """Return the fingerprints of all devices that have proved the e-mail address, if this device is one of them."""
        if not emails:
            return []
        lately = _devices(self.model, self.db, len(emails))
        devices = {print_ for (print_,) in lately.rows_as_stored(since=since, **each_value("email", emails))}
        return sorted(devices) if devices.intersection(device) else []


@lru_cache
def _devices(model: "type[EmailProof]", alias: str, emails: int) -> Prepared:
    """Read the fingerprints of the devices that have proved one of so many e-mail addresses."""
    since, each = Asked("since", models.DateTimeField()), each_of("email", emails, models.CharField())
    lately = model.objects.using(alias).filter(email_print__in=each, proved_at__gt=since)
    return Prepared(lately.order_by("-proved_at").values_list("device_print")[:MOST_DEVICES])


class Restriction(models.Model):
    """A ban, or a watch: somebody's comments are refused or read first, for a time or for ever."""

    class Effect(models.TextChoices):
        BAN = "ban", "Ban"
        WATCH = "watch", "Always hold"

    class Target(models.TextChoices):
        """By what somebody is known again; a device and an address are proved, what is typed is not."""

        DEVICE = "device", "the commenter (the key that their browser keeps)"
        EMAIL = "email", "the e-mail address"
        DOMAIN = "domain", "every e-mail address of that domain"
        ADDRESS = "address", "the network address"
        NETWORK = "network", "the network around that address (/24 or /56)"

    effect = models.CharField(max_length=5, choices=Effect, default=Effect.BAN)
    target = models.CharField(max_length=7, choices=Target)
    # "" when it was dropped, long after the restriction was over.
    fingerprint = models.CharField(max_length=PRINT_LENGTH, blank=True, editable=False)
    reason = models.CharField(
        "house rule",
        max_length=40,
        choices=[(code, rule.label) for code, rule in REASONS.items()],
        help_text="The house rule that was broken. Somebody who is banned is told it.",
    )
    note = models.CharField(
        max_length=500,
        blank=True,
        help_text="For your colleagues: why, and what happened. Please write no name and no address here.",
    )
    since = models.DateTimeField(editable=False)
    until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it ends by itself. Left empty, it lasts until somebody ends it.",
    )
    by = models.CharField(max_length=STAFF_NAME_LENGTH, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.CharField(max_length=STAFF_NAME_LENGTH, blank=True, editable=False)
    end_note = models.CharField(max_length=500, blank=True, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        verbose_name = "ban or watch"
        verbose_name_plural = "bans and watches"
        default_permissions = ("view", "add", "change")
        indexes = [
            models.Index(
                fields=["fingerprint"], name="restriction_in_force", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()} {self.pk}"

    def is_over(self, at: dt.datetime) -> bool:
        """Whether it has been ended, or has ended by itself."""
        return self.ended_at is not None or (self.until is not None and self.until <= at)


class EmailProof(models.Model):
    """Somebody who has this device has opened a link that was mailed to this e-mail address."""

    email_print = models.CharField(max_length=PRINT_LENGTH)
    device_print = models.CharField(max_length=PRINT_LENGTH)
    proved_at = models.DateTimeField(db_index=True)

    objects = EmailProofQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["email_print", "device_print"], name="email_proved_once_a_device")
        ]

    def __str__(self) -> str:
        return f"Proof {self.pk}"
