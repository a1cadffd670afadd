"""Repetition: which comments a text is the same as, or nearly, in two queries that end after a few rows."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from django.db import router
from django.db.models import CharField

from articles.markup import plain
from articles.models import Article
from articles.prepared import Asked, Prepared
from comments.models import Comment, TextPrint
from comments.models.campaign import Neighbour
from comments.screening import likeness, quoting
from comments.screening.repetition import RepetitionFacts, RepetitionPolicy
from comments.screening.shapes import Submission
from comments.words import Status

# The same text is counted up to here; the moderator is told that it is many.
MOST_SAME = 100
LONGEST_WORD = 256
STORIES_REMEMBERED = 64
NO_BANDS = (-1,) * likeness.BANDS  # no text has these


def gather(
    submission: Submission,
    *,
    article: Article,
    prints: Collection[str],
    policy: RepetitionPolicy,
    at: dt.datetime,
) -> RepetitionFacts:
    """Return what was sent before ``at`` like a submission; ``prints`` are the fingerprints of its e-mail address."""
    digest = text_digest(submission.text)
    same = _same_text(digest, prints)
    sketch = likeness.sketch(submission.text)
    since = at - dt.timedelta(days=policy.near_days)
    found = TextPrint.objects.neighbours(sketch.bands if sketch else NO_BANDS, since)
    marks = sketch.marks if sketch else b""
    alike = [
        one
        for one in found
        if one.text_digest == digest or likeness.are_alike(one.marks, marks, percent=policy.near_percent)
    ]
    foreign = [one for one in alike if one.email_print not in prints]
    elsewhere = [one for one in alike if one.email_print not in prints or one.article_id != article.pk]
    nearly = [one for one in elsewhere if one.text_digest != digest]
    campaign = max((one for one in elsewhere if one.campaign_id), key=_size, default=None)
    return RepetitionFacts(
        by_same_email=same["own"],
        by_others=same["others"],
        nearly=len(nearly),
        stories=len({one.article_id for one in nearly}),
        like_spam=_first(elsewhere, Status.SPAM),
        like_public=None if likeness.is_short(marks) else _first(foreign, Status.APPROVED),
        campaign=campaign.campaign_id if campaign else None,
        campaign_size=_size(campaign)[0] if campaign else 0,
        campaign_later=(campaign.later or "") if campaign else "",
        quoted=quoting.quoted(submission.text, _runs_of(article.body)),
        sketch=sketch,
        alike=tuple(one.comment_id for one in elsewhere if not one.campaign_id),
    )


def text_digest(text: str) -> str:
    """Return the digest by which two writings of one text are the same: NFKC, case and white space folded.

    Word by word, and a word that no language has as it is: of stacked marks NFKC takes a time that grows by the square.
    """
    words = (
        unicodedata.normalize("NFKC", word) if len(word) <= LONGEST_WORD else word for word in text.split()
    )
    folded = " ".join(" ".join(words).casefold().split())
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()


def _same_text(digest: str, prints: Collection[str]) -> dict[str, int]:
    rows = _senders_of(router.db_for_read(Comment)).rows_as_stored(digest=digest)
    own = sum(print_ in prints for (print_,) in rows)
    return {"own": own, "others": len(rows) - own}


@lru_cache
def _senders_of(alias: str) -> Prepared:
    """Read who sent the same text: the fingerprints of their e-mail addresses."""
    same = Comment.objects.using(alias).with_text_digest(Asked("digest", CharField()), most=MOST_SAME)
    return Prepared(same.values_list("email_print"))


def _size(one: Neighbour) -> tuple[int, int]:
    """Order campaigns: the largest first, then the oldest."""
    return one.size or 0, -(one.campaign_id or 0)


def _first(alike: Sequence[Neighbour], status: Status) -> int | None:
    return next((one.comment_id for one in alike if one.status == status), None)


@lru_cache(maxsize=STORIES_REMEMBERED)
def _runs_of(body: str) -> frozenset[int]:
    return quoting.runs_of(plain(body))
