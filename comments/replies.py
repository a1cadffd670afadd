"""Replies: what the newsroom's own people answer under a story, in their names and with their role."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from comments import markup, moderation, openness
from comments.facts.repetition import text_digest
from comments.models import Comment, StaffTitle
from comments.models.comment import NAME_LIMIT, TEXT_LIMIT_BYTES
from comments.models.staff import ROLE_LENGTH
from comments.words import Action, Mode


class Refused(Exception):
    """The answer cannot be published; the text says why, for whoever wrote it."""


def reply(
    parent: Comment,
    *,
    text: str,
    by: User,
    seen: int,
    approve: bool = False,
    at: dt.datetime | None = None,
) -> Comment | None:
    """Publish an answer to a comment at once, and return it; with ``approve`` the comment too, if it is not public.

    ``seen`` is the last log ``seq`` that the moderator's page showed of the comment: None is returned when somebody
    has moved it since, and nothing is published then. Raises ``Refused``.
    """
    written = markup.clean_source(text).strip()
    with transaction.atomic():
        row = Comment.objects.locked([parent.pk]).first()
        if row is None or row.seq != seen:
            return None
        _require_publishable(row, written, by, approve=approve)
        if not row.is_public and not moderation.decide([row], action=Action.APPROVE, by=by, at=at):
            return None
        return moderation.answer(row, text=written, by=by, role=role(by), at=at)


def role(user: User) -> str:
    """Return what readers are told that somebody of the staff is: the newsroom's name, and a title if there is one."""
    title = StaffTitle.objects.filter(user=user).values_list("title", flat=True).first()
    return ", ".join(filter(None, [settings.NEWSROOM_NAME, title]))[:ROLE_LENGTH]


def _require_publishable(parent: Comment, text: str, by: User, *, approve: bool) -> None:
    if not text:
        raise Refused("Write an answer first.")
    if len(text.encode()) > TEXT_LIMIT_BYTES:
        raise Refused(f"The answer is longer than {TEXT_LIMIT_BYTES:,} bytes.")
    if not by.get_full_name() or len(by.get_full_name()) > NAME_LIMIT:
        raise Refused(
            "Your account has no full name, and readers must see who answers. Ask for it to be set."
        )
    if not parent.is_public and not approve:
        raise Refused("Readers do not see this comment. Approve it with your answer.")
    if not parent.article.is_published:
        raise Refused("The story is not published.")
    same = Comment.objects.public().for_article(parent.article_id).filter(text_digest=text_digest(text))
    if same.filter(parent=parent, staff_id=by.pk).exists():
        raise Refused("You have published this very answer already.")
    if openness.of(parent.article).mode is Mode.LEGAL_HOLD:
        raise Refused("The story is on legal hold: nobody adds to its thread.")
