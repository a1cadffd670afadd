"""Facts about trust: what a submission proves, and what was decided about the same person's comments lately."""

import datetime as dt

from comments import identity
from comments.identity import Purpose
from comments.models import Comment, EmailProof
from comments.querysets import CommentQuerySet
from comments.screening.shapes import Submission
from comments.screening.trust import APPROVAL_COUNTS_FOR, TrustFacts, standing

# Whoever writes more in half a year is known by the newest of them.
MOST_LOOKED_AT = 200
# A proof of an e-mail address is asked for anew after as long as a device lives.
PROOF_LIVES = identity.DEVICE_LIVES

Standings = list[tuple[str, int, dt.datetime]]


def of(submission: Submission, prints: tuple[str, ...], at: dt.datetime) -> tuple[TrustFacts, Standings]:
    """Return what is proved, and how the person's newest comments stand; two queries where there is a device.

    ``prints`` are those of the typed e-mail address: it counts only where this very device has proved it.
    """
    if not submission.device:
        return TrustFacts(), []
    device = identity.fingerprints(Purpose.DEVICE, submission.device)
    proved = EmailProof.objects.devices_of(prints, device, at - PROOF_LIVES)
    own = Comment.objects.filter(device_print__in={*device, *proved})
    newest = newest_standings(own, since=at - APPROVAL_COUNTS_FOR, at=at, most=MOST_LOOKED_AT)
    return standing(newest, by_email=bool(proved), at=at), newest


def newest_standings(
    comments: CommentQuerySet, *, since: dt.datetime, at: dt.datetime, most: int
) -> Standings:
    """Read of the newest so many of these comments: status, the entry that led there, time of being sent."""
    sent = comments.filter(submitted_at__gt=since, submitted_at__lte=at).order_by("-submitted_at", "-id")
    return list(sent.standings()[:most])
