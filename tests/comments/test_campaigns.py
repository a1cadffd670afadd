"""Campaigns: texts that are nearly the same find each other, whoever sends them and wherever, and are put together."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import campaigns, moderation, retention
from comments.models import Campaign, Comment, TextPrint
from tests.factories import make_article, make_comment, make_submission, submit

pytestmark = pytest.mark.django_db

TEXT = (
    "Everybody who still doubts the {} should read what {} wrote about it, "
    "for it explains in plain words what happened"
)
NAMES = ("bridge", "cranes", "ferry", "tram", "harbour", "market", "school", "tower")


@pytest.fixture
def article() -> Article:
    """Return a story that takes comments unread."""
    return make_article(comments_policy="postmoderated")


def variant(number: int = 0) -> str:
    """Return one of many texts that are nearly the same."""
    return TEXT.format(NAMES[number % len(NAMES)], NAMES[number // len(NAMES) % len(NAMES)])


def rules(comment: Comment) -> list[str]:
    """Return what was found of what was sent before."""
    return [finding["rule"] for finding in comment.findings if finding["rule"] not in {"unproved", "flood"}]


def test_nearly_the_same_from_somebody_else_is_held_and_the_moderator_told(article: Article) -> None:
    first = make_comment(article, text=variant(0))
    second = make_comment(article, text=variant(1))
    assert (first.status, rules(first)) == ("approved", [])
    assert (second.status, rules(second)) == ("pending", ["near-duplicate", "copied"])
    assert f"comment {first.pk}" in second.findings[1]["message"]


def test_it_is_found_under_other_stories_and_from_the_same_person(article: Article) -> None:
    make_comment(article, text=variant(0), email="ann@example.org")
    other = make_article(comments_policy="postmoderated")
    elsewhere = make_comment(other, text=variant(1), email="ann@example.org")
    again = make_comment(other, text=variant(2), email="bo@example.org")
    assert rules(elsewhere) == ["near-duplicate"]
    assert "under 2 stories (2 times at least)" in again.findings[0]["message"]


def test_a_second_try_of_the_same_person_under_the_same_story_is_no_repetition(article: Article) -> None:
    make_comment(article, text=variant(0), email="ann@example.org")
    assert rules(make_comment(article, text=variant(1), email="Ann@example.org")) == []


def test_what_was_sent_long_ago_does_not_count(article: Article) -> None:
    make_comment(article, text=variant(0), at=timezone.now() - dt.timedelta(days=31))
    assert rules(make_comment(article, text=variant(1))) == []


@pytest.mark.parametrize(
    ("status", "rule"), [("spam", "like-spam"), ("approved", "copied"), ("rejected", None), ("trash", None)]
)
def test_what_became_of_the_earlier_one_is_told(article: Article, status: str, rule: str | None) -> None:
    make_comment(make_article(), text=variant(0), status=status)
    found = rules(make_comment(article, text=variant(1)))
    assert found == ["near-duplicate", *([rule] if rule else [])]


def test_a_short_text_is_no_copy_of_anybodys(article: Article) -> None:
    make_comment(article, text="I was there in 1984.", status="approved")
    assert rules(make_comment(article, text="I was there in 1991.")) == []
    assert rules(make_comment(article, text="I was there in 1984.")) == ["duplicate"]


def test_three_of_a_kind_become_a_campaign_and_further_ones_join_it(article: Article) -> None:
    first, second = (make_comment(article, text=variant(number)) for number in range(2))
    assert not Campaign.objects.exists()
    other = make_comment(
        article, text="Quite another matter: who pays for the paint on the town hall this year?"
    )
    third = make_comment(make_article(), text=variant(2))
    campaign = Campaign.objects.get()
    fourth = make_comment(make_article(), text=variant(3))
    campaign.refresh_from_db()
    assert set(Comment.objects.in_campaign(campaign.pk)) == {first, second, third, fourth}
    assert (campaign.size, campaign.begun_at, campaign.last_at) == (
        4,
        third.submitted_at,
        fourth.submitted_at,
    )
    assert "campaign" not in rules(third)
    assert "campaign" in rules(fourth)
    assert other.campaign_id is None


def test_what_is_the_same_to_the_letter_is_a_campaign_too(article: Article) -> None:
    last = [make_comment(article, text="Buy now!") for _ in range(4)][-1]
    assert Campaign.objects.get().size == 4
    assert rules(last) == ["duplicate", "campaign"]


def test_a_campaign_that_was_answered_for_good_is_spam_and_its_commenters_read_that_it_is_held(
    article: Article,
) -> None:
    for number in range(3):
        make_comment(article, text=variant(number))
    campaign = Campaign.objects.get()
    now = timezone.now()
    campaigns.answer_later(campaign, later="spam", by="Mo Ray", at=now)
    comment = make_comment(article, text=variant(3))
    assert (comment.status, "campaign-decided" in rules(comment)) == ("spam", True)
    assert {finding["told"] for finding in comment.findings if "campaign" in finding["rule"]} == {
        "Something in it has to be looked at first."
    }
    campaigns.answer_later(campaign, later="", by="Mo Ray", at=now)
    assert make_comment(article, text=variant(4)).status == "pending"


def test_of_a_large_campaign_the_newest_few_are_looked_at_and_all_are_counted(article: Article) -> None:
    last = [make_comment(article, text=variant(number)) for number in range(30)][-1]
    assert Campaign.objects.get().size == 30
    finding = next(finding for finding in last.findings if finding["rule"] == "campaign")
    assert "29 times so far" in finding["message"]


def test_a_text_without_words_is_kept_without_a_sketch(article: Article) -> None:
    make_comment(article, text="🙂")
    assert make_comment(article, text="🙃").status == "approved"
    assert not TextPrint.objects.exists()


def test_quoting_the_story_is_marked_and_answering_it_is_not() -> None:
    said = "The harbour master said on Monday that the swing bridge stays closed to cars until the end of this year."
    article = make_article(comments_policy="postmoderated", body=f"<p>Dark.</p><p>{said}</p>")
    copied = make_comment(article, text=f"Wow: {said}")
    answered = make_comment(
        article, text=f"> {said}\n\nNo, he did not; I was there, and it was said of lorries only."
    )
    assert rules(copied) == ["quoted-story"]
    finding = copied.findings[0]
    assert copied.text[finding["start"] : finding["end"]] == said.rstrip(".")
    assert rules(answered) == []


def queries_of(article: Article, **fields: object) -> int:
    """Return how many queries a submission takes."""
    sent = make_submission(article, **fields)
    with CaptureQueriesContext(connection) as captured:
        moderation.submit(sent)
    return len(captured)


def test_a_submission_costs_as_many_queries_whatever_was_sent_before() -> None:
    article = make_article()
    submit(article)  # what a first submission has to make once
    alone = queries_of(
        article, text="Nobody has said anything like it about the paint on the town hall so far."
    )
    for number in range(12):
        make_comment(article, text=variant(number))
    assert queries_of(article, text=variant(13)) == alone + 1  # the campaign counts one more


def test_sketches_and_empty_campaigns_are_dropped_after_90_days(article: Article) -> None:
    old = timezone.now() - dt.timedelta(days=91)
    for number in range(3):
        make_comment(article, text=variant(number), at=old)
    kept = make_comment(article, text="Quite another matter: who pays for the paint on the town hall?")
    assert retention.apply()["prints"] == 3
    assert list(TextPrint.objects.values_list("comment", flat=True)) == [kept.pk]
    assert not Campaign.objects.exists()


def test_a_refused_text_takes_its_sketch_along(article: Article) -> None:
    long_ago = timezone.now() - dt.timedelta(days=31)
    comment, *others = (make_comment(article, text=variant(number), at=long_ago) for number in range(3))
    moderation.decide([comment], action="trash", by=None, at=long_ago)
    campaign = Campaign.objects.get()
    assert TextPrint.objects.filter(comment=comment).exists()
    retention.apply()
    assert not TextPrint.objects.filter(comment=comment).exists()
    assert set(Comment.objects.in_campaign(campaign.pk).values_list("pk", flat=True)) == {
        other.pk for other in others
    }


@pytest.mark.django_db(transaction=True)
def test_nothing_personal_is_told_of_a_campaign_in_a_list_of_objects(article: Article) -> None:
    comment = make_comment(article, text=variant(), name="Lindy")
    assert str(comment.print) == f"Print of comment {comment.pk}"
    assert str(Campaign(pk=7)) == "Campaign 7"


def test_who_is_like_one_of_a_campaign_and_was_alone_before_comes_along(article: Article) -> None:
    alone = make_comment(article, text=variant(0))
    for number in (1, 2, 3):
        make_comment(article, text=variant(number))
    Comment.objects.filter(pk=alone.pk).update(campaign=None)
    Campaign.objects.update(size=3)
    make_comment(article, text=variant(4))
    assert Campaign.objects.get().size == Comment.objects.exclude(campaign=None).count() == 5
