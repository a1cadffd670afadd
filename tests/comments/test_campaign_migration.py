"""Campaigns move: what an older release kept with the sketches is found with the comments, and there is a way back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comments import verification
from comments.models import Campaign, Comment
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
MIGRATION = "0022_campaigns_move"
TOGETHER = 4


def migrated(name: str) -> None:
    """Bring the database to where it stands after a migration of this name."""
    MigrationExecutor(connection).migrate([("comments", name)])


@pytest.fixture
def members() -> set[int]:
    """Return the comments of the one campaign, beside which there is one that is in none."""
    article = make_article()
    make_comment(article, text="Nobody has said anything like it about the paint on the town hall so far.")
    return {make_comment(article, text=variant(number)).pk for number in range(TOGETHER)}


def test_the_campaigns_of_an_older_release_are_kept_and_can_be_brought_back(members: set[int]) -> None:
    campaign = Campaign.objects.get().pk
    try:
        migrated("0021_campaign_of_a_comment")
        older = MigrationExecutor(connection).loader.project_state(("comments", "0021_campaign_of_a_comment"))
        prints = older.apps.get_model("comments", "TextPrint").objects
        assert set(prints.filter(campaign=campaign).values_list("pk", flat=True)) == members
        Comment.objects.update(campaign=None)
    finally:
        migrated(MIGRATION)
    assert set(Comment.objects.in_campaign(campaign).values_list("pk", flat=True)) == members
    assert Comment.objects.count() == TOGETHER + 1
    assert verification.verify().is_sound
