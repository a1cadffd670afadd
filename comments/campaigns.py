"""Campaigns: keeps the sketch of each text that comes, and puts what is alike together."""

import datetime as dt
from collections.abc import Collection, Sequence
from types import SimpleNamespace

from articles.writing import insert_all
from comments.models import Campaign, Comment, TextPrint
from comments.models.campaign import BAND_NAMES
from comments.screening import likeness
from comments.screening.repetition import RepetitionFacts, RepetitionPolicy


def join(known: RepetitionFacts, policy: RepetitionPolicy, *, at: dt.datetime) -> int | None:
    """Return the id of the campaign to which a text belongs that is about to be stored; None for none.

    A campaign begins with as many as the policy says, this one counted. Who is like the new one and in no campaign yet
    comes along: of many that arrive at one moment some are like two others that are not like each other.
    """
    if known.sketch is None:
        return None
    campaign_id, joined = _put_together(known, at, policy)
    if campaign_id:
        Campaign.objects.count_in(campaign_id, at=at, number=joined + 1)
    return campaign_id


def remember(comment: Comment, known: RepetitionFacts) -> None:
    """Keep the sketch of a comment that was just stored."""
    if known.sketch is None:
        return
    bands = dict(zip(BAND_NAMES, known.sketch.bands, strict=True))
    kept = {"comment_id": comment.pk, "marks": known.sketch.marks, **bands}
    insert_all(TextPrint, [SimpleNamespace(**kept)])


def sketch_anew(comment: Comment) -> None:
    """Make the sketch of a comment anew after its text was changed; it stays in its campaign.

    Of a text that has become too short for one no sketch is kept, and it belongs to no campaign; none is made where its
    time was over.
    """
    kept, sketch = TextPrint.objects.filter(pk=comment.pk), likeness.sketch(comment.text)
    if sketch is None:
        forget([comment.pk])
        return
    kept.update(marks=sketch.marks, **dict(zip(BAND_NAMES, sketch.bands, strict=True)))


def forget(ids: Collection[int]) -> int:
    """Drop the sketches of these comments and take them out of their campaigns; return how many had a sketch.

    For whoever has locked them.
    """
    Comment.objects.with_ids(ids).filter(campaign__isnull=False).update(campaign=None)
    return TextPrint.objects.filter(pk__in=ids).delete()[0]


def _put_together(
    known: RepetitionFacts, at: dt.datetime, policy: RepetitionPolicy
) -> tuple[int | None, int]:
    """Put what is like a new text and in no campaign into one; return which that is, and how many they were.

    One begins if they are enough together with the new one. Where another has begun one with some of them meanwhile,
    that is the one.
    """
    if not known.campaign and len(known.alike) + 1 < policy.campaign_from:
        return None, 0
    standing = _standing(known.alike) if known.alike else {}
    begun = known.campaign or min(filter(None, standing.values()), default=None)
    campaign_id = begun or Campaign.objects.create(begun_at=at, last_at=at, size=0).pk
    free = [pk for pk, campaign in standing.items() if campaign is None]
    joined = Comment.objects.with_ids(free).update(campaign=campaign_id) if free else 0
    return campaign_id, joined


def _standing(alike: Sequence[int]) -> dict[int, int | None]:
    """Return which of these comments are in which campaign, and let nobody put them into another."""
    return dict(Comment.objects.locked(alike).values_list("pk", "campaign"))


def answer_later(campaign: Campaign, *, later: str, by: str, at: dt.datetime) -> None:
    """Set what becomes of further comments of a campaign: "" asks each time, "spam" marks them as such.

    ``by`` is the moderator's name, kept as a plain value.
    """
    campaign.later, campaign.later_by, campaign.later_at = later, by, at
    campaign.save(update_fields=["later", "later_by", "later_at"])
