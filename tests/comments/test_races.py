"""Races: whatever happens at the same moment, nothing is decided twice, lost or numbered wrongly."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone

from comments import bulk, moderation, throttle, verification
from comments.bounds import Bounds
from comments.desk.runs import perform
from comments.models import BulkRun, Comment, Counter, LogEntry
from comments.models.dry_run import State
from comments.screening.shapes import Submission
from tests.factories import make_article, make_comment, make_staff, make_submission

pytestmark = pytest.mark.django_db(transaction=True)


def at_once[T](deeds: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all of it at the same moment, each over a database connection of its own."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return deed()
        except throttle.TooSoon as early:
            return early
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_moderators_decide_each_comment_once() -> None:
    article = make_article()
    comments = [make_comment(article) for _ in range(30)]
    amara, bashir = make_staff("amara"), make_staff("bashir")
    seen = {comment.pk: comment.seq for comment in comments}

    def decide(action: str, by: object, order: int) -> Callable[[], int]:
        def deed() -> int:
            made = 0
            for pk in sorted(seen, reverse=order < 0):
                one = Comment.objects.filter(pk=pk)
                made += len(moderation.decide(one, action=action, by=by, seen=seen))
            return made

        return deed

    counts = at_once([decide("approve", amara, 1), decide("reject", bashir, -1)])
    assert sum(count for count in counts if isinstance(count, int)) == 30
    assert LogEntry.objects.exclude(action="submit").count() == 30
    assert verification.verify().is_sound
    for pk, stands in moderation.standing(comments).items():
        assert Comment.objects.get(pk=pk).status == stands.status


def test_two_bulk_decisions_over_the_same_comments_never_wait_for_each_other() -> None:
    article = make_article()
    comments = [make_comment(article) for _ in range(40)]
    counts = at_once(
        [
            lambda: len(moderation.decide(comments, action="spam", by=None)),
            lambda: len(moderation.decide(list(reversed(comments)), action="trash", by=None)),
        ]
    )
    assert sorted(count for count in counts if isinstance(count, int)) == [0, 40]
    assert verification.verify().is_sound


def test_the_same_post_twice_at_once_is_one_comment_with_one_receipt() -> None:
    sent = make_submission(make_article())
    results = at_once([lambda: moderation.submit(sent)] * 6)
    tokens = {result.token for result in results if isinstance(result, moderation.Submitted)}
    assert len(tokens) == 1
    assert Comment.objects.count() == 1


def test_of_many_posts_from_one_address_at_once_one_is_taken() -> None:
    article = make_article()
    sent = [make_submission(article, address="192.0.2.1") for _ in range(6)]

    def submit(one: Submission) -> Callable[[], moderation.Submitted]:
        return lambda: moderation.submit(one)

    results = at_once([submit(one) for one in sent])
    assert sum(isinstance(result, throttle.TooSoon) for result in results) == 5
    assert (Comment.objects.count(), Counter.objects.filter(count=1).count()) == (1, 3)


def test_of_many_counts_at_once_as_many_get_through_as_may() -> None:
    now = timezone.now()

    def take(number: int) -> Callable[[], None]:
        most = {f"address {number}": 5, "network": 4}
        return lambda: throttle.take_all(most, within=dt.timedelta(hours=1), at=now)

    results = at_once([take(number) for number in range(8)])
    assert sum(isinstance(result, throttle.TooSoon) for result in results) == 4
    assert Counter.objects.get(key="network").count == 4
    assert Counter.objects.count() == 5


def test_posts_from_everywhere_at_once_are_all_taken_and_the_log_has_no_gap() -> None:
    article = make_article()

    def submit(one: Submission) -> Callable[[], moderation.Submitted]:
        return lambda: moderation.submit(one)

    results = at_once([submit(make_submission(article)) for _ in range(12)])
    assert all(isinstance(result, moderation.Submitted) for result in results)
    assert list(LogEntry.objects.values_list("seq", flat=True)) == list(range(1, 13))
    assert verification.verify().is_sound


def test_two_moderators_on_the_same_selection_decide_each_comment_once() -> None:
    article = make_article()
    seen = {comment.pk: comment.seq for comment in (make_comment(article) for _ in range(40))}
    amara, bashir = make_staff("amara"), make_staff("bashir")

    def decide(by: User, action: str) -> Callable[[], BulkRun]:
        def deed() -> BulkRun:
            return bulk.decide(list(Comment.objects.all()), bulk.Order(by, action), seen=seen)

        return deed

    runs = [
        run
        for run in at_once([decide(amara, "approve"), decide(bashir, "trash")])
        if isinstance(run, BulkRun)
    ]
    assert sorted((run.decided, run.overtaken) for run in runs) == [(0, 40), (40, 0)]
    assert LogEntry.objects.exclude(action="submit").count() == 40
    assert verification.verify().is_sound


def test_a_run_and_a_moderator_at_the_desk_decide_each_comment_once() -> None:
    article = make_article()
    comments = [make_comment(article) for _ in range(30)]
    amara, bashir = make_staff("amara", "Moderator"), make_staff("bashir")
    run = bulk.start(perform, bulk.Order(amara, "spam"), Bounds.now())

    def one_by_one() -> int:
        return sum(len(moderation.decide([each], action="approve", by=bashir)) for each in comments)

    by_run, by_hand = at_once([lambda: perform.func(run.pk), one_by_one])
    assert by_run is None
    run.refresh_from_db()
    assert run.state == State.FINISHED
    assert run.decided + int(str(by_hand)) == 30
    assert LogEntry.objects.exclude(action="submit").count() == 30
    assert verification.verify().is_sound
