"""Facts about trust: what a submission proves, and what was decided about the same person's comments lately."""

import datetime as dt
from functools import lru_cache

from django.db import router
from django.db.models import CharField, DateTimeField

from articles.prepared import Asked, Prepared, each_of, each_value
from comments import identity
from comments.identity import Purpose
from comments.models import Comment, EmailProof
from comments.screening.shapes import Submission
from comments.screening.trust import APPROVAL_COUNTS_FOR, TrustFacts, standing

# Whoever writes more in half a year is known by the newest of them.
MOST_LOOKED_AT = 200
# A proof of an e-mail address is asked for anew after as long as a device lives.
PROOF_LIVES = identity.DEVICE_LIVES

# Of each comment its status, the entry that led there, and when it was sent.
Standings = list[tuple[str, int, dt.datetime]]


def of(submission: Submission, prints: tuple[str, ...], at: dt.datetime) -> tuple[TrustFacts, Standings]:
    """Return what is proved, and how the person's newest comments stand; two queries where there is a device.

    ``prints`` are those of the typed e-mail address: it counts only where this very device has proved it.
    """
    if not submission.device:
        return TrustFacts(), []
    device = identity.fingerprints(Purpose.DEVICE, submission.device)
    proved = EmailProof.objects.devices_of(prints, device, at - PROOF_LIVES)
    own = sorted({*device, *proved})
    rows = _newest(router.db_for_read(Comment), len(own)).rows(
        since=at - APPROVAL_COUNTS_FOR, until=at, **each_value("device", own)
    )
    newest = [(status, seq, sent) for status, seq, sent in rows]
    return standing(newest, by_email=bool(proved), at=at), newest


@lru_cache
def _newest(alias: str, devices: int) -> Prepared:
    """Read how the newest comments stand that were sent with one of so many devices."""
    since, until = Asked("since", DateTimeField()), Asked("until", DateTimeField())
    sent = Comment.objects.using(alias).from_device(each_of("device", devices, CharField()))
    return Prepared(sent.newest_between(since, until, most=MOST_LOOKED_AT).standings())
