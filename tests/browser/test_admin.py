"""The admin in a browser: for every eye, without a mouse, and with nothing that its policy blocks."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import publishing
from articles.models import Article, Contributor
from comments import policies
from comments.models import Comment, LogEntry
from tests.articles.pictures import make_picture
from tests.browser.axe import in_two_lights, wrong
from tests.browser.conftest import Visitors
from tests.browser.desk import sign_in
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENDLESS = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3


@pytest.fixture
def pages(transactional_db: None) -> dict[str, str]:
    """Return the addresses of one page of each kind, with much on them that is hard to lay out."""
    User.objects.create_superuser("owner", password="correct horse battery", first_name="Amara")
    picture, ines = make_picture(alt="A quay."), Contributor.objects.create(name="Ines", slug="ines")
    story = make_article(headline=ENDLESS, lead_image=picture)
    story.bylines.create(contributor=ines)
    publishing.correct(story, text="1908.")
    parent = make_comment(story, status="approved", text=f"{ENDLESS}\n\n<blockquote>Said.</blockquote>")
    comment = make_comment(
        story, parent=parent, status="rejected", text=f"https://a.example https://b.example/{ENDLESS}"
    )
    for _ in range(60):
        make_comment(story, at=timezone.now() - dt.timedelta(hours=2))
    for _ in range(3):
        make_comment(story, text=f"The same {ENDLESS} again and again from everybody everywhere.")
    policies.save({"links": {"to_hold": 3}}, {"words-hold": ENDLESS[:80]}, by=None, note=ENDLESS)
    policies.save({"links": {"to_hold": 4}}, {"words-hold": "casino"}, by=None)
    admin = {
        "index": "",
        "stories": "articles/article/",
        "story": f"articles/article/{story.pk}/change/",
        "new story": "articles/article/add/",
        "kept story": f"articles/article/{story.pk}/delete/",
        "pictures": "articles/image/",
        "picture": f"articles/image/{picture.pk}/change/",
        "sections": "articles/section/",
        "comments": "comments/comment/",
        "held comments": "comments/comment/?status__exact=pending&q=think",
        "comment": f"comments/comment/{comment.pk}/change/",
        "campaigns": "comments/campaign/",
        "log": "comments/logentry/",
        "history": f"comments/logentry/history/?commenter={comment.pk}&known_by=email",
        "history that is not": "comments/logentry/history/?since=2026-02-02&until=2026-01-01",
        "entry": f"comments/logentry/{comment.seq}/change/",
        "policy": "comments/policyversion/",
        "list": "comments/policyversion/lists/words-hold/",
        "version": "comments/policyversion/versions/1/",
        "accounts": "auth/user/",
        "account": f"auth/user/{User.objects.get().pk}/change/",
        "password": "password_change/",
    }
    return {name: f"/admin/{address}" for name, address in admin.items()}


def sign_in_at_the_door(page: Page) -> None:
    """Go to the admin as a stranger, and sign in at its door."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("owner")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Newsroom")).to_be_visible()
    page.wait_for_load_state()  # with its sheets


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitors: Visitors, pages: dict[str, str]) -> None:
    page = visitors.arrive(reduced_motion="reduce")
    page.goto("/admin/login/")
    found = {("login", seen): wrong(page) for seen in in_two_lights(page)}
    sign_in(page, "owner", at="/admin/")
    for name, address in pages.items():
        page.goto(address)
        found |= {(name, seen): wrong(page) for seen in in_two_lights(page)}
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_comment_is_rejected_on_its_page_with_the_keyboard_alone(
    visitors: Visitors, pages: dict[str, str], javascript: bool
) -> None:
    held = make_comment(make_article())
    page = visitors.arrive(javascript=javascript)
    sign_in_at_the_door(page)
    page.goto(f"/admin/comments/comment/{held.pk}/change/")
    page.get_by_role("link", name="Ban or always hold").focus()
    for typed in ("Reject", "Off the story", "Twice now."):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 comment rejected.")).to_be_visible()
    expect(page.get_by_role("region", name="What was done").get_by_text("Twice now.")).to_be_visible()
    entry = LogEntry.objects.get(seq=Comment.objects.get(pk=held.pk).seq)
    assert (entry.action, entry.reason, entry.actor) == ("reject", "story", "Amara")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_comments_are_approved_from_the_list(
    visitors: Visitors, pages: dict[str, str], javascript: bool
) -> None:
    make_comment(make_article(), text="The newest of all.")
    page = visitors.arrive(javascript=javascript)
    sign_in(page, "owner", at="/admin/")
    page.goto(pages["comments"])
    page.get_by_role("row", name="The newest of all.").get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option("Approve")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("1 comment approved.")).to_be_visible()
    assert Comment.objects.get(text="The newest of all.").status == "approved"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_story_is_written_and_published(
    visitors: Visitors, pages: dict[str, str], javascript: bool
) -> None:
    page = visitors.arrive(javascript=javascript)
    sign_in(page, "owner", at="/admin/")
    page.goto(pages["new story"])
    page.get_by_label("Headline").fill("Tide comes in")
    if not javascript:
        page.get_by_label("Slug").fill("tide-comes-in")
    page.get_by_label("Section").select_option("Harbour")
    page.get_by_label("Body").fill("<p>It did.</p>")
    page.get_by_label("Contributor").first.select_option("Ines")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_label("Dek").fill("Twice a day.")
    page.get_by_label("Action").select_option("Publish")
    page.get_by_role("button", name="Save and run").click()
    expect(page.get_by_text("Published: “Tide comes in”.")).to_be_visible()
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("heading", name="Tide comes in")).to_be_visible()
    expect(page.get_by_text("Twice a day.")).to_be_visible()
    article = Article.objects.get(headline="Tide comes in")
    assert (article.slug, article.byline) == ("tide-comes-in", ["Ines"])


def test_a_picture_is_chosen_in_a_window_of_its_own(visitors: Visitors, pages: dict[str, str]) -> None:
    page = visitors.arrive()
    sign_in(page, "owner", at="/admin/")
    page.goto(pages["new story"])
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Lookup").click()
    opened.value.get_by_role("link", name="A quay.").click()
    expect(page.get_by_label("Lead image")).not_to_have_value("")
