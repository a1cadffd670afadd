"""Story policies: how the whole site, a section and a story take comments, where an editor has said so."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from comments.hours import BadHours, Hours
from comments.words import Mode, Risk

LONGEST_DAYS = 3650
MESSAGE_LENGTH = 300
REASON_LENGTH = 500
THE_ONE = 1
# What of a story's policy is set when its thread is closed, and set back when it is opened.
SET_BY_CLOSING = ("mode", "reason")


def readable_hours(text: str) -> None:
    """Refuse what cannot be read as opening hours, with the reason."""
    try:
        Hours.read(text)
    except BadHours as error:
        raise ValidationError(str(error)) from error


class SitePolicy(models.Model):
    """What holds for the whole site: one row, or none as long as nobody has set anything."""

    stopped = models.BooleanField(
        "stop all comments",
        default=False,
        help_text="Nobody can comment anywhere while this is ticked. What was said stays where it is.",
    )
    message = models.CharField(
        max_length=MESSAGE_LENGTH,
        blank=True,
        help_text="What readers are told in the meantime, for instance why and until when. Left empty, they are "
        "told that replies are paused.",
    )
    closes_after_days = models.PositiveSmallIntegerField(
        "close after days",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_DAYS)],
        help_text="A story takes no more comments so many days after it was published; 14 is usual. Left empty, "
        "or 0: stories stay open.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "site comment settings"
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(condition=Q(id=THE_ONE), name="site_policy_is_one"),
        ]

    def __str__(self) -> str:
        return "Site comment settings"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the one row there is."""
        self.pk = THE_ONE
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through as it came


class SectionPolicy(models.Model):
    """How the stories of a section take comments, unless a story says otherwise."""

    section = models.OneToOneField(
        "articles.Section",
        on_delete=models.CASCADE,
        related_name="comment_policy",
        help_text="The part of the paper whose stories this is for.",
    )
    mode = models.CharField(
        max_length=13,
        choices=Mode,
        blank=True,
        help_text="How comments are handled under stories that say nothing else. Left empty: premoderated.",
    )
    hours = models.TextField(
        "opening hours of the desk",
        blank=True,
        validators=[readable_hours],
        help_text="When somebody reads comments, a line for each row of days, for instance Mon-Fri 08:00-18:00, "
        "in the newsroom’s time zone. Outside these hours every comment is held, and the hours stand beside the "
        "form. Left empty, the desk is always open.",
    )
    closes_after_days = models.PositiveSmallIntegerField(
        "close after days",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_DAYS)],
        help_text="A story takes no more comments so many days after it was published; 0 means never. Left "
        "empty: as on the whole site.",
    )

    class Meta:
        verbose_name = "comment settings of a section"
        verbose_name_plural = "section comment settings"
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=["", *Mode.values]), name="section_policy_mode_known")
        ]

    def __str__(self) -> str:
        return f"Comments in section {self.section_id}"


class StoryPolicy(models.Model):
    """How one story takes comments: it says more than ``Article.comments_policy`` can, and counts before it."""

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="comment_policy",
        verbose_name="story",
        help_text="The story that this is for.",
    )
    mode = models.CharField(
        max_length=13,
        choices=Mode,
        blank=True,
        help_text="How comments under the story are handled. Left empty: as the story’s own form says, or its section.",
    )
    risk = models.CharField(
        max_length=6,
        choices=Risk,
        default=Risk.ORDINARY,
        blank=True,
        help_text="How much trouble the story is expected to bring: more is held for as long as it lasts.",
    )
    risk_until = models.DateTimeField(
        "risk until",
        null=True,
        blank=True,
        help_text="When the risk is over by itself. Left empty, it lasts until somebody sets it back.",
    )
    closes_after_days = models.PositiveSmallIntegerField(
        "close after days",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_DAYS)],
        help_text="The story takes no more comments so many days after it was published; 0 means never. Left "
        "empty: as in its section.",
    )
    reason = models.CharField(
        max_length=REASON_LENGTH,
        blank=True,
        help_text="Why, for colleagues: readers never see it. A legal hold needs one.",
    )
    # What ``SET_BY_CLOSING`` was before the thread was closed; NULL: it is not known.
    before_closing: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True, editable=False)

    class Meta:
        verbose_name = "comment settings of a story"
        verbose_name_plural = "story comment settings"
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=["", *Mode.values]), name="story_policy_mode_known"),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="story_policy_risk_known"),
            models.CheckConstraint(
                condition=~Q(mode=Mode.LEGAL_HOLD) | ~Q(reason=""),
                name="story_policy_legal_reason",
                violation_error_message="Say why the story is on legal hold: colleagues have to know when it may end.",
            ),
        ]

    def __str__(self) -> str:
        return f"Comments under story {self.article_id}"

    def close(self, reason: str) -> None:
        """Set it to closed, and keep what it said until then."""
        self.before_closing = {name: getattr(self, name) for name in SET_BY_CLOSING}
        self.mode, self.reason = Mode.CLOSED, reason
