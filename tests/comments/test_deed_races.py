"""Races of deeds: of two at the same moment on one comment one is made, and the log knows each once."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import User

from comments import campaigns, closing, deeds, moderation, redaction, replies, verification
from comments.models import Comment, LogEntry, StoryPolicy
from comments.screening.repetition import RepetitionPolicy
from comments.thread import MOST_PINNED
from comments.words import Mode
from tests.comments.test_races import at_once
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db(transaction=True)


def moderators() -> tuple[User, User]:
    """Return two moderators."""
    return (
        make_staff("amara", "Moderator", first_name="Amara", last_name="Quist"),
        make_staff("bashir", "Moderator", first_name="Bashir", last_name="Lindgren"),
    )


def test_of_a_pick_and_a_rejection_one_is_made() -> None:
    article, (amara, bashir) = make_article(), moderators()
    comments = [make_comment(article) for _ in range(15)]
    seen = {comment.pk: comment.seq for comment in comments}

    def decide(action: str, by: User, order: int) -> Callable[[], int]:
        def deed() -> int:
            each = (Comment.objects.filter(pk=pk) for pk in sorted(seen, reverse=order < 0))
            return sum(len(moderation.decide(one, action=action, by=by, seen=seen)) for one in each)

        return deed

    made = at_once([decide("pick", amara, 1), decide("reject", bashir, -1)])
    assert sum(count for count in made if isinstance(count, int)) == 15
    for comment in Comment.objects.all():
        assert (comment.picked_at is not None) == comment.is_public
    assert verification.verify().is_sound


def test_of_two_deeds_on_what_both_have_seen_one_is_made() -> None:
    article, (amara, bashir) = make_article(), moderators()
    comment = make_comment(article, status="approved", text="Mind the gap.")
    seen = comment.seq
    made = at_once(
        [
            lambda: deeds.pin(Comment.objects.get(pk=comment.pk), by=amara, seen=seen),
            lambda: deeds.escalate(Comment.objects.get(pk=comment.pk), by=bashir, note="Hm.", seen=seen),
            lambda: redaction.redact(comment, [(0, 4)], by=amara, seen=seen),
            lambda: next(
                iter(moderation.decide([comment], action="pick", by=bashir, seen={comment.pk: seen})), None
            ),
        ]
    )
    assert [isinstance(each, LogEntry) for each in made].count(True) == 1
    assert LogEntry.objects.of_comment(comment.pk).count() == 3
    assert verification.verify().is_sound


def test_however_many_pin_at_once_no_more_are_pinned_than_there_is_room_for() -> None:
    article, (amara, _) = make_article(), moderators()
    comments = [make_comment(article, status="approved") for _ in range(MOST_PINNED + 3)]

    def pin(comment: Comment) -> Callable[[], bool]:
        def deed() -> bool:
            try:
                return deeds.pin(comment, by=amara, seen=comment.seq) is not None
            except deeds.TooManyPinned:
                return False

        return deed

    assert at_once([pin(comment) for comment in comments]).count(True) == MOST_PINNED
    assert Comment.objects.for_article(article.pk).pinned().count() == MOST_PINNED
    assert verification.verify().is_sound


def test_the_same_answer_sent_twice_at_once_is_published_once() -> None:
    article, (amara, _) = make_article(), moderators()
    parent = make_comment(article)

    def reply() -> bool:
        try:
            return replies.reply(parent, text="Yes.", by=amara, seen=parent.seq, approve=True) is not None
        except replies.Refused:
            return False

    assert at_once([reply] * 4).count(True) == 1
    assert Comment.objects.filter(parent=parent).count() == 1
    assert verification.verify().is_sound


@pytest.mark.parametrize("deed", ["redact", "restore"])
def test_to_change_a_text_and_to_send_one_like_it_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    article, (amara, _) = make_article(), moderators()
    said = "The night ferry will be missed by everybody who works late at the harbour and lives across the water."
    comments = [make_comment(article, text=said) for _ in range(RepetitionPolicy().campaign_from - 1)]
    changed, remember, sketched = comments[0], campaigns.remember, Event()
    taken_out = redaction.redact(changed, [(0, 3)], by=amara, seen=changed.seq) if deed == "restore" else None

    def slow(*given: Any) -> None:
        remember(*given)
        sketched.set()
        time.sleep(0.5)  # in which the other gets as far as it can

    def change() -> bool:
        assert sketched.wait(10)
        if taken_out:
            return redaction.restore(taken_out, by=amara) is not None
        return redaction.redact(changed, [(0, 3)], by=amara, seen=changed.seq) is not None

    monkeypatch.setattr(campaigns, "remember", slow)
    sent, is_changed = at_once([lambda: submit(article, text=said), change])
    assert is_changed
    assert isinstance(sent, moderation.Submitted)
    other = Comment.objects.get(pk=comments[1].pk)
    assert sent.comment.campaign_id == other.campaign_id is not None
    assert verification.verify().is_sound


def test_of_two_who_close_a_thread_one_has_closed_it() -> None:
    article, staff = make_article(), moderators()
    closed = at_once([partial(closing.close, article, by=by) for by in staff * 2])
    assert closed.count(True) == 1
    assert StoryPolicy.objects.get().mode == Mode.CLOSED
    assert Edit.objects.count() == 1
