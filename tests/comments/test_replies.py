"""Replies of the newsroom's own: published at once, under a byline and a badge that nobody else gets."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import publishing
from articles.models import Article
from comments import moderation, replies, retention, verification
from comments.facts import staff
from comments.models import Comment, LogEntry, StaffTitle, StoryPolicy
from comments.models.comment import TEXT_LIMIT_BYTES
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


@pytest.fixture
def ines() -> User:
    """Return Ines Calloway, a reporter who moderates."""
    user = make_staff("ines", "Moderator", first_name="Ines", last_name="Calloway")
    StaffTitle.objects.create(user=user, title="reporter")
    return user


def answered(parent: Comment, by: User, text: str = "Checked. It is every night.", **more: object) -> Comment:
    """Return an answer that was published."""
    made = replies.reply(parent, text=text, by=by, seen=parent.seq, **more)
    assert made is not None
    return made


def test_an_answer_stands_under_the_story_with_its_byline_and_badge(
    client: Client, article: Article, ines: User, settings: object
) -> None:
    parent = make_comment(article, status="approved", name="Halvard Moe")
    answer = answered(parent, ines, "See <b>this</b>: https://example.org/minutes")
    response = client.get(article.get_absolute_url())
    assert_public(response)
    page = Page(response.content.decode())
    drawn = page.one("article", has_class="comment--staff")
    assert drawn["id"] == f"comment-{answer.pk}"
    assert page.one("span", has_class="badge").text.endswith(", reporter")
    assert "to Halvard Moe" in page.one("span", has_class="comment__to").text
    assert '<a href="https://example.org/minutes" rel="nofollow ugc noopener">' in response.content.decode()


def test_an_answer_is_an_entry_of_its_author_and_keeps_nothing_personal_besides(
    article: Article, ines: User
) -> None:
    answer = answered(make_comment(article, status="approved"), ines)
    entry = LogEntry.objects.get(seq=answer.seq)
    assert (entry.action, entry.from_status, entry.to_status) == ("reply", "", "approved")
    assert (entry.actor_id, entry.actor, answer.name) == (ines.pk, "Ines Calloway", "Ines Calloway")
    stored = Comment.objects.get(pk=answer.pk)
    assert (stored.email_sealed, stored.email_print, stored.address_print) == (None, "", "")
    assert (stored.email, stored.device_print) == ("", None)


def test_without_a_title_the_newsrooms_name_stands_alone(article: Article, settings: object) -> None:
    user = make_staff("tom", "Moderator", first_name="Tom", last_name="Verhaegen")
    answer = answered(make_comment(article, status="approved"), user)
    assert answer.staff_role == settings.NEWSROOM_NAME  # type: ignore[attr-defined]


def test_a_held_comment_is_approved_with_its_answer(article: Article, ines: User) -> None:
    parent = make_comment(article)
    with pytest.raises(replies.Refused, match="Approve it"):
        replies.reply(parent, text="Yes.", by=ines, seen=parent.seq)
    answer = answered(parent, ines, approve=True)
    assert Comment.objects.get(pk=parent.pk).is_public
    assert answer.parent_id == parent.pk
    assert list(LogEntry.objects.values_list("action", flat=True)) == ["submit", "approve", "reply"]


def test_nothing_is_published_on_what_has_moved_since(article: Article, ines: User) -> None:
    parent = make_comment(article)
    stale = parent.seq
    moderation.decide([parent], action="trash", by=None)
    assert replies.reply(parent, text="Yes.", by=ines, seen=stale, approve=True) is None
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "why"), [("", "Write"), ("  \n", "Write"), ("é" * TEXT_LIMIT_BYTES, "longer than")]
)
def test_an_answer_has_the_limits_of_every_text(article: Article, ines: User, text: str, why: str) -> None:
    parent = make_comment(article, status="approved")
    with pytest.raises(replies.Refused, match=why):
        replies.reply(parent, text=text, by=ines, seen=parent.seq)


def test_the_same_answer_is_not_published_twice(article: Article, ines: User) -> None:
    parent = make_comment(article, status="approved")
    answered(parent, ines)
    with pytest.raises(replies.Refused, match="already"):
        answered(parent, ines)


def test_an_account_without_a_full_name_answers_nobody(article: Article) -> None:
    parent = make_comment(article, status="approved")
    with pytest.raises(replies.Refused, match="full name"):
        replies.reply(parent, text="Yes.", by=make_staff("nobody", "Moderator"), seen=parent.seq)


def test_a_closed_story_takes_the_newsrooms_answer_and_one_on_legal_hold_does_not(
    article: Article, ines: User
) -> None:
    parent = make_comment(article, status="approved")
    policy = StoryPolicy.objects.create(article=article, mode="closed")
    answered(parent, ines)
    policy.mode, policy.reason = "legal-hold", "A court asked."
    policy.save()
    with pytest.raises(replies.Refused, match="legal hold"):
        answered(parent, ines, "One more.")


def test_a_withdrawn_story_takes_no_answer(article: Article, ines: User) -> None:
    parent = make_comment(article, status="approved")
    publishing.withdraw(article)
    with pytest.raises(replies.Refused, match="not published"):
        answered(parent, ines)


def test_an_undone_answer_is_in_the_trash(article: Article, ines: User) -> None:
    answer = answered(make_comment(article, status="approved"), ines)
    (entry,) = moderation.undo(LogEntry.objects.filter(seq=answer.seq), by=ines)
    assert (entry.action, entry.to_status) == ("undo", "trash")


def test_a_trashed_answer_loses_its_byline_with_its_text(article: Article, ines: User) -> None:
    answer = answered(make_comment(article, status="approved"), ines)
    (entry,) = moderation.decide([answer], action="trash", by=ines)
    retention.empty_refused(before=entry.at + retention.REFUSED_TEXTS_LIVE)
    emptied = Comment.objects.get(pk=answer.pk)
    assert (emptied.name, emptied.staff_id, emptied.staff_role) == ("", None, None)


def test_whoever_takes_the_name_of_who_answered_is_held(article: Article, ines: User) -> None:
    staff.forget()
    open_ = make_article(comments_policy="postmoderated")
    answered(make_comment(open_, status="approved"), ines)
    held = make_comment(open_, name="Ines Calloway", text="I am the reporter.")
    assert held.status == "pending"
    assert held.staff_role is None
    assert "badge" not in str(held.fragment)


@pytest.mark.django_db(transaction=True)
def test_the_log_stays_sound(article: Article, ines: User) -> None:
    answered(make_comment(article), ines, approve=True)
    assert verification.verify().is_sound
