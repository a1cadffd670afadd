"""Scheduled: a story with a time that lies ahead is nowhere to be seen until then, and appears by itself."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles import publishing
from articles.models import Article
from articles.publishing import NotPossible
from comments import moderation, openness
from comments.arrival import NotTaken
from tests.articles.editing import LIST, form_of, fresh
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article, make_comment, make_section, make_staff, make_submission
from tests.page import Page

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
BLINK = dt.timedelta(microseconds=1)

SetClock = Callable[[dt.datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Set the clock to noon and return what sets it to another time."""

    def set_to(moment: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


# status, published_at, clock -> is it seen, is it scheduled, has it an address
TRUTH = [
    ("a draft is not seen", "draft", None, NOON, (False, False, False)),
    (
        "a draft taken back from a time to come is none of it",
        "draft",
        None,
        NOON + HOUR,
        (False, False, False),
    ),
    ("a published story is seen", "published", NOON - HOUR, NOON, (True, False, True)),
    ("it is seen in the very moment of its publication", "published", NOON, NOON, (True, False, True)),
    ("before that moment it is scheduled", "published", NOON + BLINK, NOON, (False, True, False)),
    ("once its time has passed it is seen", "published", NOON + HOUR, NOON + 2 * HOUR, (True, False, True)),
    ("a withdrawn story has an address", "withdrawn", NOON - HOUR, NOON, (False, False, True)),
]


@pytest.mark.parametrize(
    ("status", "at", "now", "expected"), [row[1:] for row in TRUTH], ids=[row[0] for row in TRUTH]
)
def test_what_is_seen_when(
    clock: SetClock, status: str, at: dt.datetime | None, now: dt.datetime, expected: tuple[bool, bool, bool]
) -> None:
    article = make_article(published=False)
    Article.objects.filter(pk=article.pk).update(status=status, published_at=at)
    clock(now)
    stories, story = Article.objects, fresh(article)
    assert (
        stories.published().exists(),
        stories.scheduled().exists(),
        stories.reachable().exists(),
    ) == expected
    assert (story.is_published, story.is_scheduled) == expected[:2]
    assert openness.of(story).takes_comments == expected[0]


def test_its_address_answers_as_if_nothing_were_there_and_then_shows_it(
    clock: SetClock, client: Client
) -> None:
    address = make_article(at=NOON + HOUR).get_absolute_url()
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{address}comments/1/").status_code == HTTPStatus.NOT_FOUND
    clock(NOON + HOUR)
    assert client.get(address).status_code == HTTPStatus.OK


def test_the_lists_leave_it_out_and_then_show_it_first(clock: SetClock, client: Client) -> None:
    make_article(headline="The bridge", at=NOON - HOUR)
    make_article(headline="The budget", at=NOON + HOUR)
    addresses = ("/", make_section().get_absolute_url(), f"/?page={'9' * 16}-1")
    assert [b"The budget" in client.get(address).content for address in addresses] == [False] * 3
    clock(NOON + HOUR)
    assert [b"The budget" in client.get(address).content for address in addresses] == [True] * 3
    assert Article.objects.published().newest_first()[0].headline == "The budget"


def test_nothing_is_posted_to_it_before_its_time(clock: SetClock, client: Client) -> None:
    article = make_article(at=NOON + HOUR)
    sent = {"name": "Reader", "email": "reader@example.org", "comment": "First."}
    address, ours = f"{article.get_absolute_url()}reply/", {"Sec-Fetch-Site": "same-origin"}
    refused = client.post(address, sent, headers=ours)
    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert article.headline not in refused.content.decode()
    with pytest.raises(NotTaken):
        moderation.submit(make_submission(article))
    clock(NOON + HOUR)
    assert client.post(address, sent, headers=ours).status_code == HTTPStatus.SEE_OTHER


def test_the_link_to_a_comment_under_it_leads_to_nothing_before_its_time(
    clock: SetClock, client: Client
) -> None:
    article = make_article(at=NOON - HOUR)
    link = make_comment(article, status="approved").get_absolute_url()
    Article.objects.update(published_at=NOON + HOUR)
    assert client.get(link, follow=True).status_code == HTTPStatus.NOT_FOUND
    clock(NOON + HOUR)
    assert client.get(link, follow=True).status_code == HTTPStatus.OK


def test_its_day_is_that_of_its_time_in_the_newsrooms_zone(clock: SetClock, settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    article = make_article(at=NOON + 8 * HOUR)
    assert (article.published_at, article.dated) == (NOON + 8 * HOUR, dt.date(2026, 11, 23))


def test_it_holds_its_address_from_now_on(clock: SetClock) -> None:
    make_article(slug="the-budget", at=NOON + HOUR)
    other = make_article(slug="the-budget", published=False, dated=dt.date(2026, 1, 1))
    with pytest.raises(NotPossible, match="has the slug"):
        publishing.publish(other, at=NOON)


def test_it_is_not_published_a_second_time(clock: SetClock) -> None:
    article = make_article(at=NOON + HOUR)
    assert not publishing.publish(article)
    assert fresh(article).published_at == NOON + HOUR


def test_withdrawn_before_its_time_it_is_a_draft_again_and_its_address_never_was(
    clock: SetClock, client: Client
) -> None:
    article = make_article(at=NOON + HOUR)
    address = article.get_absolute_url()
    assert publishing.withdraw(article)
    assert (article.status, article.published_at) == ("draft", None)
    clock(NOON + 2 * HOUR)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert publishing.publish(article, at=NOON + 26 * HOUR)
    assert fresh(article).dated == dt.date(2026, 11, 23)


@pytest.mark.django_db(transaction=True)
def test_withdrawn_just_before_its_time_it_takes_the_lists_away_that_may_show_it_by_now() -> None:
    make_article()
    article = make_article(at=timezone.now() + HOUR)
    assert {"/", article.section.get_absolute_url()} <= bake_all()
    publishing.withdraw(article)
    assert {"/", article.section.get_absolute_url()}.isdisjoint(kept())


def test_withdrawn_after_its_time_it_is_gone_for_good(clock: SetClock, client: Client) -> None:
    article = make_article(at=NOON + HOUR)
    clock(NOON + HOUR)
    assert publishing.withdraw(article)
    assert client.get(article.get_absolute_url()).status_code == HTTPStatus.GONE


def test_what_nobody_has_seen_is_changed_without_a_revision_or_a_correction(clock: SetClock) -> None:
    article = make_article(at=NOON + HOUR)
    publishing.revise(article)
    assert fresh(article).updated_at is None
    with pytest.raises(NotPossible, match="readers have not seen"):
        publishing.correct(article, text="It opened in 1908.")


def test_the_next_publication_is_the_earliest_among_these_stories(clock: SetClock) -> None:
    budget, bridge = make_section(slug="budget"), make_section(slug="bridge")
    make_article(at=NOON - HOUR, section=budget)
    make_article(at=NOON + 3 * HOUR, section=budget)
    make_article(at=NOON + 2 * HOUR, section=bridge)
    make_article(published=False)
    assert Article.objects.next_publication() == NOON + 2 * HOUR
    assert Article.objects.in_section(budget).next_publication() == NOON + 3 * HOUR
    clock(NOON + 2 * HOUR)
    assert Article.objects.in_section(bridge).next_publication() is None
    assert Article.objects.next_publication() == NOON + 3 * HOUR


def test_the_next_publication_costs_one_query(
    clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert Article.objects.next_publication() is None


def test_the_admin_calls_it_scheduled_and_says_its_time(client: Client) -> None:
    article = make_article(headline="The budget", at=timezone.now() + HOUR)
    client.force_login(make_staff("editor", "Editor"))
    row = Page.of(client.get(LIST))
    assert row.one("td", has_class="field-stands").text == "Scheduled"
    assert row.one("td", has_class="field-published_at").text != "-"
    assert b"Scheduled" in client.get(form_of(article)).content
    response = client.post(LIST, {"action": "publish", "_selected_action": [article.pk], "index": "0"})
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == ["Nothing changed: “The budget” is scheduled."]
