"""What the staff sends twice counts once: a note and a ban, one after the other and at the same moment."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from comments import bans, notes, once
from comments.models import Comment, Note, Restriction
from tests.comments.test_races import at_once
from tests.factories import make_article, make_comment, make_staff

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
LATER = NOW + once.AGAIN - dt.timedelta(seconds=1)


@pytest.fixture
def moderator() -> User:
    """Return Mo Ray, who moderates."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


@pytest.fixture
def comment() -> Comment:
    """Return a comment that was sent with a device."""
    return make_comment(make_article(), device="hers")


def ban(comment: Comment, by: User, *, at: dt.datetime = NOW, **given: Any) -> Restriction:
    """Ban whoever sent a comment, by default for a day."""
    asked = {"effect": "ban", "target": "device", "reason": "person", "until": at + DAY, "note": "", **given}
    return bans.restrict(comment.device_print or "", by=by, at=at, **asked)


@pytest.mark.django_db
def test_a_note_that_is_sent_again_is_the_first(comment: Comment, moderator: User) -> None:
    first = notes.add(comment, text="Sells bridges.", by=moderator, at=NOW)
    assert notes.add(comment, text="Sells bridges.", by=moderator, at=LATER) == first
    assert Note.objects.get().at == NOW


@pytest.mark.django_db
def test_other_words_of_another_on_another_or_later_are_another_note(
    comment: Comment, moderator: User
) -> None:
    namesake = make_staff("mo2", "Moderator", first_name="Mo", last_name="Ray")
    notes.add(comment, text="Warned.", by=moderator, at=NOW)
    notes.add(comment, text="Warned again.", by=moderator, at=NOW)
    notes.add(comment, text="Warned.", by=namesake, at=NOW)
    notes.add(make_comment(comment.article), text="Warned.", by=moderator, at=NOW)
    notes.add(comment, text="Warned.", by=moderator, at=NOW + once.AGAIN)
    assert Note.objects.count() == 5


@pytest.mark.django_db
def test_what_was_deleted_is_noted_again(comment: Comment, moderator: User) -> None:
    notes.delete(notes.add(comment, text="Warned.", by=moderator), by=moderator)
    notes.add(comment, text="Warned.", by=moderator)
    assert Note.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("lasts", [None, DAY])
def test_a_ban_that_is_sent_again_is_the_first(
    comment: Comment, moderator: User, lasts: dt.timedelta | None
) -> None:
    ends = [lasts and at + lasts for at in (NOW, LATER)]
    first = ban(comment, moderator, until=ends[0])
    assert ban(comment, moderator, at=LATER, until=ends[1]) == first
    assert Restriction.objects.get().until == ends[0]


@pytest.mark.django_db
def test_a_ban_that_ends_with_the_same_day_is_the_first(comment: Comment, moderator: User) -> None:
    ends = NOW + 3 * DAY
    assert ban(comment, moderator, until=ends) == ban(comment, moderator, at=LATER, until=ends)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [{"until": NOW + 2 * DAY}, {"until": None}, {"effect": "watch"}, {"reason": "topic"}, {"note": "Again."}],
)
def test_a_ban_that_says_something_else_is_another(
    comment: Comment, moderator: User, other: dict[str, Any]
) -> None:
    ban(comment, moderator)
    ban(comment, moderator, **other)
    assert Restriction.objects.count() == 2


@pytest.mark.django_db
def test_a_ban_that_was_ended_or_is_over_is_made_again(comment: Comment, moderator: User) -> None:
    minute = dt.timedelta(minutes=1)
    bans.end(ban(comment, moderator), by=moderator, at=NOW)
    ban(comment, moderator, until=NOW + minute)
    ban(comment, moderator, at=NOW + 2 * minute, until=NOW + 3 * minute)
    ban(comment, moderator)
    assert Restriction.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_notes_and_bans_that_are_sent_at_the_same_moment_one_is_kept() -> None:
    mo, comment = make_staff("mo", "Moderator"), make_comment(make_article(), device="hers")
    assert len(set(at_once([lambda: notes.add(comment, text="Warned.", by=mo)] * 6))) == 1
    assert len(set(at_once([lambda: ban(comment, mo, at=timezone.now(), until=None)] * 6))) == 1
    assert (Note.objects.count(), Restriction.objects.count()) == (1, 1)
