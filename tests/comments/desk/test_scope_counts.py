"""Counts within limits: no number in the admin or at the desk tells of sections that a moderator is not to see."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.desk import queue
from comments.models import Campaign, Comment, DeskScope
from comments.rule_names import RULES
from comments.scorecards import scorecards
from tests.comments.desk.hands import MINUTE
from tests.comments.staffroom import LIST
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db
CAMPAIGNS = "/admin/comments/campaign/"


@pytest.fixture
def elsewhere(article: Article) -> Article:
    """Return a story in a section that the desk's moderators, limited to the harbour, are not to see."""
    DeskScope.objects.create(group=Group.objects.get(name="Moderator")).sections.set([article.section])
    return make_article(section=make_section(slug="council"))


def waiting(desk: Client) -> str:
    """Return what the admin's index says of what waits."""
    (said,) = Page.of(desk.get("/admin/")).all("section", has_class="held")
    return said.text


def test_the_admins_index_counts_what_is_ones_own(desk: Client, article: Article, elsewhere: Article) -> None:
    long_ago = timezone.now() - 100 * MINUTE
    for _ in range(3):
        make_comment(elsewhere, at=long_ago)
    assert "Nothing waits for a decision." in waiting(desk)
    make_comment(article, at=long_ago)
    make_comment(article)
    assert "2 wait for a decision, 1 of them past its time." in waiting(desk)


def test_the_index_looks_at_no_more_than_a_list_does(
    desk: Client, article: Article, elsewhere: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_LOOKED_AT", 2)
    for number in range(3):
        make_comment(article if number == 0 else elsewhere, at=timezone.now() - (9 - number) * MINUTE)
    assert "1+ wait for a decision" in waiting(desk)


def test_a_campaign_is_told_as_far_as_it_came_within(
    desk: Client, article: Article, elsewhere: Article
) -> None:
    for number in range(6):
        make_comment(article if number < 2 else elsewhere, text=variant(number))
    assert Campaign.objects.get().size == 6
    page = Page.of(desk.get(CAMPAIGNS))
    cells = [page.one("td", has_class=f"field-{name}").text for name in ("came", "waiting", "stories")]
    assert cells == ["2", "2", "1"]
    assert page.one("th", has_class="field-excerpt").text.startswith(variant(1)[:20])


def test_a_campaign_that_came_elsewhere_alone_is_not_there(desk: Client, elsewhere: Article) -> None:
    for number in range(6):
        make_comment(elsewhere, text=variant(number))
    assert not Page.of(desk.get(CAMPAIGNS)).all("td", has_class="field-came")


def test_the_scorecard_counts_what_lies_within(article: Article, elsewhere: Article) -> None:
    for story in (article, elsewhere, elsewhere):
        make_comment(story)
    within = {card.rule: card for card in scorecards(RULES, sections=[article.section_id])}
    everywhere = {card.rule: card for card in scorecards(RULES)}
    assert (within["premoderated"].holds, everywhere["premoderated"].holds) == (1, 3)


def test_the_admins_filters_name_no_other_section(desk: Client, article: Article, elsewhere: Article) -> None:
    make_comment(article)
    make_comment(elsewhere)
    page = desk.get(LIST).content.decode()
    assert "Council" not in page
    assert Comment.objects.count() == 2
