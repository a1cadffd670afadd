"""Campaigns: comments with nearly the same text, whoever sent them and wherever, to be decided on together."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from django.db import connections, models
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Left

from articles.prepared import Asked
from articles.writing import Change
from comments.capped import COUNT_CAP, CappedCount, CappedStories
from comments.models.comment import Comment
from comments.querysets import CommentQuerySet

# How many of the newest comments are looked at that meet a text in one band; a campaign's members are all alike.
NEWEST_IN_A_BAND = 20
FIRST_WORDS = 200  # characters that a list has room for, several times over


class Neighbour(NamedTuple):
    """A comment that may be like the one at hand, with what has to be known of it."""

    comment_id: int
    campaign_id: int | None
    marks: bytes
    article_id: int
    email_print: str
    status: str
    text_digest: str
    size: int | None
    later: str | None


@lru_cache
def _more(model: "type[Campaign]", alias: str) -> Change:
    pk, at = Asked("pk", models.BigIntegerField()), Asked("at", models.DateTimeField())
    number = Asked("number", models.IntegerField())
    return Change(model.objects.using(alias).filter(pk=pk), size=F("size") + number, last_at=at)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns; each method is one sentence about them."""

    def with_first_words(self, sections: Collection[int] | None = None) -> Self:
        """Annotate each with ``first_words``, the beginning of a text; None when there is none any more.

        It is the newest that waits, as at the desk, or else what moved last, under stories of these ``sections``
        (None: under any).
        """
        members = _members(sections)
        orders = members.pending().order_by("-pk"), members.last_moved_first()
        words = (Subquery(rows.values(words=Left("text", FIRST_WORDS))[:1]) for rows in orders)
        return self.annotate(first_words=Coalesce(*words))

    def within(self, sections: Collection[int] | None) -> Self:
        """Keep those of which something came under stories of these sections; None: all."""
        return self if sections is None else self.filter(Exists(_members(sections)))

    def with_came(self, sections: Collection[int] | None = None) -> Self:
        """Annotate each with ``came``: how many came at all; in these ``sections``, how many of them are kept."""
        if sections is None:
            return self.annotate(came=F("size"))
        kept = _members(sections).order_by().values("campaign").annotate(number=Count("pk"))
        return self.annotate(came=Coalesce(Subquery(kept.values("number")), 0))

    def with_numbers(self, sections: Collection[int] | None = None) -> Self:
        """Annotate each with ``waiting`` and ``stories``: how many wait, and under how many stories it came.

        Counted campaign by campaign, up to one more than ``COUNT_CAP`` (the stories: of the last so many that moved),
        so that a page of them costs what it shows; in these ``sections`` (None: in all).
        """
        members = _members(sections)
        return self.annotate(
            waiting=CappedCount(members.pending().order_by().values("pk")[: COUNT_CAP + 1]),
            stories=CappedStories(members.last_moved_first().values("article_id")[: COUNT_CAP + 1]),
        )

    def count_in(self, pk: int, *, at: dt.datetime, number: int = 1) -> None:
        """Count so many more comments to a campaign, the last of them sent then."""
        _more(self.model, self.db).run(pk=pk, at=at, number=number)


class TextPrintQuerySet(models.QuerySet["TextPrint"]):
    """The sketches of texts; each method is one sentence about them."""

    def neighbours(self, bands: Sequence[int], since: dt.datetime) -> list[Neighbour]:
        """Return comments sent since then that share a band with a text: the newest few of each band.

        One statement, and each of its parts ends after a few rows of an index, however many rows there are: the
        ORM has no such union on SQLite. Until the transaction is over no other finds the neighbours of a text that
        shares a band: of two that come at one moment the later sees the earlier. On SQLite no two write at once.
        """
        connection = connections[self.db]
        sent = connection.ops.adapt_datetimefield_value(since)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and bands[0] >= 0:
                cursor.execute(ONE_AFTER_THE_OTHER, [sorted({band % TURNS for band in bands})])
            cursor.execute(NEIGHBOURS, [*bands, sent])
            return [
                Neighbour(comment, campaign, bytes(marks), *further)
                for comment, campaign, marks, *further in cursor.fetchall()
            ]


def _members(sections: Collection[int] | None) -> CommentQuerySet:
    """Return a campaign's comments, of those under stories of these sections (None: of all)."""
    members = Comment.objects.in_campaign(OuterRef("pk"))
    return members if sections is None else members.in_sections(sections)


class Campaign(models.Model):
    """Comments with nearly the same text. ``size`` counts all that came, also those that are gone since.

    ``later`` is what a moderator wants for further ones: "" to be asked each time, or "spam"; ``later_by`` and
    ``later_at`` tell who wanted it and when.
    """

    begun_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    size = models.PositiveIntegerField(default=0)
    later = models.CharField(max_length=8, blank=True, choices=[("spam", "Marked as spam")])
    later_by = models.CharField(max_length=310, blank=True)
    later_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        # Who may decide on comments may see what belongs together.
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Campaign {self.pk}"


class TextPrint(models.Model):
    """The sketch of a comment's text: found by its bands, compared by its marks. It goes when the text goes."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="print"
    )
    marks = models.BinaryField()
    band_1 = models.BigIntegerField()
    band_2 = models.BigIntegerField()
    band_3 = models.BigIntegerField()
    band_4 = models.BigIntegerField()
    band_5 = models.BigIntegerField()
    band_6 = models.BigIntegerField()

    objects = TextPrintQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["band_1", "-comment"], name="print_band_1"),
            models.Index(fields=["band_2", "-comment"], name="print_band_2"),
            models.Index(fields=["band_3", "-comment"], name="print_band_3"),
            models.Index(fields=["band_4", "-comment"], name="print_band_4"),
            models.Index(fields=["band_5", "-comment"], name="print_band_5"),
            models.Index(fields=["band_6", "-comment"], name="print_band_6"),
        ]

    def __str__(self) -> str:
        return f"Print of comment {self.pk}"


BAND_NAMES = tuple(f"band_{number}" for number in range(1, 7))
_ONE_BAND = (
    "SELECT comment_id FROM (SELECT comment_id FROM comments_textprint"
    " WHERE {band} = %s ORDER BY comment_id DESC LIMIT {most}) AS {band}_newest"
)
_BANDS = " UNION ".join(_ONE_BAND.format(band=band, most=NEWEST_IN_A_BAND) for band in BAND_NAMES)
# A long transaction looks at many texts, and a server has room for some thousand locks: bands share so many.
TURNS = 256
# No keys of other locks, which have one number alone. In their order, or two could wait for each other.
ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(1, turn) FROM unnest(%s::int[]) AS turn"
NEIGHBOURS = (
    "SELECT p.comment_id, c.campaign_id, p.marks, c.article_id, c.email_print, c.status, c.text_digest,"  # noqa: S608
    f" g.size, g.later FROM ({_BANDS}) AS met"
    " JOIN comments_textprint p ON p.comment_id = met.comment_id"
    " JOIN comments_comment c ON c.id = p.comment_id"
    " LEFT JOIN comments_campaign g ON g.id = c.campaign_id"
    " WHERE c.submitted_at > %s ORDER BY p.comment_id DESC"
)
