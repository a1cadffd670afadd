"""Expiry: what becomes of pages when a transaction changes what they show.

Inside the transaction a page is marked and taken away: until the mark is gone nobody keeps a new one, readers are
rendered what is committed. After the commit the mark goes. A mark whose transaction has ended without that (rolled
back, killed) is found and removed by the next reader.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from django.conf import settings
from django.db import router, transaction
from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone

from articles import reading
from articles.models import Article
from articles.pages import ahead, kinds, slots, store, transactions, trouble
from articles.pages.barren import barren
from articles.pages.slots import EVERYTHING, Mark
from articles.pages.switch import switch
from articles.pages.wanted import wishes
from articles.prepared import Asked, each_of, each_value
from articles.writing import Change

# A story's version is the time of its last change, and a list's the latest of all: each change moves both.
TICK = dt.timedelta(microseconds=1)
# For more stories than that it is quicker to expire everything.
MOST_STORIES = 500


def expire(*articles: Article | int) -> None:
    """Expire all pages that show something of these stories (or of the stories with these ids); none shows a draft.

    To be called inside the transaction that changes them, after the change and before anything slow; raises
    ``TransactionManagementError`` outside of one. Where a story moves from one section to another, it is called
    before the change too.
    """
    ids = {article if isinstance(article, int) else article.pk for article in articles}
    if not ids:
        return
    _require_transaction()
    last, now = reading.last_change(), timezone.now()
    changed_at = max(now, last + TICK) if last else now
    if len(ids) > MOST_STORIES:
        Article.objects.filter(pk__in=ids).update(changed_at=changed_at)
        _expire([EVERYTHING])
        return
    _changed(router.db_for_write(Article), len(ids)).run(at=changed_at, **each_value("story", ids))
    _expire(kinds.touched_by(reading.addressed(ids)))


@lru_cache
def _changed(alias: str, stories: int) -> Change:
    ids = each_of("story", stories, BigIntegerField())
    return Change(Article.objects.using(alias).with_ids(ids), changed_at=Asked("at", DateTimeField()))


def expire_everything() -> None:
    """Expire every page at once: what has changed stands on all of them. To be called inside the transaction."""
    _require_transaction()
    _expire([EVERYTHING])


def expire_now(subject: str) -> None:
    """Expire a subject's pages (or all) outside of any transaction: no row has changed, but a time has passed."""
    with slots.held(subject) as slot:
        slot.count += 1
        _take_away(subject)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "Pages are expired inside the transaction that changes them."
        )


@dataclass(frozen=True)
class _Settling:
    """What is done after the commit of a transaction that has marked these subjects with this token."""

    subjects: tuple[str, ...]
    token: str

    def __call__(self) -> None:
        """Remove the marks, and have the pages baked; also where there was none before."""
        for subject in self.subjects:
            slots.remove_marks(subject, {self.token})
        barren.forget(self.subjects)
        wishes.ask(subject for subject in self.subjects if subject != EVERYTHING)
        if EVERYTHING in self.subjects:
            ahead.bake_soon()


def _expire(subjects: Iterable[str]) -> None:
    unmarked = tuple(sorted(set(subjects) - _marked_by_us()))
    if not unmarked:
        return
    name, token = transactions.current(), uuid4().hex
    for subject in unmarked:
        with slots.held(subject) as slot:
            slot.count += 1
            slot.marks.append(Mark(subject, name, token))
            _take_away(subject)
    transaction.on_commit(_Settling(unmarked, token), robust=True)


def _marked_by_us() -> set[str]:
    """Return what this transaction has marked already: nobody keeps a page of it before the commit.

    The database connection's own list tells it, since a savepoint that is rolled back takes its part out of it.
    """
    waiting = transaction.get_connection().run_on_commit
    settling = (function for _, function, _ in waiting if isinstance(function, _Settling))
    return {subject for each in settling for subject in each.subjects}


def _take_away(subject: str) -> None:
    try:
        if subject == EVERYTHING:
            store.drop_all()
        else:
            store.drop(subject)
    except OSError as error:
        _distrust(error)


def _distrust(error: OSError) -> None:
    """Serve no kept page any more, since one that is not true any more cannot be taken away.

    Where a web server may be serving them too, whom we cannot tell, the transaction must not be committed.
    """
    if not settings.NEWSROOM_PAGES.is_relative_to(settings.NEWSROOM_VAR):
        raise error
    switch().turn_off()
    trouble.failed("taking a page away", error)
