"""Held: many comments that wait, under many stories, made out of one and each with its entry in the log's chain."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import log
from comments.log import Draft
from comments.models import Comment
from comments.position import place_under
from comments.rows import point
from comments.words import Action, Status

# So many in memory at a time.
BATCH = 5_000


def hold(*, number: int, stories: int, skip: int = 0) -> list[dict[str, Any]]:
    """Let so many comments wait under so many stories, the oldest stories but ``skip``.

    Return for each story its ``path`` and the ``tickets`` of its comments, as the desk's check boxes send them.
    """
    found = list(Article.objects.published().order_by("pk")[skip : skip + stories])
    model = Comment.objects.pending().order_by("pk")[0]
    tickets: dict[int, list[str]] = {story.pk: [] for story in found}
    for begin in range(0, number, BATCH):
        with transaction.atomic():
            made = [
                _another(model, found[place % stories]) for place in range(begin, min(begin + BATCH, number))
            ]
            made = Comment.objects.bulk_create(made)
            entries = log.append([_submitted(comment) for comment in made], at=timezone.now())
            point([(comment.pk, comment.seq) for comment in made], entries)
        for comment, entry in zip(made, entries, strict=True):
            tickets[comment.article_id].append(f"{comment.pk}:{entry.seq}")
    return [{"path": story.get_absolute_url(), "tickets": tickets[story.pk]} for story in found]


def _another(model: Comment, story: Article) -> Comment:
    """Return a comment as ``model`` is, under a story of its own, answering none."""
    fields = {field.attname: getattr(model, field.attname) for field in model._meta.concrete_fields}
    at, uuid = timezone.now(), uuid4()
    position, depth = place_under("", 0, at, 1)
    fresh = {
        "uuid": uuid,
        "receipt_hash": uuid.hex,
        "text_digest": uuid.hex,
        "submitted_at": at,
        "due_at": at,
    }
    placed = {"article_id": story.pk, "parent_id": None, "position": position, "depth": depth, "id": None}
    return Comment(**{**fields, **fresh, **placed})


def _submitted(comment: Comment) -> Draft:
    return Draft(
        comment_id=comment.pk,
        action=Action.SUBMIT,
        from_status="",
        to_status=Status.PENDING,
        rules=log.codes(comment.findings),
        details={"text": comment.text, "name": comment.name, "findings": comment.findings, "note": ""},
    )
