"""Notes on commenters: bound to what is kept of them, and gone when nothing is."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from comments import notes, retention
from comments.models import Comment, Note
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db

EMAIL = "lindy.marsh@example.org"


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


@pytest.fixture
def moderator() -> User:
    """Return Mo Ray, who moderates."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def days_ago(days: float) -> dt.datetime:
    """Return a time that many days before now."""
    return timezone.now() - dt.timedelta(days=days)


def test_a_note_is_about_the_device_where_there_is_one_and_else_about_the_email_address(
    article: Article, moderator: User
) -> None:
    proved, typed = make_comment(article, device="hers"), make_comment(article)
    noted = [notes.add(comment, text="Sells bridges.", by=moderator) for comment in (proved, typed)]
    assert [(note.target, note.fingerprint) for note in noted] == [
        ("device", proved.device_print),
        ("email", typed.email_print),
    ]
    assert (noted[0].by, noted[0].by_id, noted[0].text) == ("Mo Ray", moderator.pk, "Sells bridges.")


def test_nobody_is_meant_when_nothing_is_kept(article: Article, moderator: User) -> None:
    comment = make_comment(article)
    comment.email_print = ""
    with pytest.raises(notes.NobodyMeant):
        notes.add(comment, text="Who?", by=moderator)


@pytest.mark.parametrize(
    ("who", "may"), [("mo", True), ("another moderator", False), ("an editor", True), ("a superuser", True)]
)
def test_who_wrote_a_note_and_editors_delete_it(
    article: Article, moderator: User, who: str, may: bool
) -> None:
    note = notes.add(make_comment(article), text="Sells bridges.", by=moderator)
    others = {"another moderator": ["Moderator"], "an editor": ["Editor"], "a superuser": []}
    user = moderator if who == "mo" else make_staff("x", *others[who], is_superuser=who == "a superuser")
    assert notes.may_delete(note, user) is may
    if may:
        notes.delete(note, by=user)
    else:
        with pytest.raises(notes.NotYours):
            notes.delete(note, by=user)
    assert Note.objects.exists() is not may


def test_a_note_on_a_device_lives_as_long_as_a_comment_has_its_fingerprint(
    article: Article, moderator: User
) -> None:
    old = make_comment(article, device="hers", at=days_ago(181))
    young = make_comment(article, device="hers", at=days_ago(170))
    notes.add(old, text="Sells bridges.", by=moderator)
    retention.apply()
    assert Note.objects.count() == 1
    Comment.objects.filter(pk=young.pk).update(submitted_at=days_ago(181))
    retention.apply()
    assert Note.objects.count() == 0


def test_a_note_on_an_email_address_goes_with_the_last_comment_sent_under_it(
    article: Article, moderator: User
) -> None:
    refused = make_comment(article, status="rejected", email=EMAIL, at=days_ago(31))
    kept = notes.add(make_comment(article, status="approved"), text="A regular.", by=moderator)
    notes.add(refused, text="Sells bridges.", by=moderator)
    retention.apply()
    assert list(Note.objects.all()) == [kept]


def test_a_note_on_a_device_is_not_kept_by_an_email_address_and_the_other_way_round(
    article: Article, moderator: User
) -> None:
    comment = make_comment(article, device="hers")
    note = notes.add(comment, text="Sells bridges.", by=moderator)
    Comment.objects.filter(pk=comment.pk).update(device_print=None, email_print=note.fingerprint)
    retention.apply()
    assert not Note.objects.exists()


def test_a_note_says_nothing_of_a_person_in_its_name(article: Article, moderator: User) -> None:
    note = notes.add(make_comment(article), text="Lindy Marsh", by=moderator)
    assert str(note) == f"Note {note.pk}"
