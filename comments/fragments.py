"""Fragments: each comment's finished HTML, made when it is written, so that reading a thread only joins strings.

A fragment has cuts, C0 controls that no rendered text has, where something differs by the page that it stands on.
What it was made with is its version; one of another version is made anew on the way to the reader, and stored by
``refresh``, never by reading. See ``docs/decisions/0012-comment-fragments.md``.
"""

import datetime as dt
import re
import time
from collections.abc import Collection, Iterable
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from comments import markup
from comments.avatars import avatar
from comments.models import Comment
from comments.paths import path_of

TEMPLATE = "comments/fragment.html"
# Counts up when this room or ``avatars`` makes other fragments of the same template.
CODE = 4
VERSION_LENGTH = 16
# SQLite has one writer at a time and keeps no queue: after a batch it rests this many times as long as that took.
REST = 4
BATCH = 100  # some 40 ms: on SQLite, whoever writes meanwhile waits that long
FRAMES = 64  # of the last minutes, and of those that were made anew last

# Cuts: the comment's id, "to NAME", both ends of the way to reply, the story's address; then the name in "to NAME".
ID, TO, ACTS, STORY, NAME = "\x01", "\x02", "\x03", "\x04", "\x05"
# What differs from comment to comment, while the rest is set.
TEXT, WEBSITE, ROLE, AVATAR = "\x06", "\x07", "\x0e", "\x0f"
CUTS = str.maketrans("", "", ID + TO + ACTS + STORY + NAME + TEXT + WEBSITE + ROLE + AVATAR)
WAY_TO_REPLY = re.compile(f"{ACTS}[^{ACTS}]*{ACTS}")

LIST, REPLIES = '<ol class="thread__list">', '<ol class="thread__replies">'
ANCHOR = f' id="comment-{ID}"'


class Row(Protocol):
    """A place in a thread, as ``join`` draws it; ``thread.Row`` says what is what."""

    id: int | None
    fragment: str
    to: str
    has_replies: bool
    closes: range


def version() -> str:
    """Return what fragments are made with now: the same in all processes of one code, template and settings."""
    return _digest(_source(), *_paths(), settings.TIME_ZONE, settings.LANGUAGE_CODE)


def make(comment: Comment, made_with: str = "") -> str:
    """Return a comment's fragment; "" for a comment that has been emptied. ``made_with`` is ``version()``, if known."""
    if not (comment.name or comment.body_html):
        return ""
    minute = comment.submitted_at.replace(second=0, microsecond=0)
    is_picked, role = comment.picked_at is not None, comment.staff_role or ""
    frame = _frame(made_with or version(), minute, bool(comment.website), is_picked, bool(role))
    for cut, value in ((NAME, comment.name), (WEBSITE, comment.website), (ROLE, role)):
        frame = frame.replace(cut, escape(value.translate(CUTS)))
    return frame.replace(AVATAR, avatar(comment.avatar)).replace(TEXT, comment.body_html.translate(CUTS))


def set_on(comment: Comment) -> None:
    """Give a comment its fragment; the caller stores it."""
    made_with = version()
    comment.fragment, comment.fragment_version = make(comment, made_with), made_with


def made_anew(ids: Collection[int]) -> dict[int, str]:
    """Return the fragments of those of these comments that are public, made from their texts, in one query."""
    return {row.pk: make(row) for row in Comment.objects.public().filter(pk__in=ids).for_fragment()}


def join(rows: Iterable[Row], story_url: str, *, takes_replies: bool) -> SafeString:
    """Return a thread's list as HTML, from the rows in their order."""
    to, removed, removed_long_ago = _pieces(version())
    parts = [LIST]
    for row in rows:
        answered = to.replace(NAME, escape(row.to)) if row.to else ""
        piece = row.fragment or (removed if row.id else removed_long_ago)
        end = REPLIES if row.has_replies else "</li>" + "</ol></li>" * len(row.closes)
        parts += ("<li>", piece.replace(ID, str(row.id)).replace(TO, answered), end)
    return _on_the_page("".join([*parts, "</ol>"]), story_url, takes_replies=takes_replies)


def join_pinned(rows: Iterable[Row], story_url: str, *, takes_replies: bool) -> SafeString:
    """Return the comments that stand above their thread as HTML: they are found in their places, not here."""
    parts = (row.fragment.replace(ANCHOR, "").replace(ID, str(row.id)).replace(TO, "") for row in rows)
    return _on_the_page("".join(parts), story_url, takes_replies=takes_replies)


def are_stale() -> bool:
    """Whether there are comments whose fragments were made with something else."""
    return Comment.objects.with_other_fragments(version()).exists()


def refresh_stale(batch: int = BATCH) -> int:
    """Make up to ``batch`` stale fragments anew and store them; return how many there were.

    Readers have seen them so all along: no page expires by it, and it is no deed for the log. The rows are locked,
    for what retention empties meanwhile must not come back.
    """
    with transaction.atomic():
        stale = Comment.objects.with_other_fragments(version()).order_by("pk").values_list("pk", flat=True)
        ids = list(stale[:batch])
        rows = list(Comment.objects.locked(ids).for_fragment())
        for row in rows:
            set_on(row)
        Comment.objects.bulk_update(rows, ["fragment"])
        Comment.objects.filter(pk__in=ids).update(fragment_version=version())
    return len(ids)


@task
def refresh() -> None:
    """Store all fragments anew that were made with something else; between batches it is the others' turn to write."""
    while True:
        began = time.monotonic()
        if not refresh_stale():
            return
        time.sleep(REST * (time.monotonic() - began))


def _on_the_page(joined: str, story_url: str, *, takes_replies: bool) -> SafeString:
    acting = joined.replace(ACTS, "") if takes_replies else WAY_TO_REPLY.sub("", joined)
    return markup.stored(acting.replace(STORY, escape(story_url)))


def _source() -> str:
    return str(get_template(TEMPLATE).template.source)  # type: ignore[attr-defined]  # Django's own engine


def _paths() -> tuple[str, str]:
    """Return where a comment is found by its id, and where it is reported."""
    return path_of("permalink", ID), path_of("report_chosen")


@lru_cache
def _digest(*parts: str) -> str:
    return sha256("\0".join([str(CODE), *parts]).encode()).hexdigest()[:VERSION_LENGTH]


@lru_cache(maxsize=1)
def _pieces(made_with: str) -> tuple[str, str, str]:
    """Return what is put in at joining: "to NAME", and what is left of a removed comment, with its id and without."""
    return _rendered("to", name=NAME), _rendered("removed", id=ID), _rendered("removed")


@lru_cache(maxsize=FRAMES)
def _frame(_made_with: str, at: dt.datetime, has_website: bool, is_picked: bool, has_role: bool) -> str:
    """Return all of a fragment that comments of one minute have in common; nothing shows its second."""
    permalink, report = _paths()
    with translation.override(settings.LANGUAGE_CODE), timezone.override(timezone.get_default_timezone()):
        return _rendered(
            "comment",
            id=ID,
            to=TO,
            acts=ACTS,
            story=STORY,
            text=TEXT,
            name=NAME,
            website=WEBSITE if has_website else "",
            avatar=AVATAR,
            permalink=permalink,
            report=report,
            at=at,
            picked=is_picked,
            role=ROLE if has_role else "",
        )


def _rendered(partial: str, **context: Any) -> str:
    """Render a part of the template as one line: indentation would weigh on every page, hundreds of times."""
    lines = render_to_string(f"{TEMPLATE}#{partial}", context).split("\n")
    return "".join(line.strip(" ") for line in lines)
