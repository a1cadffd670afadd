"""A note: what moderators tell each other about somebody who comments."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from comments.models.comment import Comment
from comments.models.person import PRINT_LENGTH, STAFF_NAME_LENGTH

# A few paragraphs, as in the log.
NOTE_LIMIT = 2_000


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes on commenters."""

    def about(self, prints: Collection[str]) -> Self:
        """Keep those about whoever has one of these fingerprints, the newest first."""
        return self.filter(fingerprint__in=prints).order_by("-at", "-id")

    def about_nobody(self) -> Self:
        """Keep those whose fingerprint no comment has any more: nobody is left whom they could be about."""
        device = Comment.objects.filter(device_print=OuterRef("fingerprint"))
        email = Comment.objects.filter(email_print=OuterRef("fingerprint"))
        by_device = Q(target=Note.Target.DEVICE) & ~Exists(device)
        return self.filter(by_device | Q(target=Note.Target.EMAIL) & ~Exists(email))


class Note(models.Model):
    """A note on a commenter. It names nobody: there is a fingerprint, and who on the staff wrote what, and when."""

    class Target(models.TextChoices):
        """By what its commenter is known again: the device is proved to be theirs, an e-mail address is only typed."""

        DEVICE = "device", "Whoever has the key that this commenter’s browser keeps"
        EMAIL = "email", "Whoever gives this e-mail address"

    target = models.CharField(max_length=6, choices=Target)
    fingerprint = models.CharField(max_length=PRINT_LENGTH, db_index=True)
    text = models.CharField(max_length=NOTE_LIMIT)
    by_id = models.BigIntegerField()
    by = models.CharField(max_length=STAFF_NAME_LENGTH)
    at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ("delete",)

    def __str__(self) -> str:
        return f"Note {self.pk}"
