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
    KEEP = "keep", "Kept after reports"
    REPLY = "reply", "Answered for the newsroom"
    PICK = "pick", "Picked"
    UNPICK = "unpick", "Pick taken back"
    PIN = "pin", "Pinned"
    UNPIN = "unpin", "Unpinned"
    ESCALATE = "escalate", "Escalated"
    HAND_BACK = "hand-back", "Handed back"
    REDACT = "redact", "Redacted"
    REPORTED = "reported", "Reported by readers"
    LOOK = "look", "E-mail address looked at"
    SEEK = "seek", "E-mail address looked for, not found"


# The transition table: a decision leads from whatever other status there is to exactly one. A pick is an approval
# that also marks the comment as the editors' choice; to keep a comment that readers reported is to leave it approved.
DECISIONS: dict[str, Status] = {
    Action.APPROVE: Status.APPROVED,
    Action.PICK: Status.APPROVED,
    Action.KEEP: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.TRASH: Status.TRASH,
}
# What is noted of whoever looks at what is personal; nothing is done by it.
LOOKING = frozenset({Action.LOOK, Action.SEEK})
# What a person does to a comment; an undone decision stands again as the one before it.
DECIDING = frozenset({*DECISIONS, Action.UNDO})


class Mode(models.TextChoices):
    """How a story takes comments; three of the words are those of ``Article.comments_policy``."""

    POSTMODERATED = "postmoderated", "Open: a comment appears at once unless a rule holds it"
    LINKS_HELD = "links-held", "Links held: open, but a comment with a link is read first"
    PREMODERATED = "premoderated", "Premoderated: every comment is read before it appears"
    CLOSED = "closed", "Closed: no new comments"
    LEGAL_HOLD = "legal-hold", "Legal hold: no new comments, for legal reasons"


class Risk(models.TextChoices):
    """How much trouble a story is expected to bring."""

    ORDINARY = "", "Ordinary: nothing more is held than the rules say"
    RAISED = "raised", "Raised: comments with a link, or from people we do not know, are read first"
    HIGH = "high", "High: every comment is read first"


TAKING_NONE = frozenset({Mode.CLOSED, Mode.LEGAL_HOLD})
