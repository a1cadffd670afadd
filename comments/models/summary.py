"""Summaries: what the log says of each day, counted once, so that nobody has to read the log for it again."""

from django.db import models


class What(models.TextChoices):
    """What is counted of a day and has no hour; the words in brackets are its ``key``."""

    DECIDED = "decided", "Decisions (action and reason)"
    UNDONE = "undone", "Decisions taken back"
    REVERSED = "reversed", "Decisions that overturned an earlier one"
    RULE_HELD = "rule-held", "Arrivals that a rule held (rule)"
    RULE_DECIDED = "rule-decided", "First decisions on what a rule had held (rule)"
    RULE_APPROVED = "rule-approved", "Those of them that approved (rule)"
    RULE_REVERSED = "rule-reversed", "Overturned decisions on what a rule had held (rule)"


class SummaryMark(models.Model):
    """How far the log is counted: every entry up to ``seq`` is in the summaries, and none behind it.

    There is one row at most. ``zone`` is the time zone by whose days was counted.
    """

    seq = models.BigIntegerField(default=0)
    zone = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        permissions = [("see_statistics", "Can see how the moderators do")]

    def __str__(self) -> str:
        return f"Counted up to entry {self.seq}"


class HourSummary(models.Model):
    """An hour of a day in a section: what arrived and what was decided in it.

    ``waits`` and ``ages`` belong to the first decisions of that day on comments that had been *sent* at that hour, of
    whatever day: whole seconds, a number for each decision, with blanks between them. ``waits`` counts from the moment
    at which a comment was held, and has only those that were; ``ages`` counts from when it was sent, and has all.
    ``section_id`` is a plain number, so that a day keeps its numbers when the section is gone; 0 is no section.
    """

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    section_id = models.BigIntegerField()
    submitted = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    waits = models.TextField(blank=True)
    ages = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "hour", "section_id"], name="hour_summary_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hour}, section {self.section_id}"


class DaySummary(models.Model):
    """A day in a section: how many of one thing there were."""

    day = models.DateField()
    section_id = models.BigIntegerField()
    what = models.CharField(max_length=16, choices=What)
    key = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "section_id", "what", "key"], name="day_summary_once")
        ]

    def __str__(self) -> str:
        return f"{self.day}, section {self.section_id}: {self.what} {self.key}"


class ModeratorHour(models.Model):
    """An hour in which a moderator decided on comments of a section, at least on one.

    ``begins`` is the hour as a moment, which tells the two of an autumn night apart; ``first_at`` is when the first of
    these decisions was. The moderator is a plain number, as in the log.
    """

    begins = models.DateTimeField()
    day = models.DateField()
    moderator_id = models.BigIntegerField()
    section_id = models.BigIntegerField()
    decided = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["day", "moderator_id", "begins", "section_id"], name="moderator_hour_once"
            )
        ]

    def __str__(self) -> str:
        return f"Moderator {self.moderator_id}, {self.begins:%Y-%m-%d %H:%M}"
