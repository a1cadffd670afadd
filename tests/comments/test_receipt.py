"""Receipts: private, true, and careful with what nobody has approved."""

import pytest
from django.test import Client

from articles import publishing
from comments import moderation, receipts, retention
from comments.models import Comment
from tests.factories import make_article, submit

pytestmark = pytest.mark.django_db


def page(client: Client, token: str) -> str:
    """Return the receipt's page."""
    return client.get(f"/receipts/{token}/").content.decode()


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (None, "Held for moderation"),
        ("approve", "Published"),
        ("reject", "Not published"),
        ("trash", "Not published"),
        ("spam", "Held for moderation"),
    ],
)
def test_the_state_is_told_in_plain_words_and_spam_is_told_nothing(
    client: Client, action: str | None, said: str
) -> None:
    sent = submit(make_article())
    if action:
        moderation.decide([sent.comment], action=action, by=None)
    assert said in page(client, sent.token)


def test_a_held_reply_is_told_why_once_for_each_reason(client: Client) -> None:
    sent = submit(make_article(), text="https://a.example https://b.example https://c.example")
    shown = page(client, sent.token)
    assert shown.count("It has 3 links.") == 1
    assert "Every reply to this story is read before it appears." in shown


def test_a_rejection_names_its_house_rule(client: Client) -> None:
    sent = submit(make_article())
    moderation.decide([sent.comment], action="reject", by=None, reason="person")
    assert "Argue with the point, not with the person" in page(client, sent.token)


def test_links_are_no_links_until_approved(client: Client) -> None:
    sent = submit(make_article(), text="See https://example.org/phish now")
    assert 'href="https://example.org/phish"' not in page(client, sent.token)
    assert "https://example.org/phish" in page(client, sent.token)
    moderation.decide([sent.comment], action="approve", by=None)
    assert 'href="https://example.org/phish"' in page(client, sent.token)


def test_a_reply_whose_story_was_withdrawn_is_said_to_be_gone_and_has_no_links(client: Client) -> None:
    article = make_article()
    sent = submit(article, text="See https://example.org/phish now")
    moderation.decide([sent.comment], action="approve", by=None)
    publishing.withdraw(article)
    shown = page(client, sent.token)
    assert "The story is not there any more." in shown
    assert 'href="https://example.org/phish"' not in shown
    assert "See it in place" not in shown


def test_a_receipt_is_private_and_not_indexed(client: Client) -> None:
    response = client.get(f"/receipts/{submit(make_article()).token}/")
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("token", ["x", "A" * 22, "%00", "../admin"])
def test_an_unknown_receipt_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/receipts/{token}/").status_code == 404


def test_nothing_is_posted_to_a_receipt(client: Client) -> None:
    assert client.post(f"/receipts/{submit(make_article()).token}/").status_code == 405


def test_the_token_itself_is_not_stored() -> None:
    sent = submit(make_article())
    stored = Comment.objects.filter(pk=sent.comment.pk).values().get()
    assert sent.token not in str(stored)
    assert stored["receipt_hash"] == receipts.token_hash(sent.token)


def test_an_emptied_comment_keeps_its_state_and_shows_no_text(client: Client) -> None:
    sent = submit(make_article(), text="Words that go")
    (entry,) = moderation.decide([sent.comment], action="reject", by=None)
    retention.apply(at=entry.at + retention.REFUSED_TEXTS_LIVE + retention.EVERY)
    shown = page(client, sent.token)
    assert "Not published" in shown
    assert "Words that go" not in shown
