"""Bans and watches in the admin: added and ended with a reason, with nothing of a person kept."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import bans
from comments.models import Restriction
from tests.comments.staffroom import form_of, make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff, submit
from tests.page import Page

pytestmark = pytest.mark.django_db

ALL = "/admin/comments/restriction/"
ADD = f"{ALL}add/"
EMAIL = "lindy.marsh@example.org"
GIVEN = {"effect": "ban", "target": "email", "reason": "person", "note": "Third time.", "typed": EMAIL}


@pytest.fixture
def moderator() -> Client:
    """Return a moderator's browser."""
    return signed_in(make_moderator())


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def sentences(response: Any) -> str:
    """Return the errors of a form."""
    return " ".join(each.text for each in Page.of(response).all("ul", has_class="errorlist"))


def test_a_moderator_bans_by_what_is_typed_and_only_a_fingerprint_is_kept(
    moderator: Client, article: Article
) -> None:
    assert moderator.post(ADD, GIVEN).status_code == HTTPStatus.FOUND
    made = Restriction.objects.get()
    assert (made.effect, made.target, made.by, made.note) == ("ban", "email", "Mo Ray", "Third time.")
    assert "ban" in {finding["rule"] for finding in submit(article, email=EMAIL).comment.findings}
    for told in (str(Restriction.objects.values().get()), str(list(Edit.objects.values()))):
        assert EMAIL not in told


def test_a_comments_page_leads_to_the_form_with_its_number(moderator: Client, article: Article) -> None:
    comment = make_comment(article, device="hers")
    link = Page.of(moderator.get(form_of(comment))).one("a", href=f"{ADD}?comment={comment.pk}")
    page = Page.of(moderator.get(link["href"]))
    assert page.one("input", name="comment")["value"] == str(comment.pk)
    given = {**GIVEN, "target": "device", "typed": "", "comment": comment.pk}
    assert moderator.post(ADD, given).status_code == HTTPStatus.FOUND
    assert submit(article, device="hers").comment.status == "rejected"


@pytest.mark.parametrize("number", ["", "x", "1" * 30, "-1", "\u0661"])
def test_the_address_of_the_form_may_hold_anything(moderator: Client, number: str) -> None:
    assert moderator.get(ADD, {"comment": number}).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"typed": ""}, "Give either the number of a comment or what you know.", id="nobody"),
        pytest.param({"comment": "1"}, "Give either the number of a comment or what you know.", id="both"),
        pytest.param({"typed": "lindy"}, "This is not an e-mail address.", id="no e-mail address"),
        pytest.param({"target": "device"}, "A commenter’s key is known from a comment alone.", id="a key"),
        pytest.param({"typed": "", "comment": "999"}, "There is no comment of this number.", id="no comment"),
        pytest.param({"typed": "", "comment": "0"}, "greater than or equal to 1", id="no number"),
        pytest.param({"reason": ""}, "This field is required.", id="no reason"),
        pytest.param(
            {"until_0": "2020-01-01", "until_1": "00:00"}, "This has passed already.", id="over already"
        ),
    ],
)
def test_what_bans_nobody_is_refused_with_the_reason(
    moderator: Client, given: dict[str, str], said: str
) -> None:
    response = moderator.post(ADD, {**GIVEN, **given})
    assert response.status_code == HTTPStatus.OK
    assert said in sentences(response)
    assert not Restriction.objects.exists()


def test_a_comment_without_a_device_says_so(moderator: Client, article: Article) -> None:
    given = {**GIVEN, "target": "device", "typed": "", "comment": make_comment(article).pk}
    assert "keeps no key of ours" in sentences(moderator.post(ADD, given))


def made(**given: Any) -> Restriction:
    """Ban somebody in the name of an editor."""
    asked = {
        "effect": "ban",
        "target": "email",
        "reason": "person",
        "by": make_staff("ed", "Editor"),
        **given,
    }
    return bans.restrict(bans.print_of(EMAIL, "email"), **asked)


def test_a_ban_is_ended_with_a_reason_and_not_edited(moderator: Client) -> None:
    ban = made(note="Third time.")
    page = f"{ALL}{ban.pk}/change/"
    assert {field["name"] for field in Page.of(moderator.get(page)).all("input", type="text")} == {"why"}
    assert "This field is required." in sentences(moderator.post(page, {"why": ""}))
    moderator.post(page, {"why": "She wrote to us.", "note": "changed", "reason": "story"})
    ban.refresh_from_db()
    assert (ban.ended_by, ban.end_note, ban.note, ban.reason) == (
        "Mo Ray",
        "She wrote to us.",
        "Third time.",
        "person",
    )


def test_what_is_over_is_only_read(moderator: Client) -> None:
    ban = made(until=timezone.now() - dt.timedelta(days=1))
    response = moderator.get(f"{ALL}{ban.pk}/change/")
    assert response.status_code == HTTPStatus.OK
    assert not Page.of(response).all("input", name="why")
    assert moderator.post(f"{ALL}{ban.pk}/change/", {"why": "No."}).status_code == HTTPStatus.FORBIDDEN


def test_several_are_ended_at_once(moderator: Client) -> None:
    ban = made()
    moderator.post(ALL, {"action": "end", "_selected_action": [ban.pk]})
    ban.refresh_from_db()
    assert ban.ended_by == "Mo Ray"


def test_nothing_is_deleted_not_even_by_a_superuser() -> None:
    root = make_staff("root", is_superuser=True)
    ban = made()
    assert signed_in(root).post(f"{ALL}{ban.pk}/delete/", {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(root).get(ADD).status_code == HTTPStatus.OK


def test_who_does_not_moderate_sees_no_bans() -> None:
    client = signed_in(make_staff("nobody"))
    ban = made()
    for address in (ALL, ADD, f"{ALL}{ban.pk}/change/"):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN


def test_the_pages_tell_no_fingerprint_and_nobody_filters_by_one(moderator: Client) -> None:
    ban = made()
    for address in (ALL, f"{ALL}{ban.pk}/change/", f"{ALL}{ban.pk}/history/"):
        assert ban.fingerprint not in moderator.get(address).content.decode()
    assert moderator.get(f"{ALL}?fingerprint__startswith=a").status_code == HTTPStatus.BAD_REQUEST
