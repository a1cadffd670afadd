"""What the admin tells of a person: the e-mail address to whom it may, the network address to nobody."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from comments import moderation
from comments.models import LogEntry
from tests.comments.staffroom import LIST, LOG, form_of, make_moderator, rows, signed_in
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

EMAIL = "lindy.marsh@example.org"
ADDRESS = "203.0.113.77"


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


def test_an_editor_finds_a_commenter_by_the_whole_email_address(editor: Client, article: Article) -> None:
    make_comment(article, text="hers", email=EMAIL)
    make_comment(article, text="somebody else's", email="lindy@example.org")
    make_comment(article, text=f"write to {EMAIL}")
    assert rows(editor, f"q={EMAIL}") == [f"write to {EMAIL}", "hers"]
    assert rows(editor, "q=LINDY.Marsh@Example.org") == [f"write to {EMAIL}", "hers"]
    assert rows(editor, "q=marsh@example.org") == [f"write to {EMAIL}"]
    assert rows(editor, "q=lindy@example.org&status__exact=approved") == []


def test_a_commenter_is_found_under_a_key_that_was_rotated(
    editor: Client, article: Article, settings: Settings
) -> None:
    make_comment(article, text="hers", email=EMAIL)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43, *settings.NEWSROOM_FIELD_KEYS]
    assert rows(editor, f"q={EMAIL}") == ["hers"]


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
    told, not_told = (client.get(form_of(comment)).content.decode() for client in (editor, moderator))
    assert EMAIL in told
    assert EMAIL not in not_told
    assert "E-mail" not in not_told
    assert ADDRESS not in told + not_told


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
    response = editor.get(form_of(comment))
    assert "This cannot be opened" in response.content.decode()
