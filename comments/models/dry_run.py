"""Dry run: what a policy that nobody has saved would have made of earlier comments."""

from typing import Any

from django.db import models

from comments.words import Status


class State(models.TextChoices):
    """How far a dry run has come."""

    WAITING = "waiting", "Waiting for the task worker"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


class Change(models.TextChoices):
    """What the policy that is tried makes of a comment, beside the policy that counts."""

    CAUGHT = "caught", "Held or refused only by the new policy"
    BOTH = "both", "Held or refused by both"
    RELEASED = "released", "Let through only by the new policy"


class DryRun(models.Model):
    """One dry run: the policy that is tried, how far it is, and what was counted.

    ``lists`` has the texts of those lists alone that were changed. ``changes`` counts comments by what changes and by
    where they stand (``{"caught": {"approved": 3}}``), ``rules`` likewise by the rules of the new policy that found
    something. Who asked is kept as plain values.
    """

    document: models.JSONField[dict[str, Any]] = models.JSONField()
    lists: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    based_on = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    is_to_stop = models.BooleanField(default=False)
    changes: models.JSONField[dict[str, dict[str, int]]] = models.JSONField(default=dict)
    rules: models.JSONField[dict[str, dict[str, int]]] = models.JSONField(default=dict)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=310, blank=True)
    asked_at = models.DateTimeField(db_index=True)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Dry run {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (State.WAITING, State.RUNNING)


class DryRunHit(models.Model):
    """A comment that the policy that is tried would have treated in some way worth reading, with what it found.

    ``stands`` is where the comment stood at the time of the run: what moderators had made of it.
    """

    run = models.ForeignKey(DryRun, on_delete=models.CASCADE, related_name="hits")
    comment_id = models.BigIntegerField()
    change = models.CharField(max_length=8, choices=Change)
    becomes = models.CharField(max_length=8, choices=Status)
    stands = models.CharField(max_length=8, choices=Status)
    findings: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Comment {self.comment_id} in dry run {self.run_id}"
