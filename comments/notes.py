"""Notes: the only writer of what moderators tell each other about a commenter; never public, and told to nobody else.

A note is about a fingerprint: that of the device, which is proved to be the commenter's, else that of the e-mail
address, under which anybody can write. It goes when no comment has the fingerprint any more (``retention``).
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from comments import once
from comments.models import Comment, Note

DELETE = "comments.delete_note"
Target = Note.Target


class NobodyMeant(ValueError):
    """Nothing is kept of whoever sent the comment, so that a note would be about nobody."""


class NotYours(PermissionError):
    """Only who wrote a note, and editors, may delete it."""


def target_of(comment: Comment) -> tuple[Note.Target, str]:
    """Return by what a comment's sender is known again, and its fingerprint. Raises ``NobodyMeant``."""
    if comment.device_print:
        return Target.DEVICE, comment.device_print
    if comment.email_print:
        return Target.EMAIL, comment.email_print
    raise NobodyMeant("Nothing is kept any more of who sent this comment.")


def is_known(comment: Comment) -> bool:
    """Tell whether anything is kept by which a comment's sender would be known again."""
    return bool(comment.device_print or comment.email_print)


@transaction.atomic
def add(comment: Comment, *, text: str, by: User, at: dt.datetime | None = None) -> Note:
    """Note something about whoever sent a comment; the same of the same within ``once.AGAIN`` is the same note.

    Raises ``NobodyMeant``.
    """
    target, fingerprint = target_of(comment)
    said = {"target": target, "fingerprint": fingerprint, "text": text, "by_id": by.pk}
    moment = at or timezone.now()
    once.in_turn(by)
    first = Note.objects.filter(**said, at__gt=moment - once.AGAIN).order_by("at", "id").first()
    return first or Note.objects.create(**said, by=by.get_full_name() or by.get_username(), at=moment)


def may_delete(note: Note, user: User) -> bool:
    """Tell whether somebody may delete a note: who wrote it may, and so may editors."""
    return note.by_id == user.pk or user.has_perm(DELETE)


def delete(note: Note, *, by: User) -> None:
    """Delete a note. Raises ``NotYours``."""
    if not may_delete(note, by):
        raise NotYours("Only who wrote a note, and editors, may delete it.")
    note.delete()
