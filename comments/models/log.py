"""The log: every submission and every decision, in one chain that nobody can alter unseen."""

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from django.db import models

from comments import chain, identity
from comments.log_querysets import LogQuerySet
from comments.words import DECISIONS, Action, Status

# What of an entry's details says what stood in the comment; the rest is open to whoever may read the log.
WORDED = frozenset({"text", "findings"})
# No mail leaves before a decision has had time to be undone, and nothing is undone after it (docs/decisions/0024).
UNDO_TIME = dt.timedelta(seconds=60)
# What an entry has in the place of a comment's id that is about no comment; no row has it.
NO_COMMENT = 0


class LogEntry(models.Model):
    """One entry: who moved which comment from where to where, and when. Appended only (triggers see to it).

    Comment and actor are plain values, so that the entry says the same when they are gone.
    """

    seq = models.BigIntegerField(primary_key=True)
    comment_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    from_status = models.CharField(max_length=8, choices=Status, blank=True)
    to_status = models.CharField(max_length=8, choices=Status)  # "" where it is about no comment
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=310, blank=True)
    rules = models.TextField(blank=True)
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    notify_after = models.DateTimeField()
    details_digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name = "log entry"
        verbose_name_plural = "log"
        default_permissions = ("view",)
        permissions = [("export_logentry", "Can export the log")]
        indexes = [
            models.Index(fields=["comment_id", "seq"], name="log_of_a_comment"),
            models.Index(fields=["actor_id", "seq"], name="log_of_an_actor"),
            models.Index(fields=["at", "seq"], name="log_at"),
            models.Index(fields=["actor_id", "at", "seq"], name="log_by_actor_at"),
        ]

    def __str__(self) -> str:
        about = f"comment {self.comment_id} " if self.comment_id != NO_COMMENT else ""
        return f"{self.seq}: {about}{self.get_action_display().lower()}"

    def fields(self) -> dict[str, Any]:
        """Return what the hash covers; times in UTC with microseconds."""
        return {
            "seq": self.seq,
            "comment": self.comment_id,
            "action": str(self.action),
            "from": str(self.from_status),
            "to": str(self.to_status),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "rules": self.rules,
            "reason": self.reason,
            "at": _utc(self.at),
            "notify_after": _utc(self.notify_after),
            "details": self.details_digest,
        }

    @property
    def is_a_move(self) -> bool:
        """Whether the comment stood elsewhere before."""
        return self.from_status != self.to_status

    @property
    def is_a_decision(self) -> bool:
        """Whether somebody has decided on the comment by it, or has taken a decision back."""
        return self.action in DECISIONS or (self.action == Action.UNDO and self.is_a_move)

    @property
    def says_where_it_stands(self) -> bool:
        """Whether it brought the comment there, or somebody decided that it stays."""
        return self.is_a_move or self.is_a_decision

    def follows(self, head: chain.Head) -> bool:
        """Whether the entry is the one that comes after ``head``, unaltered."""
        return self.seq == head.seq + 1 and self.hash == chain.link(head.hash, self.fields())

    @property
    def head(self) -> chain.Head:
        """The entry as the head of the log."""
        return chain.Head(self.seq, self.hash)


class LogDetail(models.Model):
    """An entry's details: note, findings and text as they were. They can be erased; the entry cannot.

    Where something was taken out of the text they are ``sealed``: then ``body`` holds what everybody at the desk may
    read of them.
    """

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    body = models.TextField()
    sealed = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Details of entry {self.pk}"

    @property
    def digest(self) -> str:
        """The digest that the entry must carry. Raises ``identity.Unreadable`` where no key opens what is sealed."""
        return chain.digest(self.salt, self.whole)

    @property
    def whole(self) -> str:
        """All of the details, unsealed: for those with ``see_personal``. Raises ``identity.Unreadable``."""
        return identity.unseal(bytes(self.sealed), bound_to=self._row) if self.sealed else self.body

    @property
    def is_as_sealed(self) -> bool:
        """Whether what stands open beside sealed details is what was left open of them."""
        return not self.sealed or self.body == _open_part(self.whole)

    def seal(self) -> None:
        """Seal the details, bound to their entry, and leave open what names no word of the comment."""
        self.sealed = identity.seal(self.body, bound_to=self._row)
        self.body = _open_part(self.body)

    @property
    def _row(self) -> bytes:
        return f"details of log entry {self.pk}".encode()


def _open_part(whole: str) -> str:
    """Return details without the text and what was found in it."""
    return chain.canonical({key: value for key, value in json.loads(whole).items() if key not in WORDED})


@lru_cache(maxsize=8)  # those of one deed are the same
def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
