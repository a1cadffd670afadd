"""What the admin tells of a person: the e-mail address to whom it may, the network address to nobody."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from comments import moderation, verification
from comments.models import Comment, DeskScope, LogEntry
from comments.models.log import NO_COMMENT
from tests.comments.staffroom import LIST, LOG, form_of, make_moderator, rows, signed_in
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

EMAIL = "lindy.marsh@example.org"
ADDRESS = "203.0.113.77"
FIND = f"{LIST}by-email/"


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


def found(client: Client, email: str) -> list[str]:
    """Look for an e-mail address, and return the excerpts of the comments that are listed then."""
    response = client.post(FIND, {"email": email})
    assert response.status_code == HTTPStatus.SEE_OTHER
    return rows(client, response["Location"].partition("?")[2])


def test_an_editor_finds_a_commenter_by_the_whole_email_address(editor: Client, article: Article) -> None:
    make_comment(article, text="older", email=EMAIL)
    make_comment(article, text="hers", email=EMAIL)
    make_comment(article, text="somebody else's", email="lindy@example.org")
    assert found(editor, EMAIL) == ["hers", "older"]
    assert found(editor, " LINDY.Marsh@Example.org ") == ["hers", "older"]


def test_an_email_address_in_a_search_of_texts_finds_texts(editor: Client, article: Article) -> None:
    make_comment(article, text="hers", email=EMAIL)
    make_comment(article, text=f"write to {EMAIL}")
    assert rows(editor, f"q={EMAIL}") == [f"write to {EMAIL}"]
    assert looks() == []


def test_what_is_no_email_address_is_said_and_kept(editor: Client) -> None:
    response = editor.post(FIND, {"email": "lindy"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = Page.of(response)
    assert page.one("input", name="email")["value"] == "lindy"
    assert "It should look like name@example.org." in page.one(has_class="errornote").text


def test_whoever_is_not_there_is_not_found(editor: Client, article: Article) -> None:
    make_comment(article, text="hers", email=EMAIL)
    response = editor.post(FIND, {"email": "nobody@example.org"}, follow=True)
    assert "No comment was sent with this e-mail address." in response.content.decode()
    assert looks() == []


@pytest.mark.django_db(transaction=True)
def test_the_log_says_who_looked_in_vain_and_not_for_whom(article: Article) -> None:
    editor = signed_in(make_staff("ed", "Editor", first_name="Ed", last_name="Itor"))
    make_comment(article, email=EMAIL)
    editor.post(FIND, {"email": "nobody@example.org"})
    entry = LogEntry.objects.latest("seq")
    assert (entry.action, entry.comment_id, entry.actor) == ("seek", NO_COMMENT, "Ed Itor")
    assert (entry.from_status, entry.to_status, entry.detail.body) == ("", "", "{}")
    assert str(entry) == f"{entry.seq}: e-mail address looked for, not found"
    exported = response_text(editor.get(f"{LOG}history/log.csv?days=7")).splitlines()[1]
    assert exported.startswith(f"{entry.seq},{entry.at.isoformat()},,seek,")
    assert json.loads(response_text(editor.get(f"{LOG}history/log.json?days=7")))[0]["comment_id"] is None
    assert verification.verify().alterations == []
    for page in (LOG, f"{LOG}history/?days=7", f"{LOG}{entry.seq}/change/", f"{LOG}history/log.csv?days=7"):
        told = response_text(editor.get(page))
        assert "nobody@example.org" not in told
        assert "Ed Itor" in told
    assert "E-mail address looked for, not found" in editor.get(LOG).content.decode()
    assert "no comment" in editor.get(LOG).content.decode()


def response_text(response: Any) -> str:
    """Return what an answer says, streamed or not."""
    assert response.status_code == HTTPStatus.OK
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


def looks() -> list[tuple[int, str]]:
    """Return whose e-mail addresses were looked at, and by whom."""
    return list(LogEntry.objects.filter(action="look").values_list("comment_id", "actor"))


def test_the_log_says_who_looked_and_who_looked_for_somebody(editor: Client, article: Article) -> None:
    comment = make_comment(article, email=EMAIL)
    found(editor, EMAIL)
    editor.post(f"{LIST}{comment.pk}/email/")
    assert looks() == [(comment.pk, "ed"), (comment.pk, "ed")]
    told = editor.get(f"{LOG}?comment_id={comment.pk}").content.decode()
    assert "E-mail address looked at" in told
    assert EMAIL not in told
    comment.refresh_from_db()
    assert (comment.status, comment.seq) == ("pending", 3)


@pytest.mark.parametrize("way", ["by-email/", "{}/email/"])
def test_only_who_may_see_personal_things_looks_and_never_by_a_link(
    editor: Client, moderator: Client, client: Client, article: Article, way: str
) -> None:
    comment = make_comment(article, email=EMAIL)
    address = f"{LIST}{way.format(comment.pk)}"
    assert client.post(address, {"email": EMAIL}).status_code == HTTPStatus.FOUND
    refused = moderator.post(address, {"email": EMAIL})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert EMAIL not in refused.content.decode()
    assert editor.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert looks() == []
    assert FIND not in moderator.get(LIST).content.decode()
    assert FIND in editor.get(LIST).content.decode()


def test_the_button_on_the_comments_page_is_in_its_form_with_the_token(article: Article) -> None:
    comment, strict = make_comment(article, email=EMAIL), Client(enforce_csrf_checks=True)
    strict.force_login(make_staff("ed", "Editor"))
    page = Page.of(strict.get(form_of(comment)))
    button = next(each for each in page.all("button") if each.text == "Show the e-mail address")
    form = next(each for each in button.inside if each.tag == "form")
    token = next(each for each in page.all("input", name="csrfmiddlewaretoken") if form in each.inside)
    assert form["method"] == "post"
    shown = strict.post(button["formaction"], {"csrfmiddlewaretoken": token["value"]})
    assert EMAIL in shown.content.decode()
    assert strict.post(button["formaction"]).status_code == HTTPStatus.FORBIDDEN


def test_nobody_looks_at_what_is_not_there(editor: Client, article: Article) -> None:
    comment = make_comment(article)
    Comment.objects.update(email_sealed=None)
    assert "(deleted)" in editor.post(f"{LIST}{comment.pk}/email/").content.decode()
    assert editor.post(f"{LIST}{comment.pk + 1}/email/").status_code == HTTPStatus.NOT_FOUND
    assert looks() == []


def test_a_commenter_is_found_under_a_key_that_was_rotated(
    editor: Client, article: Article, settings: Settings
) -> None:
    make_comment(article, text="older", email=EMAIL)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43, *settings.NEWSROOM_FIELD_KEYS]
    make_comment(article, text="hers", email=EMAIL)
    assert found(editor, EMAIL) == ["hers", "older"]


@pytest.mark.parametrize(
    "asked", ["999999", "x", "-1", "9" * 30, pytest.param("9" * 5_000, id="a book of nines")]
)
def test_a_list_by_the_email_address_of_no_comment_is_empty_or_all(
    editor: Client, article: Article, asked: str
) -> None:
    make_comment(article, text="hers")
    assert rows(editor, f"same_email={asked}") in ([], ["hers"])


def test_a_comment_of_another_section_is_none_to_compare_with(moderator: Client, article: Article) -> None:
    there = make_article(section=make_section(slug="schools"))
    inside, outside = (make_comment(story, text="hers", email=EMAIL) for story in (article, there))
    limit = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limit.sections.set([article.section])
    assert rows(moderator, f"same_email={inside.pk}") == ["hers"]
    assert rows(moderator, f"same_email={outside.pk}") == []


def test_a_moderator_finds_nobody_by_an_email_address(moderator: Client, article: Article) -> None:
    make_comment(article, email=EMAIL)
    known, unknown = (moderator.get(f"{LIST}?q={email}") for email in (EMAIL, "nobody.there@example.org"))
    assert [element.tag for element in Page.of(known).elements] == [
        element.tag for element in Page.of(unknown).elements
    ]


@pytest.mark.parametrize(
    "field", ["email_print", "email_domain_print", "address_print", "receipt_hash", "parent__email_print"]
)
def test_nobody_filters_by_what_is_personal(editor: Client, article: Article, field: str) -> None:
    make_comment(article)
    assert editor.get(f"{LIST}?{field}__startswith=a").status_code == HTTPStatus.BAD_REQUEST
    assert editor.get(f"{LOG}?detail__body__contains=a").status_code == HTTPStatus.BAD_REQUEST


def test_only_who_may_see_personal_things_reads_the_email_address_and_nobody_the_network_address(
    editor: Client, moderator: Client, article: Article
) -> None:
    comment = make_comment(article, email=EMAIL, address=ADDRESS)
    pages = [client.get(form_of(comment)).content.decode() for client in (editor, moderator)]
    assert "Show the e-mail address" in pages[0]
    assert "E-mail" not in pages[1]
    shown = editor.post(f"{LIST}{comment.pk}/email/")
    assert EMAIL in shown.content.decode()
    assert {"private", "no-store"} <= set(shown["Cache-Control"].split(", "))
    for page in pages:
        assert EMAIL not in page
        assert ADDRESS not in page


def test_no_page_of_the_admin_tells_a_moderator_an_email_or_network_address(article: Article) -> None:
    mo = make_moderator()
    client, comment = signed_in(mo), make_comment(article, email=EMAIL, address=ADDRESS)
    moderation.decide([comment], action="approve", by=mo)
    entry = LogEntry.objects.get(seq=comment.seq)
    addresses = [
        "/admin/",
        "/admin/comments/",
        LIST,
        f"{LIST}?q=example",
        f"{LIST}?same_email={comment.pk}",
        f"{LOG}history/?commenter={comment.pk}&known_by=email",
        form_of(comment),
        f"{LIST}{comment.pk}/history/",
    ]
    addresses += [
        LOG,
        f"{LOG}?comment_id={comment.pk}",
        f"{LOG}{entry.seq}/change/",
        "/admin/password_change/",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == HTTPStatus.OK, address
        for secret in (EMAIL, "lindy.marsh", ADDRESS, comment.email_print, comment.address_print):
            assert secret not in response.content.decode(), address


def test_an_email_address_that_no_key_opens_is_said_to_be_shut(
    editor: Client, article: Article, settings: Settings
) -> None:
    comment = make_comment(article)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43]
    response = editor.post(f"{LIST}{comment.pk}/email/")
    assert "This cannot be opened" in response.content.decode()
    assert looks() == []
