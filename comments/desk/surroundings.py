"""Surroundings: what stands beside a card: the story, the thread, and the record of whoever sent the comment."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from comments import notes
from comments.desk import banning, neighbours, passage, record
from comments.desk.card import Card
from comments.desk.filters import language_name


def beside(card: Card | None, *, user: User, covers: bool) -> dict[str, Any]:
    """Return what the templates show beside a card, in nine queries at most; nothing where there is no card.

    ``covers`` tells whether this moderator wants abuse covered.
    """
    if card is None:
        return {}
    comment, now = card.comment, timezone.now()
    return {
        "covers": covers,
        "numbers": neighbours.numbers(comment.article_id),
        "passages": passage.quoted_from(comment.article, comment.text),
        "answered": neighbours.answered(comment, covers=covers, now=now),
        "near": neighbours.around(comment, covers=covers, now=now),
        "spoken": language_name(comment.language) if comment.language else "",
        "record": record.of(comment, reader=user, now=now),
        "may_ban": user.has_perm(banning.ADD) and bool(record.kept(comment)),
        "may_note": notes.is_known(comment),
    }
