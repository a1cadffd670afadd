"""Stories in the admin: written, published, corrected and withdrawn by editors, and by nobody else."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import publishing
from articles.forms import ArticleForm
from articles.models import Article, Contributor
from tests.articles.editing import ADD, LIST, form_of, fresh, save, told
from tests.factories import make_article, make_section, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

YESTERDAY = dt.timedelta(days=1)


@pytest.fixture
def editor() -> Client:
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    return client


def test_an_editor_writes_a_story_that_nobody_sees_yet(editor: Client) -> None:
    section, ines = make_section(), Contributor.objects.create(name="Ines Calloway", slug="ines")
    response = save(
        editor,
        ADD,
        headline="Cars lose the bridge",
        slug="bridge",
        section=section.pk,
        body='<p onclick="x()">It opened.<script>alert(1)</script></p>\r\n<p>It shut.</p>',
        **{"bylines-0-contributor": ines.pk},
    )
    article = Article.objects.get()
    assert told(response)[0].startswith("The story “Cars lose the bridge” was added")
    assert (article.status, article.published_at, article.comments_policy) == ("draft", None, "premoderated")
    assert article.body == "<p>It opened.</p>\n<p>It shut.</p>"
    assert article.byline == ["Ines Calloway"]
    assert Client().get(article.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("headline", "", "This field is required."),
        ("body", "<script>alert(1)</script>", "Nothing is left of this text"),
        ("slug", "taken", "Another story of that day has this slug."),
        ("slug", "no spaces", "Enter a valid “slug”"),
        ("source_url", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_a_story_that_cannot_be_is_refused_with_its_fields_kept(
    editor: Client, field: str, value: str, error: str
) -> None:
    section = make_section()
    make_article(published=False, slug="taken")
    given = {
        "headline": "Mine",
        "slug": "mine",
        "section": section.pk,
        "body": "<p>Text.</p>",
        "dek": "Kept.",
    }
    response = save(editor, ADD, **given | {field: value})
    page = Page.of(response)
    assert error in page.one("ul", has_class="errorlist").text
    assert page.one("textarea", name="dek").text == "Kept."
    assert Article.objects.count() == 1


def test_the_list_is_filtered_and_searched(editor: Client) -> None:
    schools = make_section(slug="schools")
    make_article(headline="Bridge", body="<p>The swing bridge.</p>")
    make_article(headline="School", section=schools, comments_policy="closed")
    make_article(headline="Draft", published=False)
    for query, found in [
        ("", {"Bridge", "School", "Draft"}),
        ("status__exact=draft", {"Draft"}),
        (f"section__id__exact={schools.pk}", {"School"}),
        ("comments_policy__exact=closed", {"School"}),
        ("q=swing", {"Bridge"}),
        ("q=nothing", set()),
    ]:
        page = Page.of(editor.get(f"{LIST}?{query}"))
        assert {cell.text for cell in page.all("th", has_class="field-headline")} == found, query
    row = Page.of(editor.get(f"{LIST}?q=School"))
    shown = [row.one(has_class=f"field-{name}").text for name in ("section", "stands", "policy")]
    assert shown == ["Schools", "Published", "Closed"]


def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(50):
        make_article()
    # Session, user, permissions twice, sections to filter by, count, stories, their days (twice: the span, the days),
    # the log's last check.
    with django_assert_num_queries(10):
        editor.get(LIST)


def test_publishing_and_withdrawing_from_the_list(editor: Client) -> None:
    drafts = [make_article(published=False, headline=f"Draft {n}") for n in range(2)]
    form = {"action": "publish", "_selected_action": [draft.pk for draft in drafts], "index": "0"}
    assert sorted(told(editor.post(LIST, form, follow=True))) == [
        "Published: “Draft 0”.",
        "Published: “Draft 1”.",
    ]
    for draft in drafts:
        assert Client().get(fresh(draft).get_absolute_url()).status_code == HTTPStatus.OK
    form = {"action": "withdraw", "_selected_action": [drafts[0].pk], "index": "0"}
    assert told(editor.post(LIST, form, follow=True)) == ["Withdrawn: “Draft 0”."]
    assert Client().get(fresh(drafts[0]).get_absolute_url()).status_code == HTTPStatus.GONE
    assert [edit.change_message for edit in Edit.objects.order_by("pk")] == [
        "Published.",
        "Published.",
        "Withdrawn.",
    ]


def test_what_is_published_already_is_not_published_again(editor: Client) -> None:
    article = make_article(headline="Bridge", at=timezone.now() - YESTERDAY)
    form = {"action": "publish", "_selected_action": [article.pk], "index": "0"}
    assert told(editor.post(LIST, form, follow=True)) == ["Nothing changed: “Bridge” is published."]
    assert fresh(article).published_at == article.published_at


def test_what_cannot_be_published_says_why_and_the_others_are_published(editor: Client) -> None:
    empty = make_article(published=False, headline="Empty", body="")
    whole = make_article(published=False, headline="Whole")
    form = {"action": "publish", "_selected_action": [empty.pk, whole.pk], "index": "0"}
    assert sorted(told(editor.post(LIST, form, follow=True))) == [
        "Published: “Whole”.",
        "“Empty”: This story has no text yet. Write the body, then publish it.",
    ]


def test_the_action_of_the_form_alone_publishes_too(editor: Client) -> None:
    draft = make_article(published=False, headline="Bridge")
    form = {"CHANGE_FORM-action": "publish", "_selected_action": draft.pk, "index": "0"}
    assert told(editor.post(form_of(draft), form, follow=True)) == ["Published: “Bridge”."]
    assert fresh(draft).is_published


def test_an_action_on_the_form_saves_first_what_was_typed(editor: Client) -> None:
    draft = make_article(published=False)
    run = {"button": "_continue", "value": "run", "CHANGE_FORM-action": "publish"}
    response = save(editor, form_of(draft), headline="As typed", **run)
    assert told(response) == ["Published: “As typed”."]
    assert (fresh(draft).headline, fresh(draft).status) == ("As typed", "published")


def test_an_action_on_a_form_with_an_error_does_not_run_and_loses_nothing(editor: Client) -> None:
    draft = make_article(published=False)
    run = {"button": "_continue", "value": "run", "CHANGE_FORM-action": "publish"}
    page = Page.of(save(editor, form_of(draft), headline="", dek="As typed.", **run))
    assert "This field is required." in page.one("ul", has_class="errorlist").text
    assert page.one("textarea", name="dek").text == "As typed."
    assert fresh(draft).status == "draft"


def test_without_an_action_the_same_button_only_saves(editor: Client) -> None:
    draft = make_article(published=False)
    save(editor, form_of(draft), button="_continue", value="run", headline="As typed")
    assert (fresh(draft).headline, fresh(draft).status) == ("As typed", "draft")


def test_saving_leaves_a_status_alone_that_moves_at_the_same_time(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()

    def withdraw_meanwhile(form: ArticleForm) -> str:
        publishing.withdraw(fresh(article))
        return "<p>As typed.</p>"

    monkeypatch.setattr(ArticleForm, "clean_body", withdraw_meanwhile)
    save(editor, form_of(article), body="<p>As typed.</p>")
    assert (fresh(article).body, fresh(article).status) == ("<p>As typed.</p>", "withdrawn")


def test_the_address_of_what_was_published_does_not_change(editor: Client) -> None:
    article = make_article(slug="bridge")
    page = Page.of(editor.get(form_of(article)))
    assert not page.all("input", name="slug")
    assert page.one("a", has_class="viewsitelink")["href"] == article.get_absolute_url()
    save(editor, form_of(article), slug="other", dated="2001-01-01")
    assert fresh(article).get_absolute_url() == article.get_absolute_url()


def test_a_draft_has_no_page_on_the_site(editor: Client) -> None:
    page = Page.of(editor.get(form_of(make_article(published=False))))
    assert not page.all("a", has_class="viewsitelink")


@pytest.mark.parametrize("user", ["stranger", "reader", "Moderator", "no group"])
def test_nobody_but_editors_touches_a_story(user: str) -> None:
    article, client = make_article(), Client()
    if user == "reader":
        client.force_login(User.objects.create_user("reader"))
    elif user != "stranger":
        client.force_login(make_staff("sub", user))
    for address in (
        LIST,
        ADD,
        form_of(article),
        f"{LIST}{article.pk}/delete/",
        f"{LIST}{article.pk}/history/",
    ):
        for response in (client.get(address), client.post(address, {"_save": "Save", "headline": "Mine"})):
            expected = HTTPStatus.FOUND if user in ("stranger", "reader") else HTTPStatus.FORBIDDEN
            assert response.status_code == expected, address
    assert fresh(article).headline == article.headline


def test_a_story_that_is_not_there_leads_back_to_the_index(editor: Client) -> None:
    response = editor.get(f"{LIST}999/change/", follow=True)
    assert response.redirect_chain == [("/admin/", HTTPStatus.FOUND)]
