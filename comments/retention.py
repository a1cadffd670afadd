"""Retention: how long each personal field lives, and what is left when its time is over."""

import datetime as dt

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from comments import campaigns, claims, identity
from comments.models import (
    BulkRun,
    Campaign,
    Comment,
    Counter,
    DryRun,
    EmailProof,
    LinkTarget,
    LogDetail,
    Note,
    Repeat,
    Report,
    Restriction,
    TextPrint,
)
from comments.screening.trust import APPROVAL_COUNTS_FOR
from comments.words import Status

# Floods and bans need the fingerprints of addresses for a while, nobody needs them for longer.
ADDRESSES_LIVE = dt.timedelta(days=90)
# Rejected and trashed texts: their commenter can read the receipt that long.
REFUSED_TEXTS_LIVE = dt.timedelta(days=30)
# Who writes the same again does so soon; a sketch tells of a text that it was like another.
PRINTS_LIVE = dt.timedelta(days=90)
# What a dry run found names comments and what stands in them.
DRY_RUNS_LIVE = dt.timedelta(days=7)
# A decision on many comments can be taken back as a whole for so long; its note and its list may name somebody.
BULK_RUNS_LIVE = dt.timedelta(days=30)
COUNTERS_LIVE = dt.timedelta(days=1)
# Where comments led is asked for a week; what is screened anew may be older.
LINK_TARGETS_LIVE = dt.timedelta(days=30)
# Of a ban or a watch that is over: after that long nobody can complain of it any more.
RESTRICTIONS_REMEMBERED = dt.timedelta(days=180)
BATCH = 500
EVERY = dt.timedelta(days=1)


def apply(*, at: dt.datetime | None = None) -> dict[str, int]:
    """Drop what has outlived its time at ``at`` (default: now); return how many rows of each kind."""
    moment = at or timezone.now()
    Counter.objects.filter(since__lt=moment - COUNTERS_LIVE).delete()
    LinkTarget.objects.filter(at__lt=moment - LINK_TARGETS_LIVE).delete()
    Repeat.objects.filter(posted_at__lt=moment - COUNTERS_LIVE).delete()
    claims.sweep(at=moment)
    Report.objects.drop_prints(before=moment - ADDRESSES_LIVE)
    drop_devices(before=moment - APPROVAL_COUNTS_FOR)
    drop_proofs(at=moment)
    DryRun.objects.filter(asked_at__lt=moment - DRY_RUNS_LIVE).delete()
    BulkRun.objects.filter(asked_at__lt=moment - BULK_RUNS_LIVE).delete()
    dropped = {
        "addresses": drop_addresses(before=moment - ADDRESSES_LIVE),
        "texts": empty_refused(before=moment - REFUSED_TEXTS_LIVE),
        "prints": drop_prints(before=moment - PRINTS_LIVE),
    }
    # Last: a note goes with the last comment that has its fingerprint.
    Note.objects.about_nobody().delete()
    return dropped


def drop_addresses(*, before: dt.datetime) -> int:
    """Drop the fingerprints of the addresses that comments older than ``before`` were sent from.

    A batch at a time: where they are many, those who write meanwhile must not wait for all of them.
    """
    old = Comment.objects.filter(submitted_at__lt=before).exclude(address_print="", network_print="")
    dropped = 0
    while ids := list(old.order_by("submitted_at", "id").values_list("pk", flat=True)[:BATCH]):
        dropped += Comment.objects.filter(pk__in=ids).update(address_print="", network_print="")
    return dropped


def drop_prints(*, before: dt.datetime) -> int:
    """Drop the sketches of texts that were sent before ``before``, and the campaigns that nothing is left of."""
    old = TextPrint.objects.filter(comment__submitted_at__lt=before)
    dropped = 0
    while ids := list(old.order_by("comment__submitted_at", "pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            list(Comment.objects.locked(ids).values_list("pk"))
            dropped += campaigns.forget(ids)
    Campaign.objects.filter(last_at__lt=before, comments__isnull=True).delete()
    return dropped


@transaction.atomic
def empty_refused(*, before: dt.datetime) -> int:
    """Empty the rejected and trashed comments that were decided before ``before``, in the log's details too.

    The row stays, with its state and its place in the thread: its answers and the log hang on it.
    """
    refused = Comment.objects.filter(status__in=[Status.REJECTED, Status.TRASH]).exclude(text="")
    seen = dict(refused.decided_before(before).values_list("pk", "seq"))
    # A decision may come in between: what has been moved by the time that it is locked is left alone.
    ids = [row.pk for row in Comment.objects.locked(seen) if row.seq == seen[row.pk]]
    LogDetail.objects.filter(entry__comment_id__in=ids).delete()
    campaigns.forget(ids)
    LinkTarget.objects.filter(comment_id__in=ids).delete()
    Report.objects.filter(comment_id__in=ids).update(sentence="")
    return Comment.objects.filter(pk__in=ids).update(
        text="",
        text_digest="",
        body_html="",
        fragment="",
        findings=[],
        name="",
        website="",
        email_sealed=None,
        email_print="",
        email_domain_print="",
        address_print="",
        network_print="",
        name_look=None,
        escalated_at=None,
        staff_id=None,
        staff_role=None,
    )


def drop_devices(*, before: dt.datetime) -> int:
    """Drop the fingerprints of the devices that comments older than ``before`` were sent from.

    Those of refused comments stay until then: a rejection counts for as long as an approval does.
    """
    old = Comment.objects.filter(submitted_at__lt=before, device_print__isnull=False)
    dropped = 0
    while ids := list(old.order_by("submitted_at", "id").values_list("pk", flat=True)[:BATCH]):
        dropped += Comment.objects.filter(pk__in=ids).update(device_print=None)
    return dropped


def drop_proofs(*, at: dt.datetime) -> None:
    """Drop proofs of e-mail addresses that count no more, and whom restrictions were about that are long over."""
    EmailProof.objects.filter(proved_at__lt=at - identity.DEVICE_LIVES).delete()
    over = Restriction.objects.over_before(at - RESTRICTIONS_REMEMBERED).exclude(fingerprint="")
    over.update(fingerprint="")


@task
def apply_daily() -> None:
    """Apply retention, and again a day later, whatever becomes of it today."""
    apply_daily.using(run_after=timezone.now() + EVERY).enqueue()
    apply()
