"""Bulk run: one decision on many comments, which of them are meant, and how far it has come."""

from typing import Any, NamedTuple

from django.db import models

from comments.models.dry_run import State
from comments.words import DECISIONS, Action

DEEDS = [(action, Action(action).label) for action in (*DECISIONS, Action.UNDO)]


class Passed(NamedTuple):
    """A comment that a run left alone, and the colleague who had its card then; "" where nobody had."""

    comment_id: int
    holder: str = ""


class BulkRun(models.Model):
    """One decision on many comments, or its reversal; each comment has its own entry in the log.

    Meant is what matched when the moderator confirmed it: no comment newer than ``until_pk``, none that has moved
    since the log's entry ``until_seq``. ``place`` is the query string of the list, ``campaign_id`` the campaign whose
    members are meant, without those ``left_out``; with neither it was a selection, decided at once. ``made`` has the
    first and the last entry of each stretch of the log that the run has written, ``passed`` the first comments that it
    left alone, each with the colleague who had its card ("" where nobody had). Who asked is kept as plain values.
    """

    action = models.CharField(max_length=10, choices=DEEDS)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    place = models.TextField(blank=True)
    campaign_id = models.BigIntegerField(null=True)
    left_out: models.JSONField[list[int]] = models.JSONField(default=list)
    reverses = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="reversal"
    )
    until_pk = models.BigIntegerField(default=0)
    until_seq = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    made: models.JSONField[list[list[int]]] = models.JSONField(default=list)
    passed: models.JSONField[list[Any]] = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    is_to_stop = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=0)
    by_id = models.BigIntegerField(db_index=True)
    by_name = models.CharField(max_length=310, blank=True)
    asked_at = models.DateTimeField(db_index=True)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Bulk run {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of itself."""
        return self.state not in (State.WAITING, State.RUNNING)

    @property
    def overtaken(self) -> int:
        """How many comments were left as they were: somebody else had moved them, or their text was erased."""
        return self.done - self.decided

    @property
    def left(self) -> list[Passed]:
        """The first comments that were left as they were; runs of earlier versions kept nothing but their ids."""
        return [Passed(*each) if isinstance(each, list) else Passed(each) for each in self.passed]
