"""Campaigns at the desk: nearly the same texts are one card, decided on at once but for exceptions."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article
from comments.desk import bulk as desk_bulk
from comments.desk import differences, runs
from comments.models import BulkRun, Campaign, Comment, DeskScope
from tests.comments.desk.hands import Reader, decided_by, read
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db

LIST = "/moderation/campaigns/"


@pytest.fixture
def members(article: Article) -> list[Comment]:
    """Return a campaign's comments, all of them pending."""
    return [make_comment(article, text=variant(number), name=f"Reader {number}") for number in range(5)]


def page_of(campaign: Campaign | None = None) -> str:
    return f"{LIST}{(campaign or Campaign.objects.get()).pk}/"


def decide(desk: Client, **pressed: Any) -> Any:
    """Open the one campaign and press a button."""
    address = page_of()
    return desk.post(address, {**read(desk, address).forms[address], **pressed})


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_list_says_how_many_wait_under_how_many_stories(
    desk: Client, members: list[Comment], colleague: User
) -> None:
    decided_by(colleague, members[0], "spam")
    page = read(desk, LIST)
    assert page.says("queue__link").startswith("4 wait, under 1 story")
    assert page.says("queue__text").startswith("Everybody who still doubts the harbour")
    assert "Campaigns 1" in page.says("views")


def test_what_was_decided_is_no_campaign_that_waits(desk: Client, members: list[Comment]) -> None:
    decide(desk, action="spam")
    page = read(desk, LIST)
    assert "No campaign waits." in page.text
    assert "Campaigns 0" in page.says("views")


def test_a_campaign_shows_its_text_once_and_where_the_others_differ(
    desk: Client, members: list[Comment]
) -> None:
    page = read(desk, page_of())
    assert page.says("sample__text").startswith("Everybody who still doubts the bridge should")
    assert page.all("member__text")[:2] == [
        differences.SAME,
        "… still doubts the bridge cranes should read what …",
    ]
    assert [int(box) for box in page.boxes if box.isdigit()] == [comment.pk for comment in members]


@pytest.mark.parametrize(
    ("pressed", "status"),
    [
        ({"action": "spam"}, "spam"),
        ({"action": "trash"}, "trash"),
        ({"action": "approve"}, "approved"),
        ({"reason": "private"}, "rejected"),
    ],
)
def test_all_that_wait_are_decided_at_once_and_taken_back_together(
    desk: Client, members: list[Comment], pressed: dict[str, str], status: str
) -> None:
    response = decide(desk, **pressed)
    assert (response.status_code, statuses()) == (303, [status] * 5)
    page = read(desk, response["Location"])
    assert page.says("toast").startswith("5 comments ")
    desk.post(f"/moderation/bulk/{BulkRun.objects.get().pk}/", {"deed": "undo"})
    assert statuses() == ["pending"] * 5


def test_what_is_left_out_goes_on_waiting(desk: Client, members: list[Comment]) -> None:
    decide(desk, action="spam", left_out=[members[1].pk, members[3].pk])
    assert statuses() == ["spam", "pending", "spam", "pending", "spam"]


def test_what_came_since_the_page_was_drawn_goes_on_waiting(
    desk: Client, members: list[Comment], article: Article
) -> None:
    form = read(desk, page_of()).forms[page_of()]
    make_comment(article, text=variant(6))
    desk.post(page_of(), {**form, "action": "spam"})
    assert statuses() == ["spam"] * 5 + ["pending"]


def test_what_somebody_else_decided_meanwhile_is_left_alone_and_told(
    desk: Client, members: list[Comment], colleague: User
) -> None:
    form = read(desk, page_of()).forms[page_of()]
    decided_by(colleague, members[0], "approve")
    page = read(desk, desk.post(page_of(), {**form, "action": "spam"})["Location"])
    assert statuses() == ["approved", "spam", "spam", "spam", "spam"]
    assert f"Comment {members[0].pk} Bashir Lindgren approved this at " in page.text


def test_a_large_campaign_is_decided_by_the_task_within_the_same_exceptions(
    desk: Client, members: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_bulk, "MOST_AT_ONCE", 2)
    decide(desk, action="spam", left_out=[members[1].pk])
    assert statuses() == ["pending"] * 5
    runs.perform.func(BulkRun.objects.get().pk)
    assert statuses() == ["spam", "pending", "spam", "spam", "spam"]


def test_further_ones_become_spam_until_it_is_taken_back(
    desk: Client, members: list[Comment], article: Article
) -> None:
    decide(desk, action="spam", further="on")
    campaign = Campaign.objects.get()
    assert (campaign.later, campaign.later_by) == ("spam", "Amara Quist")
    assert make_comment(article, text=variant(6)).status == "spam"
    assert "as Amara Quist wanted" in read(desk, page_of()).text
    desk.post(page_of(), {"ask-again": "1"})
    assert make_comment(article, text=variant(7)).status == "pending"


@pytest.mark.parametrize(
    ("pressed", "complaint"),
    [
        ({"action": "reject"}, "names the house rule"),
        ({"action": "approve", "further": "on"}, "become spam only when"),
        ({"action": "publish"}, "There is no such decision."),
        ({"action": "spam", "until_pk": "x"}, "whole number"),
    ],
)
def test_what_makes_no_sense_is_explained_and_what_was_typed_is_kept(
    desk: Client, members: list[Comment], pressed: dict[str, str], complaint: str
) -> None:
    response = decide(desk, note="A note.", left_out=[members[1].pk], **pressed)
    page = Reader(response.content.decode())
    assert response.status_code == 422
    assert complaint in page.text
    assert "A note." in page.text
    assert response.content.count(b"checked") == 1 + ("further" in pressed)
    assert statuses() == ["pending"] * 5


def test_a_campaign_of_other_sections_is_not_there(desk: Client, members: list[Comment]) -> None:
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(make_section(slug="sport"))
    assert desk.get(page_of()).status_code == 404
    assert desk.post(page_of(), {"action": "spam"}).status_code == 404
    assert "No campaign waits." in read(desk, LIST).text


def test_only_ones_own_sections_part_of_a_campaign_is_decided(desk: Client, members: list[Comment]) -> None:
    sport = make_section(slug="sport")
    make_comment(make_article(section=sport), text=variant(6))
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(sport)
    decide(desk, action="spam")
    assert statuses() == ["pending"] * 5 + ["spam"]


def test_of_a_campaign_in_several_sections_one_sees_ones_own_part_and_answers_for_nothing_to_come(
    desk: Client, members: list[Comment]
) -> None:
    sport = make_section(slug="sport")
    make_comment(make_article(section=sport), text=variant(6))
    make_comment(members[0].article, text=f"Elsewhere {variant(7)}")
    limited = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limited.sections.add(sport)
    assert "Elsewhere" not in read(desk, LIST).text
    assert "came" not in read(desk, LIST).text + read(desk, page_of()).says("card__head")
    assert "further ones" not in read(desk, page_of()).text
    assert decide(desk, action="spam", further="on").status_code == 403
    assert desk.post(page_of(), {"ask-again": "1"}).status_code == 403
    assert Campaign.objects.get().later == ""
    assert "spam" not in statuses()


def test_what_is_not_there_is_not_found(desk: Client, members: list[Comment]) -> None:
    assert desk.get(f"{LIST}999/").status_code == 404
    assert desk.get(f"{LIST}{'9' * 30}/").status_code == 404


def test_a_large_campaign_costs_as_many_queries_as_a_small_one(
    desk: Client, members: list[Comment], article: Article, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_comment(article, text=variant(number))
    for address in (page_of(), LIST):
        with django_assert_max_num_queries(16):
            desk.get(address)
