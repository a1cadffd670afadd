"""An article: a story with all that stands around its text."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles import addresses
from articles.models.contributor import Contributor
from articles.models.image import Image
from articles.models.section import Section
from articles.querysets import ArticleQuerySet, names_in_order


def newsroom_today() -> dt.date:
    """Return today's date in the newsroom's time zone."""
    return timezone.localdate()


class Article(models.Model):
    """A story. Its status is written by ``articles.publishing`` and by nothing else."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class CommentsPolicy(models.TextChoices):
        PREMODERATED = "premoderated", "Premoderated: every comment is read before it appears"
        POSTMODERATED = "postmoderated", "Postmoderated: a comment appears at once unless a rule holds it"
        CLOSED = "closed", "Closed: no new comments"

    headline = models.CharField(max_length=200, help_text="The story's headline, without a full stop.")
    slug = models.SlugField(max_length=120, help_text="The end of the story's address, unique for its day.")
    kicker = models.CharField(
        max_length=80, blank=True, help_text="A word or two over the headline. Left empty: the section."
    )
    dek = models.TextField(blank=True, help_text="One or two sentences under the headline.")
    dateline = models.CharField(
        max_length=120, blank=True, help_text="The place that the story is written from, for instance Marram."
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="The part of the paper that the story stands in.",
    )
    contributors = models.ManyToManyField(Contributor, through="Byline", related_name="articles")
    body = models.TextField(help_text="The story as HTML. What is not on the documented list is taken out.")
    lead_image = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        help_text="The picture at the head of the story and beside its headline elsewhere.",
    )
    source_credit = models.CharField(
        max_length=120,
        blank=True,
        help_text="The agency or paper it comes from, for instance Associated Press.",
    )
    source_url = models.URLField(
        max_length=500, blank=True, help_text="Where the original or the document behind the story is found."
    )
    comments_policy = models.CharField(
        max_length=13,
        choices=CommentsPolicy,
        default=CommentsPolicy.PREMODERATED,
        db_default=CommentsPolicy.PREMODERATED,
        help_text="How comments under this story are handled.",
    )

    status = models.CharField(
        max_length=9, choices=Status, default=Status.DRAFT, db_default=Status.DRAFT, editable=False
    )
    dated = models.DateField(default=newsroom_today, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    wire_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()
    byline_records: str | None
    # What ``reading.story`` has read for a page, as the database gave it, but for the time of the last change: a page
    # says it to nobody.
    read_as: tuple[object, ...]

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dated", "slug"],
                name="article_slug_once_a_day",
                violation_error_message="Another story of that day has this slug. Choose another one.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=Q(comments_policy__in=["premoderated", "postmoderated", "closed"]),
                name="article_comments_policy_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="article_published_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="article_newest", condition=Q(status="published")
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                name="article_newest_in_section",
                condition=Q(status="published"),
            ),
            models.Index(fields=["-changed_at"], name="article_changed"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return addresses.of_story(self.dated, self.slug)

    @property
    def byline(self) -> list[str]:
        """The names over the story, in order; without a query when it was loaded ``with_byline()``."""
        if "byline_records" in self.__dict__:
            return names_in_order(self.byline_records)
        return [byline.contributor.name for byline in self.bylines.select_related("contributor")]

    @property
    def is_published(self) -> bool:
        """Whether readers can see the story: it is published, and its time has come."""
        has_come = self.published_at is not None and self.published_at <= timezone.now()
        return self.status == self.Status.PUBLISHED and has_come

    @property
    def is_scheduled(self) -> bool:
        """Whether readers will see the story by itself when its time comes."""
        return self.status == self.Status.PUBLISHED and not self.is_published


class Byline(models.Model):
    """One name over one story, at its place in the order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="bylines", help_text="Who wrote the story."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Names stand in the order of this number."
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "contributor"],
                name="byline_once_a_story",
                violation_error_message="This name stands in the byline already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.contributor)
