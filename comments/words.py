"""Words: the names that a comment's state and the deeds on it go by, in code and in the database."""

from django.db import models


class Status(models.TextChoices):
    """Where a comment stands. A reader's word for ``PENDING`` is "held for moderation"."""

    PENDING = "pending", "Pending"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    SPAM = "spam", "Spam"
    TRASH = "trash", "Trash"


class Action(models.TextChoices):
    """What was done, as the log keeps it."""

    SUBMIT = "submit", "Submitted"
    APPROVE = "approve", "Approved"
    REJECT = "reject", "Rejected"
    SPAM = "spam", "Marked as spam"
    TRASH = "trash", "Moved to trash"
    UNDO = "undo", "Undone"
    RESCREEN = "rescreen", "Screened anew"


# The transition table: a decision leads from whatever other status there is to exactly one.
DECISIONS: dict[str, Status] = {
    Action.APPROVE: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.TRASH: Status.TRASH,
}
