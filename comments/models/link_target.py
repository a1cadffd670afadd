"""Link targets: which hosts a comment leads to, so that the same target is seen from story to story."""

import hashlib

from django.db import models

from comments.querysets import LinkTargetQuerySet


def host_digest(host: str) -> str:
    """Return the digest under which a host is kept: short, and the same length for all."""
    return hashlib.blake2b(host.encode(errors="replace"), digest_size=16).hexdigest()


class LinkTarget(models.Model):
    """A host that a comment leads to, in its text or as its website. ``at`` is when the comment was sent."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="link_targets")
    host_digest = models.CharField(max_length=32)
    at = models.DateTimeField()

    objects = LinkTargetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["host_digest", "-at", "-id"], name="link_target_lately")]

    def __str__(self) -> str:
        return f"Link target {self.pk}"
