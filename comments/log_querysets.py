"""Querysets of the log: its entries, and what they say of comments and of rules."""

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import connections, models
from django.db.models import Count, Exists, F, Max, OuterRef, Subquery

from articles.prepared import Prepared
from comments.chain import BEGINNING, Head
from comments.words import DECIDING, Action, Status

if TYPE_CHECKING:
    from comments.models import LogEntry

# Any number, the same in every process: the lock under which entries are appended (PostgreSQL).
LOG_LOCK = 0x6E657773


@lru_cache
def _last(model: "type[LogEntry]", alias: str) -> Prepared:
    return Prepared(model.objects.using(alias).order_by("-seq").values_list("seq", "hash")[:1])


class Outcome(NamedTuple):
    """So many submissions in which these rules found something: as what they arrived, and where they stand by now."""

    rules: str
    arrived_as: str
    last_action: str
    stands: str
    number: int
    last: dt.datetime

    @property
    def is_decided(self) -> bool:
        """Whether somebody has decided since, and has not taken it back."""
        return self.last_action in DECIDING and self.stands != Status.PENDING


class LogQuerySet(models.QuerySet["LogEntry"]):
    """The log, in its order."""

    def head(self) -> Head:
        """Return the end of the chain, ``chain.BEGINNING`` before the first entry."""
        last = _last(self.model, self.db).rows_as_stored()
        return Head(*last[0]) if last else BEGINNING

    def of_comment(self, comment_id: int) -> Self:
        """Keep the entries about one comment, the oldest first."""
        return self.filter(comment_id=comment_id).order_by("seq")

    def in_sections(self, ids: Collection[int]) -> Self:
        """Keep the entries about comments under stories of these sections; looked up row by row."""
        return self.filter(self._is_in(ids))

    def outside_sections(self, ids: Collection[int]) -> Self:
        """Keep the entries about anything else than comments under stories of these sections."""
        return self.exclude(self._is_in(ids))

    def _is_in(self, ids: Collection[int]) -> Exists:
        comments = self.model._meta.apps.get_model("comments", "Comment")._default_manager
        return Exists(comments.in_sections(ids).filter(pk=OuterRef("comment_id")))

    def moves(self) -> Self:
        """Keep the entries after which a comment stood elsewhere: no pin, no look, nor a pick of what was public."""
        return self.exclude(from_status=F("to_status"))

    def beside_looks(self) -> Self:
        """Leave out the looks at e-mail addresses: they change nothing that anybody sees of a comment."""
        return self.exclude(action=Action.LOOK)

    def last_of(self, comment_ids: Collection[int]) -> Self:
        """Keep the last entry about each of these comments."""
        last = (
            self.filter(comment_id__in=comment_ids).order_by().values("comment_id").annotate(last=Max("seq"))
        )
        return self.filter(seq__in=last.values("last"))

    def outcomes(self, *, most: int | None) -> list[Outcome]:
        """Group the submissions among the newest ``most`` entries (None: all) by what was found and became of them.

        The newest are those of the whole log, whatever of it is kept here.
        """
        newest = self.model._default_manager.order_by("-seq").values_list("seq", flat=True).first() or 0
        submitted = self.filter(action=Action.SUBMIT, seq__gt=newest - most if most is not None else 0)
        moves = self.model._default_manager.all().moves()
        last = moves.filter(comment_id=OuterRef("comment_id")).order_by("-seq")
        groups = (
            submitted.annotate(
                did=Subquery(last.values("action")[:1]), now=Subquery(last.values("to_status")[:1])
            )
            .order_by()
            .values_list("rules", "to_status", "did", "now")
            .annotate(number=Count("seq"), last=Max("at"))
        )
        return list(starmap(Outcome, groups))

    def hold_the_end(self) -> None:
        """Let nobody else append until this transaction ends; SQLite's write lock has done so already."""
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])
