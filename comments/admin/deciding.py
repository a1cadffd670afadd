"""Deciding: from what a moderator's page sent to ``moderation.decide``, and back to words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, cast

from django import forms
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from comments import claims, moderation
from comments.admin.reading import NOBODY, ago
from comments.claims import Holder
from comments.house_rules import REASONS
from comments.models import Comment
from comments.moderation import Standing
from comments.querysets import CommentQuerySet
from comments.row_ids import ROW_ID, row_id
from comments.words import Action, Status

SEEN = "seen"
PAIR = re.compile(f"(?P<pk>{ROW_ID}):(?P<seq>{ROW_ID})")
# One decision locks its rows and appends to the log in one transaction; this many take well under a second.
MOST_AT_ONCE = 500
# What was not decided is told one by one, up to here.
MOST_TOLD = 5
NOTE_LIMIT = 500
BECAME: dict[str, str] = {
    Status.PENDING: "set back to pending",
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.SPAM: "marked as spam",
    Status.TRASH: "moved to trash",
}


class DecisionForm(ActionForm):
    """The actions, with what a moderator may say to a decision."""

    reason = forms.ChoiceField(
        label="House rule, if you reject:",
        required=False,
        choices=[("", "None"), *((code, rule.label) for code, rule in REASONS.items())],
    )
    note = forms.CharField(label="Note for the log:", required=False, max_length=NOTE_LIMIT)


class TooMany(Exception):
    """More comments were chosen than are decided on at once."""


def chosen(request: HttpRequest, comments: CommentQuerySet, listed: Iterable[Comment]) -> list[Comment]:
    """Return the comments that were chosen on a page. Raises ``TooMany``.

    Those that were ticked count also when the page's filter does not find them any more, because somebody else has
    decided in the meantime: that must be told, not passed over. ``listed`` is for "select all".
    """
    everywhere = request.POST.get("select_across") == "1"
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if len(ticked) > MOST_AT_ONCE:
        raise TooMany
    found = {comment.pk: comment for comment in comments.filter(pk__in=ticked)}
    if everywhere:
        found |= {comment.pk: comment for comment in listed}
    if len(found) > MOST_AT_ONCE:
        raise TooMany
    return list(found.values())


def are_ids(request: HttpRequest) -> bool:
    """Whether what a page sent as ticked can be ids; only a forged form sends anything else."""
    return all(row_id(text) is not None for text in request.POST.getlist(ACTION_CHECKBOX_NAME))


def seen_of(comment: Comment) -> str:
    """Return what a page carries, so that a decision is made on what it showed: the id and the last log ``seq``."""
    return f"{comment.pk}:{comment.seq}"


def seen_in(request: HttpRequest) -> dict[int, int]:
    """Return what ``seen_of`` wrote into the page that a request comes from."""
    pairs = filter(None, map(PAIR.fullmatch, request.POST.getlist(SEEN)))
    return {int(pair["pk"]): int(pair["seq"]) for pair in pairs}


def decide(request: HttpRequest, comments: Sequence[Comment], action: str) -> Iterator[tuple[bool, str]]:
    """Decide on comments as the page says, and tell what came of it: (whether it was done, the sentence).

    A comment whose text was erased when its time was over is left alone: nobody could say what was published. So is
    one whose card a colleague has at the desk.
    """
    by, seen = cast(User, request.user), seen_in(request)
    whole = [comment for comment in comments if comment.text]
    theirs = claims.held([comment.pk for comment in whole], besides=by)
    free = [comment for comment in whole if comment.pk not in theirs]
    entries = moderation.decide(
        free,
        action=action,
        by=by,
        reason=_sent(request, "reason") if action == Action.REJECT else None,
        note=_sent(request, "note")[:NOTE_LIMIT],
        seen={comment.pk: seen[comment.pk] for comment in free if comment.pk in seen},
    )
    if entries:
        yield True, f"{counted(len(entries))} {BECAME[entries[0].to_status]}."
    if erased := len(comments) - len(whole):
        yield False, f"{counted(erased)} left alone, since the text is erased."
    moved = {entry.comment_id for entry in entries}
    late = sorted(comment.pk for comment in free if comment.pk not in moved)
    for sentence in chain(left_to_others(theirs), not_decided(late)):
        yield False, sentence


def counted(number: int) -> str:
    """Return how many comments in words."""
    return "1 comment" if number == 1 else f"{number} comments"


def left_to_others(theirs: Mapping[int, Holder]) -> Iterator[str]:
    """Tell which comments were left to the colleagues who have their cards; of many only the first."""
    for pk, holder in sorted(theirs.items())[:MOST_TOLD]:
        yield f"Comment {pk} was left alone: {holder.name} has its card at the desk."
    if len(theirs) > MOST_TOLD:
        yield f"{len(theirs) - MOST_TOLD} more were left alone: colleagues have their cards."


def not_decided(ids: Sequence[int]) -> Iterator[str]:
    """Tell by whom and when comments had been decided on already; of many only the first."""
    for pk, stands in sorted(moderation.standing(ids[:MOST_TOLD]).items()):
        yield _already(pk, stands)
    if len(ids) > MOST_TOLD:
        yield f"{len(ids) - MOST_TOLD} more had been decided on already."


def _already(pk: int, stands: Standing) -> str:
    who, when = stands.by or NOBODY, ago(stands.at, timezone.now())
    if not stands.moved:
        return f"Comment {pk} has changed: {Action(stands.action).label.lower()} by {who} {when}."
    return f"Comment {pk} was already {BECAME[stands.status]} by {who} {when}."


def _sent(request: HttpRequest, field: str) -> str:
    """Return a field of the form that the action was sent with: the list's, or the comment's own page's."""
    sent: Any = request.POST.get(f"{ActionLocation.CHANGE_FORM.value}-{field}", request.POST.get(field, ""))
    return str(sent)
