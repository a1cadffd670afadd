"""Retention of what tells persons apart: devices, looks of names, proofs, and whom a ban was about."""

import datetime as dt

import pytest
from django.utils import timezone

from comments import bans, identity, retention
from comments.models import EmailProof, Restriction
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db


def days_ago(days: float) -> dt.datetime:
    """Return a time that many days before now."""
    return timezone.now() - dt.timedelta(days=days)


@pytest.mark.parametrize("status", ["approved", "rejected"])
@pytest.mark.parametrize(("age", "kept"), [(179, True), (181, False)])
def test_the_fingerprint_of_a_device_lives_as_long_as_an_approval_counts(
    status: str, age: float, kept: bool
) -> None:
    comment = make_comment(make_article(), status=status, device="hers", at=days_ago(age))
    retention.apply()
    comment.refresh_from_db()
    assert bool(comment.device_print) is kept


def test_many_devices_are_dropped_a_batch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article()
    for _ in range(5):
        make_comment(article, device="hers", at=days_ago(181))
    monkeypatch.setattr(retention, "BATCH", 2)
    assert retention.drop_devices(before=days_ago(180)) == 5
    assert retention.drop_devices(before=days_ago(180)) == 0


def test_the_look_of_a_name_goes_with_the_name() -> None:
    comment = make_comment(make_article(), status="rejected", name="Lindy", at=days_ago(31))
    assert comment.name_look
    retention.apply()
    comment.refresh_from_db()
    assert comment.name_look is None


@pytest.mark.parametrize(("age", "kept"), [(364, True), (366, False)])
def test_a_proof_of_an_email_lives_for_a_year(age: float, kept: bool) -> None:
    EmailProof.objects.create(email_print="e", device_print="d", proved_at=days_ago(age))
    retention.apply()
    assert EmailProof.objects.exists() is kept


@pytest.mark.parametrize(
    ("until", "ended", "kept"),
    [
        pytest.param(None, None, True, id="a ban in force is kept, however old"),
        pytest.param(179, None, True, id="one that is over is kept for half a year"),
        pytest.param(181, None, False, id="and no longer"),
        pytest.param(None, 181, False, id="so is one that was ended"),
    ],
)
def test_whom_a_ban_was_about_is_forgotten_half_a_year_after_it(
    until: float | None, ended: float | None, kept: bool
) -> None:
    made = bans.restrict(
        bans.print_of("lindy@example.org", "email"),
        effect="ban",
        target="email",
        reason="person",
        by=make_staff("mo"),
        until=days_ago(until) if until else None,
        at=days_ago(400),
    )
    if ended:
        Restriction.objects.update(ended_at=days_ago(ended))
    retention.apply()
    made.refresh_from_db()
    assert bool(made.fingerprint) is kept
    assert identity.email_domain("lindy@example.org") not in str(Restriction.objects.values().get())
