"""Campaigns in the admin: read side by side, decided on at once with exceptions, and answered for good."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from comments import moderation
from comments.admin import campaign as campaign_admin
from comments.admin import deciding
from comments.models import Campaign, Comment, LogEntry
from tests.comments.staffroom import form_of, make_moderator, signed_in
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/campaign/"


@pytest.fixture
def mo() -> User:
    """Return the moderator."""
    return make_moderator()


@pytest.fixture
def members() -> list[Comment]:
    """Return a campaign's comments, all of them pending."""
    article = make_article()
    return [make_comment(article, text=variant(number), name=f"Reader {number}") for number in range(5)]


def page_of(campaign: Campaign) -> str:
    """Return the address of a campaign's page."""
    return f"{LIST}{campaign.pk}/change/"


def decide(client: Client, action: str, **fields: Any) -> Any:
    """Decide on the one campaign as its page would, drawn just before; follow to the page with the messages."""
    address = page_of(Campaign.objects.get())
    page = Page.of(client.get(address))
    sent = {
        "seen": [element["value"] for element in page.all("input", name="seen")],
        "until": page.one("input", name="until")["value"],
        "action": action,
    }
    return client.post(address, sent | fields, follow=True)


def told(response: Any) -> list[str]:
    """Return the messages on a page."""
    page = Page.of(response)
    lists = page.all("ul", has_class="messagelist")
    return [item.text for item in page.all("li") if lists and lists[0] in item.inside]


def statuses() -> list[str]:
    """Return where the comments stand, in the order in which they came."""
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_list_says_what_how_many_and_how_many_wait(mo: User, members: list[Comment]) -> None:
    moderation.decide(members[:2], action="spam", by=None)
    page = Page.of(signed_in(mo).get(LIST))
    shown = {name: page.one(has_class=f"field-{name}").text for name in ("size", "waiting", "stories")}
    assert shown == {"size": "5", "waiting": "3", "stories": "1"}
    assert page.one(has_class="field-excerpt").text.startswith("Everybody who still doubts the harbour")


def test_the_page_shows_what_waits_and_what_was_decided(mo: User, members: list[Comment]) -> None:
    moderation.decide(members[:2], action="spam", by=None)
    page = Page.of(signed_in(mo).get(page_of(Campaign.objects.get())))
    assert [box["value"] for box in page.all("input", name="left_out")] == [
        str(one.pk) for one in members[2:]
    ]
    assert len([item for item in page.all("li") if item.text.startswith("Spam:")]) == 2


@pytest.mark.parametrize(
    ("action", "status", "fields"),
    [
        ("spam", "spam", {}),
        ("trash", "trash", {}),
        ("approve", "approved", {}),
        ("reject", "rejected", {"reason": "private"}),
    ],
)
def test_all_that_wait_are_decided_at_once_and_logged(
    mo: User, members: list[Comment], action: str, status: str, fields: dict[str, str]
) -> None:
    response = decide(signed_in(mo), action, note="Fifty times the same.", **fields)
    assert statuses() == [status] * 5
    assert set(LogEntry.objects.filter(action=action).values_list("actor_id", "reason")) == {
        (mo.pk, fields.get("reason", ""))
    }
    assert told(response)[0].startswith("5 comments ")


def test_what_is_left_out_goes_on_waiting(mo: User, members: list[Comment]) -> None:
    response = decide(signed_in(mo), "spam", left_out=[members[1].pk, members[3].pk])
    assert statuses() == ["spam", "pending", "spam", "pending", "spam"]
    assert told(response) == ["3 comments marked as spam."]


def test_what_came_since_the_page_was_drawn_goes_on_waiting(mo: User, members: list[Comment]) -> None:
    client = signed_in(mo)
    later = make_comment(members[0].article, text=variant(6))
    decide(client, "spam", until=members[-1].pk, seen=[])
    later.refresh_from_db()
    assert later.status == "pending"


def test_what_somebody_else_decided_meanwhile_is_left_alone_and_told(
    mo: User, members: list[Comment]
) -> None:
    seen = [deciding.seen_of(one) for one in members]
    moderation.decide(
        [members[0]], action="approve", by=make_staff("amara", first_name="Amara", last_name="Quist")
    )
    response = decide(signed_in(mo), "spam", seen=seen)
    assert statuses() == ["approved", "spam", "spam", "spam", "spam"]
    assert told(response)[1].startswith(f"Comment {members[0].pk} was already approved by Amara Quist")


def test_what_moved_and_came_back_since_the_page_was_drawn_is_left_alone(
    mo: User, members: list[Comment]
) -> None:
    seen = [deciding.seen_of(one) for one in members]
    moderation.undo(moderation.decide([members[0]], action="trash", by=None), by=None)
    decide(signed_in(mo), "spam", seen=seen)
    assert statuses() == ["pending", "spam", "spam", "spam", "spam"]


def test_more_than_is_decided_at_once_is_decided_in_turns(
    mo: User, members: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(campaign_admin, "MOST_SHOWN", 2)
    messages = told(decide(signed_in(mo), "spam"))
    assert messages == ["3 comments marked as spam.", "2 more are waiting: decide again for the next 3."]
    assert told(decide(signed_in(mo), "spam")) == ["2 comments marked as spam."]
    assert statuses() == ["spam"] * 5


def test_further_ones_become_spam_until_it_is_taken_back(mo: User, members: list[Comment]) -> None:
    client = signed_in(mo)
    response = decide(client, "spam", further="on")
    assert "Further comments of this campaign will be marked as spam." in told(response)
    campaign = Campaign.objects.get()
    assert (campaign.later, campaign.later_by) == ("spam", "Mo Ray")
    assert make_comment(members[0].article, text=variant(6)).status == "spam"
    assert "as Mo Ray wanted" in Page.of(client.get(page_of(campaign))).one(id="content").text
    client.post(page_of(campaign), {"ask-again": "1"})
    assert make_comment(members[0].article, text=variant(7)).status == "pending"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        pytest.param({"action": "reject"}, "names the house rule", id="a rejection without a rule"),
        pytest.param(
            {"action": "approve", "further": "on"}, "become spam only when", id="approved, and then spam"
        ),
        pytest.param({"action": "publish"}, "not one of the available choices", id="no decision"),
        pytest.param({"action": "spam", "until": "x"}, "whole number", id="a forged page"),
    ],
)
def test_what_makes_no_sense_is_explained_and_what_was_typed_is_kept(
    mo: User, members: list[Comment], fields: dict[str, str], complaint: str
) -> None:
    response = decide(signed_in(mo), note="A note.", left_out=[members[1].pk], **fields)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = Page.of(response)
    assert complaint in page.one(id="content").text
    assert page.one("input", name="note")["value"] == "A note."
    assert "checked" in page.all("input", name="left_out")[1].attributes
    assert statuses() == ["pending"] * 5


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30])
def test_a_campaign_that_is_not_there_is_a_404(mo: User, pk: str) -> None:
    assert signed_in(mo).get(f"{LIST}{pk}/change/").status_code == HTTPStatus.NOT_FOUND


def test_who_may_only_read_decides_nothing(members: list[Comment]) -> None:
    address = page_of(Campaign.objects.get())
    reader = make_staff("sub")
    assert signed_in(reader).get(address).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(reader).get(LIST).status_code == HTTPStatus.FORBIDDEN
    reader.user_permissions.add(Permission.objects.get(codename="view_comment"))
    reader = User.objects.get(pk=reader.pk)
    page = Page.of(signed_in(reader).get(address))
    assert not page.all("input", name="left_out")
    for sent in ({"action": "spam", "until": members[-1].pk}, {"ask-again": "1"}):
        assert signed_in(reader).post(address, sent).status_code == HTTPStatus.FORBIDDEN
    assert statuses() == ["pending"] * 5


def test_strangers_and_forged_forms_decide_nothing(mo: User, members: list[Comment]) -> None:
    address = page_of(Campaign.objects.get())
    assert Client().post(address, {"action": "spam"})["Location"].startswith("/admin/login/")
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(mo)
    assert forged.post(address, {"action": "spam"}).status_code == HTTPStatus.FORBIDDEN


def test_a_comments_page_leads_to_its_campaign(mo: User, members: list[Comment]) -> None:
    page = Page.of(signed_in(mo).get(form_of(members[0])))
    assert [
        link["href"] for link in page.all("a") if link.text == "Campaign 1" or "campaign/" in link["href"]
    ][-1] == page_of(Campaign.objects.get())
    alone = make_comment(make_article(), text="Nobody else says so.")
    page = Page.of(signed_in(mo).get(form_of(alone)))
    assert page.one(has_class="field-campaign_link").text.endswith("None")


def test_a_large_campaign_costs_as_many_queries_as_a_small_one(
    mo: User, members: list[Comment], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(mo)
    address = page_of(Campaign.objects.get())
    for number in range(20):
        make_comment(members[0].article, text=variant(number))
    # Session, user, permissions twice, the campaign, its last comment, what waits, what was decided,
    # the log's last check.
    with django_assert_num_queries(10):
        client.get(address)
