"""Claim: a moderator has a card in front of them, so that colleagues spare themselves the same work."""

from django.conf import settings
from django.db import models


class Claim(models.Model):
    """Who has a comment's card. It ends by itself; the session is kept as a digest, for the logout."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Claim on comment {self.comment_id}"
