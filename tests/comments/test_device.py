"""Devices: a proof of being the same commenter, ours alone, for as long as was said, and only where asked for."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.models import Article
from comments import identity, moderation
from comments.models import Comment, EmailProof
from tests.comments.posting import OURS, post
from tests.factories import make_article, make_comment, submit

ISSUE = "/comments/device/"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def article() -> Article:
    """Return a published, premoderated story."""
    return make_article()


def findings(comment: Comment) -> dict[str, str]:
    """Return the severities of what was found, by rule."""
    return {finding["rule"]: finding["severity"] for finding in comment.findings}


def secret_of(device: str) -> str:
    """Return the secret in a device that was made today."""
    return identity.device_secret(device, on=timezone.now().date())


def test_a_device_that_we_made_is_known_and_no_two_are_alike() -> None:
    one, other = (identity.device_secret(identity.new_device(on=TODAY), on=TODAY) for _ in range(2))
    assert len(one) == len(other) == 22
    assert one != other


@pytest.mark.parametrize(("days", "lives"), [(-2, False), (-1, True), (0, True), (365, True), (366, False)])
def test_a_device_lives_for_the_year_that_was_said(days: int, lives: bool) -> None:
    device = identity.new_device(on=TODAY)
    assert bool(identity.device_secret(device, on=TODAY + dt.timedelta(days=days))) is lives


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda device: "", id="nothing"),
        pytest.param(lambda device: device[:-1], id="cut"),
        pytest.param(lambda device: device[:-1] + ("0" if device[-1] != "0" else "1"), id="another seal"),
        pytest.param(
            lambda device: device[:7] + ("A" if device[7] != "A" else "B") + device[8:], id="another secret"
        ),
        pytest.param(lambda device: f"{int(device[:6]) + 300}{device[6:]}", id="a later day"),
        pytest.param(lambda device: device.replace(".", "..", 1), id="no device at all"),
        pytest.param(lambda device: "\u0661" + device[1:], id="a figure of another script"),
        pytest.param(lambda device: device * 1000, id="very long"),
    ],
)
def test_what_we_did_not_make_is_no_device(forge: Callable[[str], str]) -> None:
    assert identity.device_secret(forge(identity.new_device(on=TODAY)), on=TODAY) == ""


def test_after_rotation_a_device_is_still_ours(settings: Settings) -> None:
    device, old = identity.new_device(on=TODAY), settings.NEWSROOM_FIELD_KEYS
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43, *old]
    assert identity.device_secret(device, on=TODAY)
    settings.NEWSROOM_FIELD_KEYS = ["A" * 43]
    assert identity.device_secret(device, on=TODAY) == ""


@pytest.mark.django_db
def test_a_browser_is_given_a_device_that_nobody_keeps_and_that_no_cache_holds(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.post(ISSUE, headers=OURS)
    assert secret_of(response.content.decode())
    assert response["Content-Type"] == "text/plain"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert not client.cookies


@pytest.mark.parametrize(
    ("method", "site", "status"),
    [("get", "same-origin", 405), ("post", "cross-site", 403), ("post", "same-site", 403)],
)
def test_a_device_is_not_for_other_sites(client: Client, method: str, site: str, status: int) -> None:
    assert getattr(client, method)(ISSUE, headers={"Sec-Fetch-Site": site}).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param({"save": "on"}, True, id="where the box is ticked"),
        pytest.param({}, False, id="not where it is not"),
    ],
)
def test_a_device_counts_only_where_the_reader_asked_to_be_remembered(
    client: Client, article: Article, typed: dict[str, str], kept: bool
) -> None:
    device = identity.new_device(on=timezone.now().date())
    assert post(client, article, device=device, **typed).status_code == 303
    comment = Comment.objects.get()
    assert bool(comment.device_print) is kept
    assert ("newcomer" if kept else "unproved") in findings(comment)


@pytest.mark.django_db
def test_the_secret_itself_is_not_stored(client: Client, article: Article) -> None:
    device = identity.new_device(on=timezone.now().date())
    post(client, article, device=device, save="on")
    row = Comment.objects.values().get()
    assert secret_of(device) not in str(row)


@pytest.mark.django_db
def test_no_page_of_a_story_carries_the_field(client: Client, article: Article) -> None:
    assert 'name="device"' not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_form_that_is_not_a_device_is_taken_and_proves_nothing(client: Client, article: Article) -> None:
    assert post(client, article, device="x" * 10_000, save="on").status_code == 303
    assert Comment.objects.get().device_print is None


@pytest.mark.django_db
def test_three_approved_comments_make_somebody_trusted_and_a_rejection_takes_it(article: Article) -> None:
    comments = [make_comment(article, status="approved", device="hers") for _ in range(3)]
    assert findings(submit(article, device="hers").comment) == {"premoderated": "hold"}
    assert "newcomer" in findings(submit(article, device="another").comment)
    moderation.decide([comments[0]], action="reject", by=None)
    assert findings(submit(article, device="hers").comment) == {
        "often-rejected": "hold",
        "premoderated": "hold",
        "newcomer": "hold",
    }


@pytest.mark.django_db
def test_what_is_typed_proves_nothing_however_much_was_approved_under_it(article: Article) -> None:
    same = {"name": "Lindy", "email": "lindy@example.org"}
    for _ in range(4):
        make_comment(article, status="approved", device="hers", **same)
    assert "unproved" in findings(submit(article, **same).comment)
    assert "newcomer" in findings(submit(article, device="another", **same).comment)


@pytest.mark.django_db
def test_trust_decays(article: Article) -> None:
    long_ago = timezone.now() - dt.timedelta(days=181)
    for _ in range(3):
        make_comment(article, status="approved", device="hers", at=long_ago)
    assert "newcomer" in findings(submit(article, device="hers").comment)


@pytest.mark.django_db
def test_a_premoderated_story_holds_whoever_it_is(article: Article) -> None:
    for _ in range(4):
        make_comment(article, status="approved", device="hers")
    assert submit(article, device="hers").comment.status == "pending"


def prove(email: str, *devices: str, days_ago: int = 0) -> None:
    """Let somebody have proved an e-mail address on these devices."""
    for device in devices:
        EmailProof.objects.create(
            email_print=identity.fingerprint(identity.Purpose.EMAIL, email),
            device_print=identity.fingerprint(identity.Purpose.DEVICE, device),
            proved_at=timezone.now() - dt.timedelta(days=days_ago),
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "email", "days_ago", "known"),
    [
        pytest.param(("old", "new"), "lindy@example.org", 0, True, id="proved on both devices"),
        pytest.param(("old",), "lindy@example.org", 0, False, id="not proved on this one"),
        pytest.param(("old", "new"), "other@example.org", 0, False, id="another address is typed"),
        pytest.param(("old", "new"), "lindy@example.org", 366, False, id="proved too long ago"),
    ],
)
def test_a_proved_email_takes_trust_to_another_device(
    article: Article, on: tuple[str, ...], email: str, days_ago: int, known: bool
) -> None:
    for _ in range(3):
        make_comment(article, status="approved", device="old", email="lindy@example.org")
    prove("lindy@example.org", *on, days_ago=days_ago)
    found = findings(submit(article, device="new", email=email).comment)
    assert ("newcomer" not in found) is known
