"""A comment: what a reader wrote under a story, and where it stands."""

import secrets
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from comments import identity, markup
from comments.models.staff import ROLE_LENGTH
from comments.querysets import CommentQuerySet
from comments.words import Status

# As WordPress sets them: characters, and for the text UTF-8 bytes after CRLF became LF.
NAME_LIMIT = 245
EMAIL_LIMIT = 100
WEBSITE_LIMIT = 200
TEXT_LIMIT_BYTES = 65_525
MAX_DEPTH = 5


def new_avatar() -> str:
    """Return the random id that a comment's avatar is drawn from; it says nothing of whoever wrote it."""
    return secrets.token_hex(8)


class Comment(models.Model):
    """A comment. Its status is written by ``comments.moderation`` and by nothing else."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    position = models.CharField(max_length=80, editable=False)
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    status = models.CharField(
        max_length=8, choices=Status, default=Status.PENDING, db_default=Status.PENDING, editable=False
    )
    seq = models.BigIntegerField(default=0, editable=False)
    # The entry that brought it to where it stands, or with which somebody last decided on it; no mark and no look moves
    # this one. NULL only between being stored and being told of its first entry.
    standing_seq = models.BigIntegerField(null=True, editable=False)

    text = models.TextField()
    text_digest = models.CharField(max_length=64, editable=False)
    body_html = models.TextField(editable=False)
    # NULL: not made yet. A column that may be NULL is added without writing the table anew.
    fragment = models.TextField(null=True, editable=False)  # noqa: DJ001
    fragment_version = models.CharField(max_length=16, null=True, editable=False)  # noqa: DJ001
    findings: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list, editable=False)

    name = models.CharField(max_length=NAME_LIMIT)
    website = models.URLField(max_length=WEBSITE_LIMIT, blank=True)
    avatar = models.CharField(max_length=16, default=new_avatar, editable=False)
    email_sealed = models.BinaryField(null=True, editable=False)
    email_print = models.CharField(max_length=80, blank=True, editable=False)
    email_domain_print = models.CharField(max_length=80, blank=True, editable=False)
    address_print = models.CharField(max_length=80, blank=True, editable=False)
    network_print = models.CharField(max_length=80, blank=True, editable=False)
    # NULL: sent from no device of ours. Of a name, how it looks; NULL where there is none.
    device_print = models.CharField(max_length=80, null=True, editable=False)  # noqa: DJ001
    name_look = models.CharField(max_length=80, null=True, editable=False)  # noqa: DJ001
    # Of the text, by its ISO 639 code. "": too short to tell; NULL: written before languages were kept.
    language = models.CharField(max_length=3, null=True, editable=False)  # noqa: DJ001
    # Nearly the same text as others: it goes with its sketch. Only what belongs together is indexed.
    campaign = models.ForeignKey(
        "comments.Campaign",
        on_delete=models.SET_NULL,
        null=True,
        related_name="comments",
        db_index=False,
        editable=False,
    )
    # The entry with which somebody last decided on it, and who; NULL while it waits, or where only rules have spoken.
    decided_seq = models.BigIntegerField(null=True, editable=False)
    decided_by_id = models.BigIntegerField(null=True, editable=False)

    # What moderators have marked, since when; NULL: not so.
    picked_at = models.DateTimeField(null=True, editable=False)
    pinned_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    redacted_at = models.DateTimeField(null=True, editable=False)
    # Of the newsroom's own answers: the account, and what its owner was at the time.
    staff_id = models.BigIntegerField(null=True, editable=False)
    staff_role = models.CharField(max_length=ROLE_LENGTH, null=True, editable=False)  # noqa: DJ001

    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField(editable=False)
    # How many readers' reports are open, and by when enough of them want somebody to look; NULL: none, or not enough.
    open_reports = models.IntegerField(null=True, editable=False)
    reported_due_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("moderate_comment", "Can decide on comments"),
            ("see_personal", "Can see commenters' e-mail addresses"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="comment_status_known"),
            models.CheckConstraint(
                condition=Q(depth__gte=1) & Q(depth__lte=MAX_DEPTH), name="comment_depth_bounded"
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "position", "id"], name="comment_thread", condition=Q(status="approved")
            ),
            models.Index(fields=["due_at", "id"], name="comment_due", condition=Q(status="pending")),
            models.Index(
                fields=["reported_due_at", "id"],
                name="comment_reported",
                condition=Q(reported_due_at__isnull=False),
            ),
            models.Index(
                fields=["article", "due_at", "id"], name="comment_story_due", condition=Q(status="pending")
            ),
            models.Index(fields=["article", "submitted_at", "id"], name="comment_story_sent"),
            models.Index(fields=["status", "-standing_seq", "-id"], name="comment_stands"),
            models.Index(fields=["status", "submitted_at", "id"], name="comment_status_sent"),
            models.Index(
                fields=["-decided_seq", "-id"], name="comment_decided", condition=Q(decided_seq__isnull=False)
            ),
            models.Index(
                fields=["decided_by_id", "-decided_seq", "-id"],
                name="comment_decided_by",
                condition=Q(decided_by_id__isnull=False),
            ),
            models.Index(fields=["text_digest"], name="comment_same_text"),
            models.Index(fields=["email_print", "submitted_at"], name="comment_from_email"),
            models.Index(fields=["-submitted_at", "-id"], name="comment_newest"),
            models.Index(fields=["fragment_version"], name="comment_made_with"),
            models.Index(
                fields=["device_print", "submitted_at"],
                name="comment_from_device",
                condition=Q(device_print__isnull=False),
            ),
            models.Index(
                fields=["article", "name_look"],
                name="comment_name_look",
                condition=Q(status="approved", name_look__isnull=False),
            ),
            models.Index(
                fields=["article", "pinned_at", "id"],
                name="comment_pinned",
                condition=Q(status="approved", pinned_at__isnull=False),
            ),
            models.Index(
                fields=["escalated_at", "id"],
                name="comment_escalated",
                condition=Q(escalated_at__isnull=False),
            ),
            models.Index(
                fields=["campaign", "id"],
                name="comment_campaign_held",
                condition=Q(status="pending", campaign__isnull=False),
            ),
            models.Index(
                fields=["campaign", "-standing_seq", "-id"],
                name="comment_campaign",
                condition=Q(campaign__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    @property
    def html(self) -> SafeString:
        """The text as readers see it, made safe when it was written."""
        return markup.stored(self.body_html)

    @property
    def is_public(self) -> bool:
        """Whether readers can see it."""
        return self.status == Status.APPROVED

    @property
    def email(self) -> str:
        """The commenter's e-mail address, unsealed; "" when it was erased. For those with ``see_personal``."""
        if not self.email_sealed:
            return ""
        return identity.unseal(bytes(self.email_sealed), bound_to=self.uuid.bytes)
