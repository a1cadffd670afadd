"""Rows: comments as a decision reads and moves them, by statements that are written once in a process."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.db import router
from django.db.models import BigIntegerField, OuterRef, Subquery

from articles.prepared import Asked, Prepared
from articles.writing import Change
from comments.listed import AskedNumbers
from comments.models import Comment, LogEntry
from comments.querysets import UNREAD
from comments.words import Status

READ = [field.attname for field in Comment._meta.concrete_fields if field.attname not in UNREAD]


def locked_rows(ids: Iterable[int]) -> dict[int, Comment]:
    """Lock these comments in the order of their ids, as ``CommentQuerySet.locked`` does; return them by their ids."""
    alias = router.db_for_write(Comment)
    found = _locking(alias).rows(ids=ids)
    return {row.pk: row for row in (Comment.from_db(alias, READ, values) for values in found)}


def point(seen: Collection[tuple[int, int]], entries: Collection[LogEntry], **changed: Any) -> int:
    """Point comments to their last entries, where the entry before that is still the one that was ``seen``.

    Of ``seen`` each is a comment's id and that entry's ``seq``. The ``entries``, one or more for each, are of one deed
    of one actor and lead to one status. Somebody's decision is kept too; what waits again, or was moved by a rule
    since, has none any more. So is the entry that says where they stand. What else is ``changed`` is written in the
    same statement. Return how many comments there were.

    An entry is about one comment, so that no other of them can have its ``seq``: two lists say the same as the pairs,
    and take a tenth of the time.
    """
    first = next(iter(entries))
    by = first.actor_id if first.to_status != Status.PENDING else None
    statement = _pointing(
        router.db_for_write(Comment),
        tuple(sorted(changed)),
        is_a_decision=first.is_a_decision,
        is_somebodys=by is not None,
        says_where_it_stands=first.says_where_it_stands,
    )
    ids, seqs = zip(*seen, strict=True)
    return statement.run(ids=ids, seqs=seqs, by=by, **changed)


@lru_cache
def _locking(alias: str) -> Prepared:
    rows = Comment.objects.using(alias).select_for_update(no_key=True).filter(pk__in=AskedNumbers("ids"))
    return Prepared(rows.order_by("pk").values_list(*READ))


@lru_cache
def _pointing(
    alias: str,
    changed: tuple[str, ...],
    *,
    is_a_decision: bool,
    is_somebodys: bool,
    says_where_it_stands: bool,
) -> Change:
    last = Subquery(LogEntry.objects.filter(comment_id=OuterRef("pk")).order_by("-seq").values("seq")[:1])
    fields = {field.name: field for field in Comment._meta.concrete_fields}
    sets: dict[str, Any] = {name: Asked(name, fields[name]) for name in changed}
    if is_a_decision:
        sets |= {
            "decided_seq": last if is_somebodys else None,
            "decided_by_id": Asked("by", BigIntegerField()),
        }
    if says_where_it_stands:
        sets["standing_seq"] = last
    rows = Comment.objects.using(alias).filter(pk__in=AskedNumbers("ids"), seq__in=AskedNumbers("seqs"))
    return Change(rows, seq=last, **sets)
