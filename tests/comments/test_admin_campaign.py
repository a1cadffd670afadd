"""Campaigns in the admin: a list of all of them, which leads to the desk."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import User

from comments import moderation
from comments.models import Campaign, Comment
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


def test_the_list_says_what_how_many_and_how_many_wait(mo: User, members: list[Comment]) -> None:
    moderation.decide(members[:2], action="spam", by=None)
    page = Page.of(signed_in(mo).get(LIST))
    shown = {name: page.one(has_class=f"field-{name}").text for name in ("came", "waiting", "stories")}
    assert shown == {"came": "5", "waiting": "3", "stories": "1"}
    assert page.one(has_class="field-excerpt").text.startswith("Everybody who still doubts the harbour")


def test_a_campaign_is_decided_on_at_the_desk(mo: User, members: list[Comment]) -> None:
    campaign = Campaign.objects.get()
    response = signed_in(mo).get(page_of(campaign))
    assert response["Location"] == f"/moderation/campaigns/{campaign.pk}/"


@pytest.mark.parametrize("pk", ["x", "9" * 30])
def test_a_campaign_that_cannot_be_is_a_404(mo: User, pk: str) -> None:
    assert signed_in(mo).get(f"{LIST}{pk}/change/").status_code == HTTPStatus.NOT_FOUND


def test_who_may_not_read_comments_sees_no_campaign(members: list[Comment]) -> None:
    reader = signed_in(make_staff("sub"))
    assert reader.get(page_of(Campaign.objects.get())).status_code == HTTPStatus.FORBIDDEN
    assert reader.get(LIST).status_code == HTTPStatus.FORBIDDEN


def test_a_comments_page_leads_to_its_campaign(mo: User, members: list[Comment]) -> None:
    page = Page.of(signed_in(mo).get(form_of(members[0])))
    assert [
        link["href"] for link in page.all("a") if link.text == "Campaign 1" or "campaign/" in link["href"]
    ][-1] == page_of(Campaign.objects.get())
    alone = make_comment(make_article(), text="Nobody else says so.")
    page = Page.of(signed_in(mo).get(form_of(alone)))
    assert page.one(has_class="field-campaign_link").text.endswith("None")
