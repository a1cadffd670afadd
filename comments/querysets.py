"""Querysets of comments: the only spelling of what is public, what waits, and in which order."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import connections, models
from django.db.models import FETCH_RAISE, Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleIn

from articles.prepared import Asked, Prepared, each_of, each_value
from articles.writing import Change
from comments.capped import COUNT_CAP
from comments.listed import Listed
from comments.words import DECIDING, Status

if TYPE_CHECKING:
    from comments.log_querysets import LogQuerySet
    from comments.models import Comment, LogEntry


class ThreadPlace(NamedTuple):
    """A comment in its thread, as ``for_thread`` reads it: no model, for hundreds of them stand on a page."""

    id: int
    parent_id: int | None
    position: str
    depth: int
    name: str
    fragment: str | None
    fragment_version: str | None
    pinned_at: Any  # as it is stored: whether it is there, and which comes first
    total: int
    pinned: int


# Written into the statement: SQLite takes all that it needs from a partial index only where no parameter is compared.
APPROVED = RawSQL(f"'{Status.APPROVED}'", ())  # noqa: S611 (a word of our own)


@lru_cache
def _thread(model: "type[Comment]", alias: str, most: int) -> Prepared:
    article, position = Asked("article", models.BigIntegerField()), Asked("position", models.CharField())
    public = model.objects.using(alias).public().for_article(article).with_total()
    return Prepared(public.filter(position__gte=position).in_thread_order().for_thread()[:most])


@lru_cache
def _answered(model: "type[Comment]", alias: str) -> Prepared:
    article, pk = Asked("article", models.BigIntegerField()), Asked("pk", models.BigIntegerField())
    public = model.objects.using(alias).public().for_article(article)
    return Prepared(public.filter(pk=pk).order_by().values_list("pk", "name", "text"))


@lru_cache
def _counts(model: "type[Comment]", alias: str, stories: int) -> Prepared:
    ids = each_of("story", stories, models.BigIntegerField())
    return Prepared(model.objects.using(alias).public().counts_of(ids))


@lru_cache
def _beginning(model: "type[Comment]", alias: str) -> Change:
    pk, seq = (Asked(name, models.BigIntegerField()) for name in ("pk", "seq"))
    return Change(model.objects.using(alias).filter(pk=pk), seq=seq, standing_seq=seq)


# What no deed reads of a comment: of a thousand rows it takes longer to load than all the rest.
UNREAD: tuple[str, ...] = (
    "uuid",
    "text_digest",
    "email_sealed",
    "email_print",
    "email_domain_print",
    "address_print",
    "network_print",
    "device_print",
    "name_look",
    "receipt_hash",
    "position",
    "fragment",
)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments; each method is one sentence about them."""

    def public(self) -> Self:
        """Keep the comments that readers can see."""
        return self.filter(status=APPROVED)

    def pending(self) -> Self:
        """Keep the comments that wait for a decision."""
        return self.filter(status=Status.PENDING)

    def in_status(self, status: Status) -> Self:
        """Keep the comments that stand there."""
        return self.filter(status=status)

    def for_article(self, article_id: int | Asked) -> Self:
        """Keep the comments under one story."""
        return self.filter(article_id=article_id)

    def in_thread_order(self) -> Self:
        """Order as they are read: each comment before its answers, the oldest first."""
        return self.order_by("position", "id")

    def for_thread(self) -> "models.QuerySet[Comment, tuple[Any, ...]]":
        """Read what a thread is joined from, and nothing else: the fields of ``ThreadPlace``."""
        return self.values_list(*ThreadPlace._fields)

    def thread_from(self, article_id: int, position: str, most: int) -> list[ThreadPlace]:
        """Read up to so many public comments of a story from a place on, in their order."""
        thread = _thread(self.model, self.db, most)
        return list(starmap(ThreadPlace, thread.rows_as_stored(article=article_id, position=position)))

    def answered(self, article_id: int, pk: int) -> tuple[int, str, str] | None:
        """Read number, name and text of a public comment of a story; None where there is none of that number."""
        rows = _answered(self.model, self.db).rows_as_stored(article=article_id, pk=pk)
        return rows[0] if rows else None

    def for_fragment(self) -> Self:
        """Load what a fragment is made from and nothing else; anything further raises instead of costing a query."""
        drawn = ("name", "website", "body_html", "avatar", "submitted_at", "picked_at", "staff_role")
        return self.only(*drawn).fetch_mode(FETCH_RAISE)

    def with_other_fragments(self, version: str) -> Self:
        """Keep the comments whose fragments were made with something else, or were not made; read from an index."""
        other = Q(fragment_version__lt=version) | Q(fragment_version__gt=version)
        return self.filter(other | Q(fragment_version__isnull=True))

    def with_total(self) -> Self:
        """Annotate each with ``total`` and ``pinned``, how many of these there are and how many of them are pinned.

        The database counts once for all rows.
        """
        pinned = self.pinned().order_by().values(everything=Value(1)).annotate(number=Count("pk"))
        return self.annotate(total=Subquery(self._counted()), pinned=Subquery(pinned.values("number")))

    def count_public(self, article_ids: Sequence[int]) -> dict[int, int]:
        """Return how many public comments stand under each story, in one query; stories without any are left out."""
        if not article_ids:
            return {}
        rows = _counts(self.model, self.db, len(article_ids)).rows(**each_value("story", article_ids))
        return {pk: total for pk, total in rows if total}

    def counts_of(self, article_ids: Collection[int | Asked]) -> models.QuerySet[Any, tuple[int, int | None]]:
        """Read the stories' numbers, each with how many of these comments it has.

        Each is counted by itself: for groups SQLite would go through the comments of all stories.
        """
        stories = self.model._meta.get_field("article").related_model._default_manager
        counted = Subquery(self.filter(article=OuterRef("pk"))._counted())
        return stories.filter(pk__in=article_ids).order_by().values_list("pk", counted)

    def _counted(self) -> models.QuerySet[Any, Any]:
        # By their places: they lead to the index that has what is counted next to each other.
        placed = self.filter(position__gte="").order_by().values(everything=Value(1))
        return placed.annotate(number=Count("pk")).values("number")

    def next_due(self) -> Self:
        """Order as the desk reads: what must be decided first, first; ties by id, so that the order is total."""
        return self.order_by("due_at", "id")

    def waiting(self) -> Self:
        """Keep the comments that wait for somebody in one of the desk's lists: held, reported or handed on."""
        handed_on = Q(reported_due_at__isnull=False) | Q(escalated_at__isnull=False)
        return self.filter(Q(status=Status.PENDING) | handed_on)

    def reported(self) -> Self:
        """Keep the comments that enough readers have reported for somebody to look."""
        return self.filter(reported_due_at__isnull=False)

    def last_moved_first(self) -> Self:
        """Order by when they came to where they stand, the newest first; ties by id, so that the order is total."""
        return self.order_by("-standing_seq", "-id")

    def in_sections(self, ids: Collection[int]) -> Self:
        """Keep the comments under stories of these sections; looked up row by row, however many stories there are."""
        stories = self.model._meta.get_field("article").related_model._default_manager
        return self.filter(Exists(stories.filter(pk=OuterRef("article_id"), section_id__in=ids)))

    def decided_on(self) -> Self:
        """Keep the comments on which somebody has decided."""
        return self.filter(decided_seq__isnull=False)

    def decided_by(self, user_id: int) -> Self:
        """Keep the comments on which this user decided last."""
        return self.filter(decided_by_id=user_id)

    def capped_count(self) -> int:
        """Count at most one more than ``COUNT_CAP``."""
        return self.order_by()[: COUNT_CAP + 1].count()

    def for_desk(self) -> Self:
        """Bring along what the desk shows of a comment, in the same query; not its sealed fields."""
        unread = ("email_sealed", "fragment")
        parents = [f"parent__{name}" for name in unread]
        return self.select_related("article__section", "parent").defer(*unread, *parents)

    def with_ids(self, ids: Iterable[int]) -> Self:
        """Keep the comments with these ids, however many."""
        return self.filter(pk__in=Listed(ids))

    def locked(self, ids: Iterable[int]) -> Self:
        """Lock these comments in the order of their ids, so that two decisions never wait for each other.

        What refers to them, as a new answer does, can be stored meanwhile.
        """
        return self.select_for_update(no_key=True).with_ids(ids).order_by("pk").defer(*UNREAD)

    def begin_at(self, pk: int, seq: int) -> None:
        """Point a comment that was just stored to its first entry, which says where it stands and is no decision."""
        _beginning(self.model, self.db).run(pk=pk, seq=seq)

    def with_text_digest(self, digest: str | Asked, *, most: int) -> Self:
        """Keep up to so many comments whose folded text has this digest."""
        return self.filter(text_digest=digest).order_by()[:most]

    def from_device(self, prints: Collection[str | Asked]) -> Self:
        """Keep the comments sent with a device that has one of these fingerprints."""
        return self.filter(device_print__in=prints)

    def newest_between(self, since: dt.datetime | Asked, until: dt.datetime | Asked, *, most: int) -> Self:
        """Keep the comments that were sent after the one moment and not after the other: so many, the newest."""
        sent = self.filter(submitted_at__gt=since, submitted_at__lte=until)
        return sent.order_by("-submitted_at", "-id")[:most]

    def in_campaign(self, campaign_id: int | OuterRef) -> Self:
        """Keep the comments of a campaign."""
        return self.filter(campaign=campaign_id)

    def decided(self) -> Self:
        """Keep the comments that wait no longer."""
        return self.exclude(status=Status.PENDING)

    def newest_id(self) -> int:
        """Return the largest id of these comments, 0 for none."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0

    def from_email(self, prints: Collection[str | Asked]) -> Self:
        """Keep the comments sent with an e-mail address that has one of these fingerprints."""
        return self.filter(email_print__in=prints)

    def pinned(self) -> Self:
        """Keep the comments that are pinned above their thread, the first that was pinned first."""
        return self.filter(pinned_at__isnull=False).order_by("pinned_at", "id")

    def escalated(self) -> Self:
        """Keep the comments that a moderator has handed on."""
        return self.filter(escalated_at__isnull=False)

    def untouched(self) -> Self:
        """Keep the comments that nobody has decided on, nor taken that back, and that nobody has handed on."""
        decided = self._log().moves().filter(comment_id=OuterRef("pk"), action__in=DECIDING)
        return self.filter(~Exists(decided), escalated_at__isnull=True)

    def decided_before(self, moment: dt.datetime) -> Self:
        """Keep the comments that came to where they stand before a moment."""
        since = self._log().moves().filter(comment_id=OuterRef("pk"), at__gte=moment)
        return self.filter(~Exists(since))

    def standings(self) -> "models.QuerySet[Comment, tuple[Any, ...]]":
        """Read of each its status, the entry that led there, and when it was sent."""
        own = self._log().moves().filter(comment_id=OuterRef("pk")).order_by("-seq")
        return self.values_list("status", Subquery(own.values("seq")[:1]), "submitted_at")

    def search(self, text: str) -> Self:
        """Keep the comments with these words in their text or their commenter's name."""
        return self.filter(Q(text__icontains=text) | Q(name__icontains=text))

    def _log(self) -> "LogQuerySet":
        entries: LogQuerySet = self.model._meta.apps.get_model("comments", "LogEntry")._default_manager.all()
        return entries
