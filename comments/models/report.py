"""Report: what a reader says is wrong with a comment; who said it is never kept, only a fingerprint for a while."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from comments.house_rules import REASONS
from comments.models.person import PRINT_LENGTH

SENTENCE_LIMIT = 500  # characters: a sentence, or three


class Lane(models.TextChoices):
    """In which lane a report is dealt with; each lane has rules of its own."""

    HOUSE = "house", "House rules"


class Outcome(models.TextChoices):
    """What came of a report: nothing yet, the newsroom took the comment away, or it kept it."""

    OPEN = "", "Open"
    UPHELD = "upheld", "The reader was right"
    DISMISSED = "dismissed", "The comment was kept"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports; each method is one sentence about them."""

    def open(self) -> Self:
        """Keep those that no decision has settled."""
        return self.filter(outcome=Outcome.OPEN)

    def settled(self) -> Self:
        """Keep those that a decision has settled."""
        return self.exclude(outcome=Outcome.OPEN)

    def about(self, comment_id: int) -> Self:
        """Keep those about one comment."""
        return self.filter(comment_id=comment_id)

    def open_or_settled_by(self, comment_ids: Collection[int], seqs: Collection[int]) -> Self:
        """Keep those about these comments that are open, or were settled by one of these entries of the log."""
        either = Q(outcome=Outcome.OPEN) | Q(settled_seq__in=seqs)
        return self.filter(either, comment_id__in=comment_ids)

    def from_address(self, prints: Collection[str]) -> Self:
        """Keep those sent from an address that has one of these fingerprints."""
        return self.filter(address_print__in=prints)

    def in_order(self) -> Self:
        """Order as they came."""
        return self.order_by("at", "id")

    def newest_first(self) -> Self:
        """Order the newest first."""
        return self.order_by("-at", "-id")

    def accuracy(self) -> tuple[int, int]:
        """Return how many of these reports were upheld, and how many were settled."""
        upheld = Count("pk", filter=Q(outcome=Outcome.UPHELD))
        found = self.settled().aggregate(upheld=upheld, settled=Count("pk"))
        return found["upheld"], found["settled"]

    def with_accuracy(self) -> Self:
        """Annotate each with ``was_right`` of ``was_settled``: how reports from its address fared."""
        others = Report.objects.filter(address_print=OuterRef("address_print")).exclude(address_print="")
        settled = others.settled().order_by().values("address_print").annotate(number=Count("pk"))
        return self.annotate(
            was_settled=Subquery(settled.values("number")),
            was_right=Subquery(settled.filter(outcome=Outcome.UPHELD).values("number")),
        )

    def drop_prints(self, *, before: dt.datetime) -> int:
        """Drop whom reports older than that came from, and what those said that are settled."""
        old = self.filter(at__lt=before)
        old.settled().exclude(sentence="").update(sentence="")
        return old.exclude(address_print="").update(address_print="")


class Report(models.Model):
    """A reader's report of a comment. ``weight`` is what it counts for in bringing the comment back to the desk.

    0: it does not count, 1: it is one of those that are needed, 3: it is enough alone (the number is that of older
    rows).

    ``settled_seq`` is the entry of the log that settled it, so that undoing that opens it again.
    """

    lane = models.CharField(max_length=8, choices=Lane, default=Lane.HOUSE)
    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="reports")
    # "" when it was dropped, or when it was never known.
    address_print = models.CharField(max_length=PRINT_LENGTH, blank=True)
    reason = models.CharField(max_length=40, choices=[(code, rule.label) for code, rule in REASONS.items()])
    sentence = models.CharField(max_length=SENTENCE_LIMIT, blank=True)
    weight = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    settled_seq = models.BigIntegerField(null=True)

    objects = ReportQuerySet.as_manager()

    # Of what ``with_accuracy`` brought along.
    was_right: int | None
    was_settled: int | None

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "address_print", "lane"],
                name="reported_once_an_address",
                condition=~Q(address_print=""),
            )
        ]
        indexes = [
            models.Index(
                fields=["address_print", "outcome"], name="report_accuracy", condition=~Q(address_print="")
            )
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"
