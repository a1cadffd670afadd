"""Bans from the card: with options, by what is kept of the sender, and ended with a reason."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import bans
from comments.models import Comment, Restriction
from tests.comments.desk.hands import DESK, read
from tests.factories import make_comment, submit

pytestmark = pytest.mark.django_db

GIVEN = {"effect": "ban", "target": "device", "lasts": "7", "reason": "person", "note": "Third time."}
DAY = dt.timedelta(days=1)


@pytest.fixture
def comment(article: Article) -> Comment:
    """Return a held comment, sent with a device."""
    return make_comment(article, device="hers", name="Bridge Facts")


def ban(client: Client, comment: Comment, **given: Any) -> Any:
    """Send the form."""
    return client.post(f"{DESK}{comment.pk}/ban/", {**GIVEN, **given})


def end(client: Client, comment: Comment, restriction: Any, why: str = "A mistake.") -> Any:
    """Press "End it now"."""
    number = getattr(restriction, "pk", restriction)
    return client.post(f"{DESK}{comment.pk}/ban/end/", {"restriction": number, "why": why})


def test_a_ban_is_made_from_the_card_and_refuses_what_is_sent_next(
    desk: Client, comment: Comment, article: Article
) -> None:
    response = ban(desk, comment, order="newest")
    assert (response.status_code, response["Location"]) == (303, f"{DESK}{comment.pk}/?order=newest#card")
    made = Restriction.objects.get()
    assert (made.effect, made.target, made.reason, made.note) == ("ban", "device", "person", "Third time.")
    assert (made.by, made.fingerprint) == ("Amara Quist", comment.device_print)
    assert submit(article, device="hers").comment.status == "rejected"
    assert read(desk, f"{DESK}{comment.pk}/").says("restricted").startswith("Banned until ")


@pytest.mark.parametrize("lasts", ["7", "ever", "day"])
def test_a_ban_that_is_sent_twice_is_made_once(desk: Client, comment: Comment, lasts: str) -> None:
    day = (timezone.localdate() + DAY).isoformat()
    assert {ban(desk, comment, lasts=lasts, day=day).status_code for _ in range(2)} == {303}
    assert Restriction.objects.count() == 1
    ban(desk, comment, lasts="30")
    assert Restriction.objects.count() == 2


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("7", 7), ("30", 30), ("ever", None)])
def test_a_ban_lasts_as_long_as_was_chosen(
    desk: Client, comment: Comment, lasts: str, days: int | None
) -> None:
    ban(desk, comment, lasts=lasts)
    made = Restriction.objects.get()
    assert made.until == (made.since + days * DAY if days else None)


def test_a_ban_until_a_day_ends_with_that_day_in_the_newsrooms_zone(desk: Client, comment: Comment) -> None:
    day = timezone.localdate() + 3 * DAY
    ban(desk, comment, lasts="day", day=day.isoformat())
    until = Restriction.objects.get().until
    assert until is not None
    assert timezone.localtime(until) == timezone.make_aware(dt.datetime.combine(day + DAY, dt.time()))


def test_always_hold_holds_and_says_so(desk: Client, comment: Comment) -> None:
    ban(desk, comment, effect="watch", target="email", lasts="ever")
    assert (
        read(desk, f"{DESK}{comment.pk}/").says("restricted").startswith("Always held for ever by the e-mail")
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"target": ""}, "Choose by what this commenter is known again.", id="no target"),
        pytest.param({"target": "passport"}, "Select a valid choice.", id="an unknown target"),
        pytest.param({"reason": ""}, "Choose the house rule that was broken", id="no house rule"),
        pytest.param({"effect": "x"}, "Select a valid choice.", id="an unknown effect"),
        pytest.param({"lasts": "8"}, "Select a valid choice.", id="an unknown time"),
        pytest.param({"lasts": "day"}, "Give the last day of it.", id="no day"),
        pytest.param({"lasts": "day", "day": "2020-01-01"}, "This day has passed already.", id="a past day"),
        pytest.param({"lasts": "day", "day": "9999-12-31"}, "This day is too far away.", id="the last day"),
        pytest.param({"lasts": "day", "day": "soon"}, "This is no date.", id="no date"),
        pytest.param({"note": "x" * 501}, "at most 500 characters", id="a long note"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(
    desk: Client, comment: Comment, given: dict[str, str], said: str
) -> None:
    response = ban(desk, comment, **{"note": "Kept in the field.", **given})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert given.get("note", "Kept in the field.") in response.content.decode()
    assert not Restriction.objects.exists()


def test_only_what_is_kept_can_be_gone_by(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(address_print="", network_print="")
    page = read(desk, f"{DESK}{comment.pk}/ban/").text
    assert "every e-mail address of that domain" in page
    assert "the network address" not in page.replace("a network address", "")
    assert "the key that their browser keeps" not in page
    assert ban(desk, comment, target="device").status_code == 422


def test_of_whom_nothing_is_kept_nobody_is_banned(desk: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(**dict.fromkeys(bans.KEPT_IN.values(), ""))
    assert "nobody can be banned by it" in read(desk, f"{DESK}{comment.pk}/ban/").text
    assert f"{DESK}{comment.pk}/ban/" not in read(desk, f"{DESK}{comment.pk}/").links


def test_a_ban_is_ended_with_a_reason(desk: Client, comment: Comment, article: Article) -> None:
    ban(desk, comment)
    made = Restriction.objects.get()
    assert "In force" in read(desk, f"{DESK}{comment.pk}/ban/").text
    assert end(desk, comment, made).status_code == 303
    made.refresh_from_db()
    assert (made.ended_by, made.end_note) == ("Amara Quist", "A mistake.")
    assert submit(article, device="hers").comment.status == "pending"
    assert "In force" not in read(desk, f"{DESK}{comment.pk}/ban/").text


def test_without_a_reason_a_ban_goes_on(desk: Client, comment: Comment) -> None:
    ban(desk, comment)
    response = end(desk, comment, Restriction.objects.get(), why=" ")
    assert response.status_code == 422
    assert "Say why it ends." in response.content.decode()
    assert not Restriction.objects.get().ended_at


def test_what_is_over_already_answers_409(desk: Client, comment: Comment, colleague: User) -> None:
    ban(desk, comment)
    bans.end(Restriction.objects.get(), by=colleague)
    response = end(desk, comment, Restriction.objects.get())
    assert response.status_code == 409
    assert "It was over already." in response.content.decode()


def test_a_ban_of_somebody_else_is_not_ended_from_this_card(
    desk: Client, comment: Comment, article: Article
) -> None:
    ban(desk, make_comment(article, device="another's"))
    for number in [Restriction.objects.get().pk, "", "x", 999999]:
        assert end(desk, comment, number).status_code == 404
    assert not Restriction.objects.get().ended_at


@pytest.mark.parametrize("deed", ["ban/", "ban/end/"])
def test_who_may_not_restrict_may_not_from_the_desk_either(
    desk: Client, moderator: User, comment: Comment, deed: str
) -> None:
    group = moderator.groups.get()
    group.permissions.remove(
        *Permission.objects.filter(codename__in=["add_restriction", "change_restriction"])
    )
    assert f"{DESK}{comment.pk}/ban/" not in read(desk, f"{DESK}{comment.pk}/").links
    assert desk.post(f"{DESK}{comment.pk}/{deed}", GIVEN).status_code == 403
    assert not Restriction.objects.exists()


@pytest.mark.parametrize("deed", ["ban/", "ban/end/"])
def test_a_comment_that_is_not_there_answers_404(desk: Client, deed: str) -> None:
    assert desk.post(f"{DESK}999999/{deed}", GIVEN).status_code == 404
