"""Comments in the admin: what is shown to whom, what is found, what cannot be done."""

import datetime as dt
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import moderation, retention, screening
from comments.models import Campaign, Comment, LogEntry
from comments.rule_names import RULES
from comments.screening.writing import DOUBT_MESSAGES
from tests.comments.staffroom import LIST, LOG, form_of, make_moderator, rows, signed_in
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Client:
    """Return a moderator's browser."""
    return signed_in(make_moderator())


@pytest.fixture
def editor() -> Client:
    """Return an editor's browser."""
    return signed_in(make_staff("ed", "Editor"))


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article(headline="Cars lose the swing bridge at night")


def test_a_row_says_what_of_whom_where_why_and_how_old(moderator: Client, article: Article) -> None:
    text = "First line.\n\nSee https://a.example/ and https://b.example/ " + "for more " * 20
    make_comment(article, text=text, name="Lindy", at=timezone.now() - dt.timedelta(hours=3, minutes=5))
    page = Page.of(moderator.get(LIST))
    shown = {name: page.one(has_class=f"field-{name}").text for name in ("author", "story", "status", "age")}
    assert shown == {
        "author": "Lindy",
        "story": "Cars lose the swing bridge at night",
        "status": "Pending",
        "age": "3 hours ago",
    }
    assert page.one(has_class="field-excerpt").text.startswith("First line. See https://a.example/ and")
    assert page.one(has_class="field-why_held").text == "links, premoderated, unproved"


def test_the_newest_stand_first(moderator: Client, article: Article) -> None:
    now = timezone.now()
    for hours in (2, 3, 1):
        make_comment(article, text=f"{hours} hours", at=now - dt.timedelta(hours=hours))
    assert rows(moderator) == ["1 hours", "2 hours", "3 hours"]


def test_every_rule_of_the_policy_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(screening.__path__[0]).glob("*.py")]
    given = [value for source in sources for value in re.findall(r'\brule=(".*)', source)]
    found = {code for value in given for code in re.findall(r'"([a-z-]+)"', value)}
    assert found | set(DOUBT_MESSAGES) == set(RULES)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["held", "https://a.example https://b.example", "published"]),
        ("status__exact=approved", ["published"]),
        ("status__exact=pending", ["held", "https://a.example https://b.example"]),
        ("rule=links", ["https://a.example https://b.example"]),
        ("rule=premoderated", ["held", "https://a.example https://b.example", "published"]),
        ("rule=flood", []),
        ("rule=no-such-rule", ["held", "https://a.example https://b.example", "published"]),
        ("rule=links&status__exact=approved", []),
        ("q=publish", ["published"]),
        ("q=Lindy", ["held"]),
        ("q=lindy+held", ["held"]),
        ("q=nothing", []),
    ],
)
def test_the_list_is_filtered_and_searched(
    moderator: Client, article: Article, query: str, found: list[str]
) -> None:
    make_comment(article, text="published", status="approved")
    make_comment(article, text="https://a.example https://b.example")
    make_comment(article, text="held", name="Lindy")
    assert rows(moderator, query) == found


def test_the_list_is_filtered_by_section(moderator: Client, article: Article) -> None:
    schools = make_section(slug="schools")
    make_comment(article, text="harbour")
    make_comment(make_article(section=schools), text="schools")
    assert rows(moderator, f"article__section__id__exact={schools.pk}") == ["schools"]


def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(
    moderator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(50):
        make_comment(make_article())
    # Session, user, permissions twice, one's own sections, sections to filter by, count,
    # comments with their stories, the log's last check.
    with django_assert_num_queries(9):
        assert len(rows(moderator)) == 50


def test_a_comments_own_page_costs_a_constant_number_of_queries(
    moderator: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = make_comment(article, status="approved")
    comment = make_comment(article, parent=parent)
    for action in ("approve", "spam", "trash", "approve"):
        moderation.decide([Comment.objects.get(pk=comment.pk)], action=action, by=None)
    campaign = Campaign.objects.create(begun_at=comment.submitted_at, last_at=comment.submitted_at, size=3)
    Comment.objects.filter(pk=comment.pk).update(campaign=campaign)
    # Session, user, permissions twice, the comment, its story, its parent, its campaign, its log with details, the
    # log's last check.
    with django_assert_num_queries(11):
        moderator.get(form_of(comment))


def test_a_comments_page_shows_all_of_it_and_its_log_beside_it(article: Article) -> None:
    parent = make_comment(article, status="approved", name="Aunt Jo", text="Who says so?")
    comment = make_comment(
        article,
        parent=parent,
        text="<b>I</b> do.\nhttps://a.example https://b.example",
        website="https://lindy.example/",
    )
    mo = make_moderator()
    moderation.decide([comment], action="reject", by=mo, reason="story", note="Twice now.")
    page = Page.of(signed_in(mo).get(form_of(comment)))
    assert page.one(has_class="reader-text").text == "I do.https://a.example https://b.example"
    assert [element.tag for element in page.all() if page.one(has_class="reader-text") in element.inside][
        :2
    ] == ["p", "b"]
    assert (
        page.one("pre", has_class="reader-source").text == "<b>I</b> do. https://a.example https://b.example"
    )
    findings = page.one("ul", has_class="reader-findings")
    assert [item.text for item in page.all("li") if findings in item.inside] == [
        "Has 2 links; 2 or more are held.",
        "The story is premoderated.",
        "Unproved: nothing shows that this person has commented here before.",
    ]
    main = page.one("main").text
    for part in (
        "https://lindy.example/",
        "Aunt Jo: Who says so?",
        article.headline,
        "Only a fingerprint is kept",
    ):
        assert part in main
    assert page.one("a", href=form_of(parent))
    log = page.one(has_class="comment-log")
    cells = [cell.text for cell in page.all("td") if log in cell.inside and cell.text]
    assert [text for text in cells if "20" not in text] == [
        "the newsroom’s own rules",
        "Submitted",
        "Pending",
        "Mo Ray",
        "Rejected",
        "Pending → Rejected",
        "Off the story",
        "Twice now.",
    ]


def test_what_retention_emptied_is_still_shown_as_a_row(editor: Client, article: Article) -> None:
    comment = make_comment(article, status="trash", at=timezone.now() - dt.timedelta(days=100))
    retention.apply()
    assert rows(editor) == ["(deleted)"]
    main = Page.of(editor.get(form_of(comment))).one("main").text
    assert main.count("(deleted)") == 3
    assert "Nothing is kept of it." in main
    assert "(erased)" in main


@pytest.mark.parametrize(("status", "linked"), [("approved", True), ("pending", False), ("spam", False)])
def test_only_what_readers_see_is_linked_on_the_site(
    moderator: Client, article: Article, status: str, linked: bool
) -> None:
    comment = make_comment(article, status=status)
    links = Page.of(moderator.get(form_of(comment))).all("a", has_class="viewsitelink")
    assert [link["href"] for link in links] == ([f"/comments/{comment.pk}/"] if linked else [])


def test_a_draft_has_no_page_to_link_to(moderator: Client) -> None:
    article = make_article()
    comment = make_comment(article, status="approved")
    Article.objects.filter(pk=article.pk).update(status="withdrawn")
    page = Page.of(moderator.get(form_of(comment)))
    assert not page.all("a", href=article.get_absolute_url())
    assert article.headline in page.one("main").text


@pytest.mark.parametrize("room", ["comment", "logentry"])
def test_nothing_is_added_changed_or_deleted_not_even_by_a_superuser(article: Article, room: str) -> None:
    comment = make_comment(article)
    client = signed_in(User.objects.create_superuser("owner"))
    row = f"/admin/comments/{room}/{comment.pk if room == 'comment' else comment.seq}"
    before = (list(Comment.objects.values()), list(LogEntry.objects.values()))
    for address in (f"/admin/comments/{room}/add/", f"{row}/delete/"):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN
        assert client.post(address, {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
    changed = client.post(
        f"{row}/change/", {"_save": "Save", "status": "approved", "text": "Mine.", "to_status": "spam"}
    )
    assert changed.status_code == HTTPStatus.FORBIDDEN
    client.post(
        f"/admin/comments/{room}/",
        {"action": "delete_selected", "_selected_action": [comment.pk], "post": "yes"},
    )
    assert (list(Comment.objects.values()), list(LogEntry.objects.values())) == before
    assert "delete_selected" not in client.get(f"/admin/comments/{room}/").content.decode()


@pytest.mark.parametrize("address", [LIST, f"{LIST}1/change/", LOG, f"{LOG}1/change/"])
def test_staff_without_a_group_see_no_comments_and_no_log(article: Article, address: str) -> None:
    make_comment(article)
    assert signed_in(make_staff("sub")).get(address).status_code == HTTPStatus.FORBIDDEN


def test_a_comment_that_is_not_there_leads_back_to_the_index(moderator: Client) -> None:
    for address in (f"{LIST}999/change/", f"{LIST}x/change/", f"{LOG}999/change/"):
        response = moderator.get(address, follow=True)
        assert response.redirect_chain[-1][0] == "/admin/"
        assert "doesn’t exist" in response.content.decode()
