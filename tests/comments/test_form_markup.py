"""The form's markup: everybody can tell what is asked, what went wrong and where."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Div, Fieldset, Hidden, Layout, Reset
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test import Client

from articles.models import Article
from tests.factories import make_article, make_comment
from tests.page import Element, Page, assert_public

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def article() -> Article:
    """Return a published story."""
    return make_article()


def story_page(client: Client, article: Article, query: str = "") -> Page:
    """Return the story's page."""
    return assert_public(client.get(article.get_absolute_url() + query))


def refused(client: Client, article: Article, **typed: str) -> Page:
    """Return the page that answers a post with something wrong in it."""
    response = client.post(f"{article.get_absolute_url()}reply/", typed, headers=OURS)
    assert response.status_code == 422
    return assert_public(response)


def label_of(page: Page, name: str) -> Element:
    """Return the label of a field."""
    return page.one("label", for_=f"id_{name}")


def test_the_form_says_what_the_newsroom_promises(client: Client, article: Article) -> None:
    page = story_page(client, article)
    assert page.one("h2", id="reply-title").text == "Leave a Reply"
    note = page.one("p", has_class="reply__note").text
    assert note == "Your email address will not be published. Required fields are marked *with an asterisk"
    rules = page.one("ol", has_class="rules")
    assert len([item for item in page.all("li") if rules in item.inside]) == 3


@pytest.mark.parametrize(
    ("name", "label", "autocomplete"),
    [
        ("comment", "Comment *", None),
        ("name", "Name *", "name"),
        ("email", "Email *", "email"),
        ("website", "Website", "url"),
    ],
)
def test_every_field_has_its_label_and_its_autocomplete_token(
    client: Client, article: Article, name: str, label: str, autocomplete: str | None
) -> None:
    page = story_page(client, article)
    assert label_of(page, name).text == label
    field = page.one(name=name)
    assert field.attributes.get("autocomplete") == autocomplete
    assert ("required" in field.attributes) is label.endswith("*")


def test_the_asterisk_is_not_read_out_for_the_field_says_that_it_is_required(
    client: Client, article: Article
) -> None:
    marks = [element for element in story_page(client, article).all("span") if element.text == "*"]
    assert len(marks) == 4
    assert all(mark["aria-hidden"] == "true" for mark in marks)


@pytest.mark.parametrize("slug", ["what-is-answered", "whoever-is-answered", "987654321"])
def test_the_form_that_answers_looks_at_no_storys_address(client: Client, slug: str) -> None:
    article = make_article(slug=slug)
    comment = make_comment(article, status="approved", name="2000-01-01", text="/2000/01/01/stand-in/")
    page = story_page(client, article, f"?replyto={comment.pk}")
    url = article.get_absolute_url()
    assert page.one("a", has_class="reply__cancel")["href"] == f"{url}#reply"
    assert page.one("form", has_class="form")["action"].startswith(f"{url}reply/")
    assert page.one("input", name="parent")["value"] == str(comment.pk)
    said = page.one("p", has_class="reply__to").text
    assert "Replying to 2000-01-01" in said
    assert "“/2000/01/01/stand-in/”" in said


def test_the_box_that_saves_a_name_is_not_ticked(client: Client, article: Article) -> None:
    page = story_page(client, article)
    assert "checked" not in page.one("input", name="save").attributes
    assert label_of(page, "save").text.startswith("Save my name, email and website in this browser")


def test_the_form_posts_to_the_story_and_leaves_checking_to_it(client: Client, article: Article) -> None:
    form = story_page(client, article).one("form", method="post")
    assert (form["method"], form["action"]) == ("post", f"{article.get_absolute_url()}reply/")
    assert "novalidate" in form.attributes
    assert form.classes == ["form"]


def test_the_button_is_one_of_ours(client: Client, article: Article) -> None:
    button = story_page(client, article).one("button")
    assert (button["type"], button.text, button.classes) == ("submit", "Send reply", ["button"])


def test_the_summary_of_errors_counts_in_words_and_leads_to_the_fields(
    client: Client, article: Article
) -> None:
    page = refused(client, article, comment="Hello.", name="", email="lindy.example.org")
    summary = page.one("div", has_class="errors")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert "autofocus" in summary.attributes
    assert page.one("h3").text == "Your reply was not sent. Two things need another look."
    links = [link for link in page.all("a") if summary in link.inside]
    assert [link["href"] for link in links] == ["#id_name", "#id_email"]
    assert links[1].text == "Email: This address has no @ in it. It should look like name@example.org."


def test_one_error_is_one_thing_that_needs_another_look(client: Client, article: Article) -> None:
    page = refused(client, article, comment="", name="Lindy", email="lindy@example.org")
    assert page.one("h3").text == "Your reply was not sent. One thing needs another look."


def test_an_error_is_joined_to_its_field(client: Client, article: Article) -> None:
    page = refused(client, article, comment="Hello.", name="Lindy", email="lindy.example.org")
    field = page.one("input", name="email")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "id_email_error")
    assert "no @" in page.one(id="id_email_error").text
    assert "field--bad" in field.inside[-1].classes
    assert "aria-invalid" not in page.one("input", name="name").attributes


def test_the_title_of_a_refused_reply_begins_with_the_word_error(client: Client, article: Article) -> None:
    assert refused(client, article).one("title").text.startswith("Error: Your reply was not sent.")


def test_what_is_answered_is_named_with_a_way_out(client: Client, article: Article) -> None:
    comment = make_comment(article, status="approved", name="Oona", text="My father was bridgeman.")
    page = story_page(client, article, f"?replyto={comment.pk}")
    assert "Replying to Oona, “My father was bridgeman.”" in page.one("p", has_class="reply__to").text
    assert page.one("a", has_class="reply__cancel")["href"] == f"{article.get_absolute_url()}#reply"
    assert page.one("input", name="parent")["value"] == str(comment.pk)


def test_a_thread_is_nested_lists_of_articles_with_their_ways_to_reply(
    client: Client, article: Article
) -> None:
    top = make_comment(article, status="approved", name="Oona", website="https://example.org/oona")
    answer = make_comment(article, status="approved", name="Piet", parent=top)
    page = story_page(client, article)
    drawn = page.one("article", id=f"comment-{answer.pk}")
    assert [element.tag for element in drawn.inside if element.tag in ("ol", "li")] == [
        "ol",
        "li",
        "ol",
        "li",
    ]
    assert page.one("span", has_class="comment__to").text == "to Oona"
    assert page.one("button", aria_label="Reply to Piet").text == "Reply"
    assert page.one("input", name="replyto", value=str(answer.pk))["type"] == "hidden"
    assert page.one("a", href="https://example.org/oona")["rel"] == "nofollow ugc noopener"
    assert page.one("a", href=f"/comments/{top.pk}/")["title"] == "Permanent link"


def test_a_closed_thread_has_neither_form_nor_ways_to_reply(client: Client, article: Article) -> None:
    make_comment(article, status="approved")
    Article.objects.update(comments_policy="closed")
    page = story_page(client, article)
    page.one("div", has_class="closed")
    assert not page.all("form", method="post")
    assert [button.text for button in page.all("button")] == ["Report"]


class Letter(forms.Form):
    """A form with what the reply form does not have."""

    subject = forms.CharField(help_text="A few words.")
    urgent = forms.BooleanField(help_text="It is read first.")

    def __init__(self, data: dict[str, str] | None, helper: FormHelper) -> None:
        super().__init__(data)
        self.helper = helper

    def clean(self) -> None:
        raise forms.ValidationError("The desk is closed.")


def letter_page(*layout: object, data: dict[str, str] | None = None, **options: object) -> Page:
    """Return the form as the template pack draws it."""
    helper = FormHelper()
    helper.disable_csrf = True
    for name, value in options.items():
        setattr(helper, name, value)
    if layout:
        helper.layout = Layout(*layout)
    return Page(render_crispy_form(Letter(data, helper)))


def test_help_is_joined_to_its_field_before_the_error() -> None:
    page = letter_page(data={})
    assert page.one("input", name="subject")["aria-describedby"] == "id_subject_helptext id_subject_error"
    assert page.one(id="id_subject_helptext").text == "A few words."
    assert page.one("input", name="urgent").inside[-1].classes == ["check"]


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    page = letter_page(data={"subject": "Hello", "urgent": "on"}, form_error_title="It was not sent.")
    assert page.one("h3").text == "It was not sent. One thing needs another look."
    assert page.one("li").text == "The desk is closed."


def test_a_form_may_keep_its_errors_to_itself() -> None:
    page = letter_page(data={}, form_show_errors=False)
    assert not page.all(has_class="errors")
    assert not page.all(has_class="field__error")


def test_the_pack_draws_parts_and_further_buttons() -> None:
    page = letter_page(
        Fieldset("What it is", "subject", css_class="part"),
        Div("urgent", css_id="rest"),
        Hidden("kind", "letter"),
        Reset("again", "Start again", css_class="button--quiet"),
        Button("copy", "Copy"),
    )
    assert page.one("legend").text == "What it is"
    page.one("div", id="rest")
    assert page.one("input", type="hidden")["value"] == "letter"
    assert [(button["type"], button.text) for button in page.all("button")] == [
        ("reset", "Start again"),
        ("button", "Copy"),
    ]
