"""Bans and watches: whom they meet, for how long, and what is told of them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import bans
from comments.bans import NobodyMeant, Target
from comments.models import Comment, Restriction
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db

HERS: dict[str, Any] = {
    "email": "lindy@mail.example.org",
    "address": "192.0.2.7",
    "device": "hers",
}
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture
def article(settings: Settings) -> Article:
    """Return an open story that takes as many comments as come."""
    settings.NEWSROOM_FLOOD_SECONDS = 0
    return make_article(comments_policy="postmoderated")


def ban(fingerprint: str, target: str, **given: Any) -> Restriction:
    """Ban somebody, by default for ever."""
    by = make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")
    return bans.restrict(
        fingerprint, **{"effect": "ban", "target": target, "reason": "person", "by": by, **given}
    )


def found(article: Article, **sent: Any) -> dict[str, str]:
    """Return what is found in a comment, by rule."""
    return {finding["rule"]: finding["severity"] for finding in submit(article, **sent).comment.findings}


@pytest.mark.parametrize(
    ("target", "severity", "sent", "others"),
    [
        pytest.param(Target.DEVICE, "reject", {"device": "hers"}, {"email": HERS["email"]}, id="device"),
        pytest.param(
            Target.EMAIL,
            "hold",
            {"email": " Lindy@Mail.Example.org"},
            {"email": "l@mail.example.org"},
            id="e-mail",
        ),
        pytest.param(
            Target.DOMAIN, "hold", {"email": "a@mail.example.org"}, {"email": "a@example.org"}, id="domain"
        ),
        pytest.param(
            Target.DOMAIN,
            "hold",
            {"email": "a@eu.mail.example.org"},
            {"email": "a@email.example.org"},
            id="under it",
        ),
        pytest.param(
            Target.ADDRESS, "reject", {"address": "192.0.2.7"}, {"address": "192.0.2.8"}, id="address"
        ),
        pytest.param(
            Target.NETWORK, "reject", {"address": "192.0.2.99"}, {"address": "192.0.3.7"}, id="network"
        ),
    ],
)
def test_a_ban_made_from_a_comment_meets_its_commenter_and_nobody_else(
    article: Article, target: str, severity: str, sent: dict[str, str], others: dict[str, str]
) -> None:
    ban(bans.print_kept_in(make_comment(article, **HERS), target), target)
    assert found(article, **sent)["ban"] == severity
    assert "ban" not in found(article, **others)


@pytest.mark.parametrize(
    ("target", "typed", "sent"),
    [
        (Target.EMAIL, " LINDY@example.org ", {"email": "lindy@example.org"}),
        (Target.DOMAIN, "@Example.org", {"email": "lindy@example.org"}),
        (Target.DOMAIN, "bücher.example", {"email": "lindy@xn--bcher-kva.example"}),
        (Target.ADDRESS, "::ffff:192.0.2.1", {"address": "192.0.2.1"}),
        (Target.ADDRESS, "2001:DB8::1", {"address": "2001:db8::1"}),
        (Target.NETWORK, "192.0.2.1", {"address": "192.0.2.200"}),
        (Target.NETWORK, "192.0.2.0/24", {"address": "192.0.2.200"}),
        (Target.NETWORK, "2001:db8::/56", {"address": "2001:db8:0:ff::1"}),
    ],
)
def test_a_ban_made_from_what_is_typed_meets_whoever_comes_so(
    article: Article, target: str, typed: str, sent: dict[str, str]
) -> None:
    ban(bans.print_of(typed, target), target)
    assert "ban" in found(article, **sent)


@pytest.mark.parametrize(
    ("target", "typed", "said"),
    [
        (Target.EMAIL, "lindy", "not an e-mail address"),
        (Target.DOMAIN, "com", "everybody"),
        (Target.DOMAIN, "no domain", "no domain"),
        (Target.ADDRESS, "example.org", "not a network address"),
        (Target.ADDRESS, "192.0.2.0/24", "not a network address"),
        (Target.NETWORK, "10.0.0.0/8", "A network is a /24"),
        (Target.NETWORK, "192.0.2.0/x", "A network is a /24"),
        (Target.DEVICE, "hers", "Give the number of one"),
    ],
)
def test_what_is_no_such_thing_is_refused(target: str, typed: str, said: str) -> None:
    with pytest.raises(NobodyMeant, match=said):
        bans.print_of(typed, target)


@pytest.mark.parametrize("target", list(Target))
def test_a_comment_that_keeps_nothing_bans_nobody(article: Article, target: str) -> None:
    comment = make_comment(article)
    kept = {
        "email_print": "",
        "email_domain_print": "",
        "address_print": "",
        "network_print": "",
        "device_print": None,
    }
    Comment.objects.update(**kept)
    comment.refresh_from_db()
    with pytest.raises(NobodyMeant):
        bans.print_kept_in(comment, target)


@pytest.mark.parametrize(
    ("given", "after", "counts"),
    [
        pytest.param({}, dt.timedelta(days=4000), True, id="for ever"),
        pytest.param({"until": NOW + dt.timedelta(days=2)}, dt.timedelta(days=1), True, id="for a time"),
        pytest.param(
            {"until": NOW + dt.timedelta(days=2)}, dt.timedelta(days=2), False, id="its time is over"
        ),
    ],
)
def test_a_ban_lasts_as_long_as_was_said(
    article: Article, given: dict[str, Any], after: dt.timedelta, counts: bool
) -> None:
    ban(bans.print_of(HERS["email"], Target.EMAIL), Target.EMAIL, at=NOW, **given)
    assert ("ban" in found(article, email=HERS["email"], at=NOW + after)) is counts


def test_a_ban_is_ended_once_and_keeps_who_ended_it_and_why(article: Article) -> None:
    made, editor = ban(bans.print_of(HERS["email"], Target.EMAIL), Target.EMAIL), make_staff("ed", "Editor")
    assert bans.end(made, by=editor, note="She wrote to us.")
    assert not bans.end(made, by=make_staff("other"), note="Again.")
    made.refresh_from_db()
    assert (made.by, made.ended_by, made.end_note) == ("Mo Ray", "ed", "She wrote to us.")
    assert "ban" not in found(article, email=HERS["email"])


def test_a_watch_holds_and_refuses_nothing(article: Article) -> None:
    ban(bans.print_kept_in(make_comment(article, **HERS), Target.DEVICE), Target.DEVICE, effect="watch")
    sent = submit(article, device="hers").comment
    assert (sent.status, found(article, device="hers")["watch"]) == ("pending", "hold")


def test_a_ban_is_found_under_a_key_that_was_rotated(article: Article, settings: Settings) -> None:
    ban(bans.print_of(HERS["email"], Target.EMAIL), Target.EMAIL)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43, *settings.NEWSROOM_FIELD_KEYS]
    assert "ban" in found(article, email=HERS["email"])


def test_who_is_banned_is_told_why_and_that_no_person_has_read_it(client: Client, article: Article) -> None:
    ban(bans.print_kept_in(make_comment(article, **HERS), Target.DEVICE), Target.DEVICE)
    sent = submit(article, device="hers")
    page = client.get(f"/receipts/{sent.token}/").content.decode()
    assert "Not published" in page
    assert "Our own rules refused it as soon as it arrived." in page
    assert "Replies from you are not taken until further notice." in page
    assert "Argue with the point, not with the person." in page
    assert "A moderator read it" not in page


def test_who_types_a_banned_email_learns_nothing_of_the_ban(client: Client) -> None:
    story = make_article()
    ban(bans.print_of("banned@example.org", Target.EMAIL), Target.EMAIL)
    pages = []
    for email in ("banned@example.org", "nobody@example.org"):
        sent = submit(story, email=email, name="Ann", text="Hello.", at=timezone.now())
        Comment.objects.update(text_digest="")
        pages.append(client.get(f"/receipts/{sent.token}/").content)
    assert pages[0].count(b"<li>") == pages[1].count(b"<li>")
    assert b"banned" not in pages[0]


def test_the_number_of_queries_does_not_grow_with_the_bans(
    article: Article, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    Article.objects.update(comments_policy="premoderated")

    def queries() -> int:
        with django_assert_max_num_queries(60) as asked:
            submit(article, **{**HERS, "address": ""})
        return len(asked)

    queries()  # the names of the staff are read once a minute
    before = queries()
    made = ban(bans.print_of(HERS["email"], Target.EMAIL), Target.EMAIL)
    Restriction.objects.bulk_create(
        Restriction(**{**values, "id": made.pk + number})
        for number in range(1, 200)
        for values in Restriction.objects.filter(pk=made.pk).values()
    )
    assert queries() == before
