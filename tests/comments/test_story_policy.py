"""Story policies at work: what readers see of them, what the door does, and when pages are not true any more."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from articles.pages import moments
from comments import moderation
from comments.arrival import NotTaken
from comments.models import Comment, SectionPolicy, SitePolicy, StoryPolicy
from comments.screening.story import StoryFacts
from tests.articles.keeping import bake_all, kept
from tests.comments.posting import post, shown
from tests.factories import make_article, make_comment, make_section, make_staff, submit
from tests.page import Page, assert_public

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def article() -> Article:
    """Return a published story."""
    return make_article(comments_policy="postmoderated")


@pytest.fixture
def editor() -> Client:
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    return client


def page_of(client: Client, article: Article) -> Page:
    """Return the story's page."""
    return assert_public(client.get(article.get_absolute_url()))


def true_until(client: Client, address: str) -> float:
    """Return until when a page is true, as whoever keeps it is told."""
    with moments.noting() as noted:
        client.get(address)
    return noted.until


CLOSED = [
    pytest.param(lambda story: StoryPolicy(article=story, mode="closed"), "Nobody can add to it", id="story"),
    pytest.param(
        lambda story: StoryPolicy(article=story, mode="legal-hold", reason="Case 12"),
        "legal reasons",
        id="legal",
    ),
    pytest.param(
        lambda story: SectionPolicy(section=story.section, mode="legal-hold"), "legal reasons", id="section"
    ),
    pytest.param(lambda story: SitePolicy(stopped=True, message="Back at six."), "Back at six.", id="site"),
    pytest.param(lambda story: SitePolicy(stopped=True), "any story just now", id="site without a message"),
]


@pytest.mark.parametrize(("policy", "told"), CLOSED)
def test_a_story_that_is_closed_says_so_and_takes_nothing(
    client: Client, article: Article, policy: Any, told: str
) -> None:
    make_comment(article, status="approved")
    policy(article).save()
    page = page_of(client, article)
    assert told in page.one("div", has_class="closed").text
    assert not page.all("form", method="post")
    assert ">Reply</button>" not in client.get(article.get_absolute_url()).content.decode()
    response = post(client, article, comment="Two lines of mine.")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert told in shown(response)
    assert "Two lines of mine." in shown(response)
    with pytest.raises(NotTaken, match=told):
        submit(article)
    assert Comment.objects.count() == 1


def test_what_is_closed_meanwhile_is_refused_with_what_was_typed(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.facts.story.of", lambda *_: StoryFacts(refusal="It has just been closed."))
    response = post(client, article, comment="Two lines of mine.")
    assert response.status_code == HTTPStatus.CONFLICT
    assert "It has just been closed." in shown(response)
    assert "Two lines of mine." in shown(response)


def test_the_lists_say_which_stories_take_replies(client: Client, article: Article) -> None:
    for address in ("/", article.section.get_absolute_url()):
        assert "Be the first to reply" in shown(client.get(address))
    StoryPolicy.objects.create(article=article, mode="closed")
    for address in ("/", article.section.get_absolute_url()):
        assert "Closed for replies" in shown(client.get(address))


def test_a_premoderated_section_says_so_beside_the_form(client: Client) -> None:
    article = make_article()
    assert "A person reads it first." in page_of(client, article).one("form", method="post").text
    SectionPolicy.objects.create(section=article.section, mode="postmoderated")
    assert "A person reads it first." not in page_of(client, article).one("form", method="post").text
    StoryPolicy.objects.create(article=article, risk="high")
    assert "A person reads it first." in page_of(client, article).one("form", method="post").text


def test_an_open_section_publishes_at_once_and_outside_its_hours_holds(
    client: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = "UTC"
    article = make_article(at=timezone.now() - 30 * DAY)
    policy = SectionPolicy.objects.create(section=article.section, mode="postmoderated")
    assert submit(article).comment.status == "approved"
    policy.hours = "Mon-Fri 08:00-18:00"
    policy.save()
    sunday, monday = (dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC) for day in (22, 23))
    assert submit(article, at=monday).comment.status == "approved"
    held = submit(article, at=sunday).comment
    assert held.status == "pending"
    told = [finding["told"] for finding in held.findings if finding["rule"] == "desk-closed"]
    assert told == [
        "The desk is closed. It reads replies again from Monday 23 November 2026, 08:00 (UTC time)."
    ]
    assert "Replies are read Mon–Fri 08:00–18:00 (UTC time)." in page_of(client, article).one(id="reply").text


def test_a_form_without_hours_says_nothing_of_them(client: Client, article: Article) -> None:
    assert "Replies are read" not in page_of(client, article).one(id="reply").text


def test_a_rejected_commenter_may_write_again_only_where_the_story_takes_it(
    client: Client, article: Article
) -> None:
    sent = submit(article)
    moderation.decide([sent.comment], action="reject", by=None, reason="person")
    address = reverse("comments:receipt", args=[sent.token])
    assert "Write it again" in shown(client.get(address))
    StoryPolicy.objects.create(article=article, mode="closed")
    assert "Write it again" not in shown(client.get(address))


def test_pages_are_true_until_the_story_closes_by_itself(client: Client, article: Article) -> None:
    assert article.published_at is not None
    addresses = ("/", article.section.get_absolute_url(), article.get_absolute_url())
    assert {true_until(client, address) for address in addresses} == {moments.FOR_EVER}
    SitePolicy.objects.create(closes_after_days=14)
    closes_at = (article.published_at + 14 * DAY).timestamp()
    assert {true_until(client, address) for address in addresses} == {closes_at}


def test_a_page_is_true_until_the_risk_is_over(client: Client, article: Article) -> None:
    over = timezone.now() + DAY
    StoryPolicy.objects.create(article=article, risk="high", risk_until=over)
    assert true_until(client, article.get_absolute_url()) == over.timestamp()


def given(**fields: Any) -> dict[str, Any]:
    """Return what a policy's form posts."""
    return {"mode": "", "closes_after_days": "", "reason": "", "risk": "", **fields}


@pytest.mark.django_db(transaction=True)
def test_a_storys_policy_takes_away_the_pages_that_show_the_story(editor: Client, article: Article) -> None:
    other = make_article(section=make_section(slug="schools"))
    before = bake_all()
    shows = {"/", article.get_absolute_url(), article.section.get_absolute_url()}
    added = editor.post(reverse("admin:comments_storypolicy_add"), given(article=article.pk, mode="closed"))
    assert added.status_code == HTTPStatus.FOUND
    assert before - kept() == shows
    bake_all()
    policy = StoryPolicy.objects.get()
    editor.post(reverse("admin:comments_storypolicy_change", args=[policy.pk]), given(mode="links-held"))
    assert before - kept() == shows
    bake_all()
    editor.post(reverse("admin:comments_storypolicy_delete", args=[policy.pk]), {"post": "yes"})
    assert before - kept() == shows
    assert not StoryPolicy.objects.exists()
    assert other.get_absolute_url() in kept()


@pytest.mark.django_db(transaction=True)
def test_a_sections_and_the_sites_policy_take_all_pages_away(editor: Client, article: Article) -> None:
    for name, fields in (
        (
            "sectionpolicy",
            {"section": article.section_id, "mode": "closed", "closes_after_days": "", "hours": ""},
        ),
        ("sitepolicy", {"stopped": "on", "message": "Back at six.", "closes_after_days": ""}),
    ):
        assert bake_all()
        response = editor.post(reverse(f"admin:comments_{name}_add"), fields)
        assert response.status_code == HTTPStatus.FOUND
        assert kept() == set()


def test_there_is_one_policy_for_the_site_and_it_stays(editor: Client) -> None:
    address = reverse("admin:comments_sitepolicy_add")
    assert editor.get(address).status_code == HTTPStatus.OK
    editor.post(address, {"message": "", "closes_after_days": "14"})
    change = reverse("admin:comments_sitepolicy_change", args=[1])
    opened = editor.get(reverse("admin:comments_sitepolicy_changelist"), follow=True)
    assert opened.redirect_chain[-1] == (change, HTTPStatus.FOUND)
    assert 'value="14"' in shown(opened)
    assert editor.post(address, {"stopped": "on"})["Location"] == change
    assert not SitePolicy.objects.get().stopped
    delete = reverse("admin:comments_sitepolicy_delete", args=[SitePolicy.objects.get().pk])
    assert editor.post(delete, {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("sectionpolicy", {"hours": "Mon-Fry 08:00-18:00"}, "“Fry” is no day of the week"),
        ("sectionpolicy", {"closes_after_days": "9999"}, "less than or equal to 3650"),
        ("storypolicy", {"mode": "legal-hold"}, "Say why the story is on legal hold"),
        ("storypolicy", {"mode": "ajar"}, "ajar is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    editor: Client, article: Article, name: str, fields: dict[str, str], told: str
) -> None:
    about = {"article": article.pk, "section": article.section_id}
    response = editor.post(reverse(f"admin:comments_{name}_add"), given(**about, **fields))
    assert response.status_code == HTTPStatus.OK
    assert told in shown(response)


def test_the_lists_of_policies_say_what_holds(editor: Client, article: Article) -> None:
    StoryPolicy.objects.create(article=article, mode="links-held", risk="raised", closes_after_days=3)
    SectionPolicy.objects.create(section=article.section, closes_after_days=0)
    for name, told in (
        ("storypolicy", (article.headline, "Links held", "Raised", "after 3 days")),
        ("sectionpolicy", ("Harbour", "as elsewhere", "never")),
    ):
        page = shown(editor.get(reverse(f"admin:comments_{name}_changelist")))
        assert all(words in page for words in told)


def test_a_moderator_sets_no_policy() -> None:
    client = Client()
    client.force_login(make_staff("mo", "Moderator"))
    for name in ("storypolicy", "sectionpolicy", "sitepolicy"):
        assert client.get(reverse(f"admin:comments_{name}_add")).status_code == HTTPStatus.FORBIDDEN


def test_the_desk_says_how_the_story_takes_comments_now(article: Article) -> None:
    StoryPolicy.objects.create(article=article, mode="links-held", risk="high")
    make_comment(article)
    client = Client()
    client.force_login(make_staff("mo", "Moderator"))
    assert "links-held · high risk" in shown(client.get("/moderation/"))
