"""The admin's pages about screening in a browser: for every eye, on a telephone and on a desk."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from comments import dry_runs, policies
from comments.models import DryRun, SectionPolicy, SitePolicy, StoryPolicy
from tests.browser.axe import in_two_lights, wrong
from tests.browser.conftest import Visitors
from tests.browser.desk import sign_in
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(transactional_db: None) -> dict[str, str]:
    """Return the addresses of the pages, with something on each."""
    User.objects.create_superuser("owner", password="correct horse battery", first_name="Amara")
    story = make_article(comments_policy="postmoderated")
    for number in range(24):
        make_comment(
            story, status="approved", text=f"http://a{number}.example/ http://b{number}.example/ and more"
        )
    policies.save({}, {"words-hold": "casino\n_casino\ndon`t"}, by=None)
    run = dry_runs.ask({"links": {"to_hold": 1}}, {}, size=1_000, by=None)
    dry_runs.perform.func(run.pk)
    StoryPolicy.objects.create(article=story, mode="links-held", risk="raised", closes_after_days=3)
    SectionPolicy.objects.create(section=story.section, hours="Mon-Fri 08:00-18:00")
    SitePolicy.objects.create(closes_after_days=14)
    named = {
        "dry runs": "dryrun/",
        "dry run": f"dryrun/{run.pk}/change/",
        "scorecard": "logentry/scorecard/",
        "stories": "storypolicy/",
        "a story": f"storypolicy/{StoryPolicy.objects.get().pk}/change/",
        "sections": "sectionpolicy/",
        "a section": f"sectionpolicy/{SectionPolicy.objects.get().pk}/change/",
        "the site": "sitepolicy/",
        "a list": "policyversion/lists/words-hold/",
    }
    return {name: f"/admin/comments/{address}" for name, address in named.items()}


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitors: Visitors, pages: dict[str, str]) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    sign_in(page, "owner", at="/admin/")
    found: dict[tuple[str, tuple[int, str]], list[str]] = {}
    for name, address in pages.items():
        page.goto(address)
        found |= {(name, seen): wrong(page) for seen in in_two_lights(page)}
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_the_progress_of_a_dry_run_is_renewed_in_place(visitors: Visitors, pages: dict[str, str]) -> None:
    run = dry_runs.ask({"links": {"to_hold": 2}}, {}, size=1_000, by=None)
    page = visitors.arrive()
    sign_in(page, "owner", at="/admin/")
    page.goto(f"{pages['dry runs']}{run.pk}/change/")
    stop = page.get_by_role("button", name="Stop")
    stop.focus()
    DryRun.objects.filter(pk=run.pk).update(total=24, done=7, state="running")
    expect(page.get_by_role("status")).to_contain_text("7 of 24 comments")
    expect(stop).to_be_focused()
