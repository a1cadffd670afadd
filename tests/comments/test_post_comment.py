"""Posting: a reply is taken or told why not, and nothing that was typed is lost."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles import publishing
from articles.models import Article
from comments import moderation, policies
from comments.arrival import NotTaken
from comments.models import Comment, Counter
from comments.screening.rate import RatePolicy
from comments.screening.whole import Policy
from tests.comments.posting import OURS, TYPED, post, shown
from tests.factories import make_article, make_comment, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


def test_a_reply_leads_to_its_receipt_and_is_held(client: Client, article: Article) -> None:
    response = post(client, article)
    assert response.status_code == 303
    assert re.fullmatch(r"/receipts/[\w-]{22}/", response["Location"])
    comment = Comment.objects.get()
    assert (comment.status, comment.text, comment.name) == ("pending", TYPED["comment"], "Lindy")
    receipt = client.get(response["Location"])
    assert receipt.status_code == 200
    assert "Held for moderation" in shown(receipt)
    assert TYPED["comment"] in shown(receipt)


def test_no_cookie_is_set_and_none_is_needed(client: Client, article: Article) -> None:
    response = post(client, article)
    client.get(response["Location"])
    assert not client.cookies


def test_the_same_post_again_leads_to_the_first_receipt(client: Client, article: Article) -> None:
    assert post(client, article)["Location"] == post(client, article)["Location"]
    assert Comment.objects.count() == 1


def test_the_same_text_from_elsewhere_is_a_comment_of_its_own_with_a_finding(
    client: Client, article: Article
) -> None:
    first, second = post(client, article), post(client, article, address="198.51.100.1")
    assert first["Location"] != second["Location"]
    assert "repeat" in {finding["rule"] for finding in Comment.objects.latest("pk").findings}


def test_the_same_post_ten_minutes_later_is_a_comment_of_its_own(article: Article) -> None:
    start = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
    same = {"text": "Again.", "name": "Lindy", "email": "l@example.org", "address": "192.0.2.1"}
    first = submit(article, at=start, **same)
    within = submit(article, at=start + dt.timedelta(minutes=9), **same)
    after = submit(article, at=start + dt.timedelta(minutes=11), **same)
    assert (within.repeated, within.token) == (True, first.token)
    assert (after.repeated, after.token == first.token) == (False, False)


def test_a_second_reply_within_seconds_waits_and_keeps_its_text(client: Client, article: Article) -> None:
    post(client, article)
    response = post(client, article, comment="And another thing.")
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 15
    assert "And another thing." in shown(response)
    assert (Comment.objects.count(), Counter.objects.filter(count=1).count()) == (1, 3)


@pytest.mark.parametrize(
    ("policy", "address"),
    [
        pytest.param(RatePolicy(address_an_hour=2), "192.0.2.1", id="one address"),
        pytest.param(RatePolicy(network_an_hour=2), "192.0.2.77", id="its neighbours"),
    ],
)
def test_an_hours_limit_of_an_address_refuses_with_the_time_to_wait_and_keeps_the_text(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch, policy: RatePolicy, address: str
) -> None:
    monkeypatch.setattr(policies, "at_hand", lambda: Policy(rate=policy))
    now = timezone.now()
    for minutes in (30, 20):
        submit(article, address="192.0.2.1", at=now - dt.timedelta(minutes=minutes))
    response = post(client, article, comment="And another thing.", address=address)
    assert response.status_code == 429
    assert 1700 <= int(response["Retry-After"]) <= 1800
    assert "Please wait 30 minutes, then send this one." in shown(response)
    assert "And another thing." in shown(response)
    assert (Comment.objects.count(), Counter.objects.filter(count=3).count()) == (2, 0)
    assert post(client, article, address="198.51.100.1").status_code == 303


def test_a_post_from_nowhere_is_not_counted(article: Article) -> None:
    submit(article, address="")
    assert not Counter.objects.exists()


def test_another_address_need_not_wait(client: Client, article: Article) -> None:
    post(client, article)
    assert post(client, article, comment="Me too.", address="198.51.100.1").status_code == 303


def test_flood_seconds_of_zero_let_everybody_through(
    client: Client, article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_FLOOD_SECONDS = 0
    post(client, article)
    assert post(client, article, comment="And another thing.").status_code == 303


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_another_method_is_not_allowed(client: Client, article: Article, method: str) -> None:
    assert getattr(client, method)(f"{article.get_absolute_url()}reply/").status_code == 405


def test_an_answer_stands_under_what_it_answers(client: Client, article: Article) -> None:
    parent = make_comment(article, status="approved")
    assert post(client, article, parent=str(parent.pk)).status_code == 303
    answer = Comment.objects.latest("pk")
    assert (answer.parent_id, answer.depth) == (parent.pk, 2)
    assert answer.position.startswith(parent.position)


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "trash"])
def test_nobody_answers_what_is_not_public(client: Client, article: Article, status: str) -> None:
    parent = make_comment(article, status=status)
    response = post(client, article, parent=str(parent.pk))
    assert response.status_code == 422
    assert TYPED["comment"] in shown(response)
    assert f'value="{parent.pk}"' not in response.content.decode()


def test_nobody_answers_a_comment_of_another_story(client: Client, article: Article) -> None:
    parent = make_comment(make_article(), status="approved")
    assert post(client, article, parent=str(parent.pk)).status_code == 422


def test_a_closed_story_answers_403_with_the_text(client: Client) -> None:
    response = post(client, make_article(comments_policy="closed"))
    assert response.status_code == 403
    assert TYPED["comment"] in shown(response)


def test_for_a_closed_story_nothing_is_rendered_or_looked_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("comments.markup.render")
    monkeypatch.delattr("comments.facts.gather")
    assert post(client, make_article(comments_policy="closed")).status_code == 403


def test_a_closed_story_is_said_to_be_closed_whatever_else_is_wrong(client: Client) -> None:
    response = post(client, make_article(comments_policy="closed"), name="")
    assert response.status_code == 403
    assert TYPED["comment"] in shown(response)


def test_a_reply_that_is_taken_draws_no_form_and_reads_its_story_once(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("comments.forms.FormHelper")
    with CaptureQueriesContext(connection) as asked:
        assert post(client, article).status_code == 303
    assert sum('"articles_article"."body"' in each["sql"] for each in asked) == 1


def test_a_withdrawn_story_answers_410_with_the_text_and_without_its_headline(client: Client) -> None:
    article = make_article(headline="Withdrawn for a reason")
    publishing.withdraw(article)
    response = post(client, article)
    assert response.status_code == 410
    assert TYPED["comment"] in shown(response)
    assert "Withdrawn for a reason" not in shown(response)


@pytest.mark.parametrize("path", ["/2026/11/22/no-such-story/", "/2026/02/30/no-such-day/"])
def test_a_missing_story_answers_404_with_the_text(client: Client, path: str) -> None:
    response = post(client, path)
    assert response.status_code == 404
    assert TYPED["comment"] in shown(response)


def test_a_draft_answers_as_if_it_were_not_there(client: Client) -> None:
    assert post(client, make_article(published=False)).status_code == 404


def test_a_post_from_another_site_is_refused_with_the_text(client: Client, article: Article) -> None:
    response = post(client, article, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert TYPED["comment"] in shown(response)
    assert Comment.objects.count() == 0


def test_a_post_without_any_evidence_is_taken_and_held_with_a_finding(client: Client) -> None:
    article = make_article(comments_policy="postmoderated")
    assert post(client, article, headers={}).status_code == 303
    comment = Comment.objects.get()
    assert comment.status == "pending"
    assert "unknown-page" in {finding["rule"] for finding in comment.findings}


def test_on_an_open_story_a_reply_is_public_at_once(client: Client) -> None:
    article = make_article(comments_policy="postmoderated")
    before = article.changed_at
    receipt = client.get(post(client, article)["Location"])
    article.refresh_from_db()
    assert Comment.objects.get().status == "approved"
    assert article.changed_at > before
    assert "Published" in shown(receipt)


def test_a_get_leads_back_to_the_form(client: Client, article: Article) -> None:
    response = client.get(f"{article.get_absolute_url()}reply/")
    assert (response.status_code, response["Location"]) == (302, f"{article.get_absolute_url()}#reply")


def test_what_closes_between_the_form_and_the_post_is_told_and_keeps_the_text(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise NotTaken("This story takes no comments.")

    monkeypatch.setattr(moderation, "submit", refuse)
    response = post(client, article)
    assert response.status_code == 409
    assert TYPED["comment"] in shown(response)


def test_the_post_is_told_from_the_client_that_the_proxy_names(
    client: Client, article: Article, settings: Settings
) -> None:
    settings.NEWSROOM_TRUSTED_PROXIES = ["10.0.0.0/8"]
    for number, client_address in enumerate(["198.51.100.1", "198.51.100.2"]):
        headers = {**OURS, "X-Forwarded-For": f"203.0.113.9, {client_address}"}
        response = post(client, article, headers=headers, address="10.0.0.1", comment=f"Number {number}.")
        assert response.status_code == 303
