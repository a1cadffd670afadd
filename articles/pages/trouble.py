"""Trouble: whether pages can be kept, for the log and for whoever asks."""

import errno
import logging
import os
import time
from contextlib import suppress

from django.conf import settings

from articles.pages.switch import switch

logger = logging.getLogger(__name__)
# Trouble that nobody has had for so long, and that is not found when looked for, is over.
RECENT_SECONDS = 60.0
REASONS = {
    errno.ENOSPC: "no space is left",
    errno.EDQUOT: "no space is left",
    errno.EROFS: "the folder is read-only",
    errno.EACCES: "the folder cannot be written",
    errno.ETIMEDOUT: "a process that keeps pages hangs",
    errno.EPERM: "the folder cannot be written",
}


class _Last:
    """What went wrong last, until it works again; None when all is well. ``since`` is monotonic.

    ``polishing`` is what goes wrong with that, which no reader misses.
    """

    reason: str | None = None
    since = 0.0
    polishing: str | None = None


def health() -> str | None:
    """Return why pages cannot be kept or served (the site answers all the same, slower), or None when they can."""
    if reason := _probe():
        return reason
    if not _trusts_pages():
        return "a page could not be taken away"
    is_recent = time.monotonic() - _Last.since < RECENT_SECONDS
    return _Last.reason if is_recent else None


def current() -> str | None:
    """Return why this process could not keep the last page that it wanted to keep, or None when it could."""
    return _Last.reason


def failed(doing: str, error: OSError) -> None:
    """Note that something could not be done to the kept pages; the log hears of it once until it is over."""
    reason = _reason(error)
    if _Last.reason != reason:
        logger.error("Pages are rendered anew for every reader: %s failed, %s.", doing, reason)
    _Last.reason, _Last.since = reason, time.monotonic()


def stayed_as_it_is(error: OSError) -> None:
    """Note that a kept page could not be polished. It is sent as it is, so that is no trouble of the newsroom's."""
    reason = _reason(error)
    if _Last.polishing != reason:
        logger.warning("Kept pages are sent as they are: polishing them failed, %s.", reason)
    _Last.polishing = reason


def polished() -> None:
    """Note that one could be."""
    _Last.polishing = None


def worked() -> None:
    """Note that a page was kept."""
    if _Last.reason is not None:
        logger.warning("Pages are kept again.")
    _Last.reason = None


def _trusts_pages() -> bool:
    try:
        return switch().is_on
    except OSError:
        return False


def _probe() -> str | None:
    """Try what keeping a page needs, in the folder that it needs it in."""
    path = settings.NEWSROOM_PAGES / f".probe-{os.getpid()}"
    try:
        settings.NEWSROOM_PAGES.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"probe" * 1024)
    except OSError as error:
        return _reason(error)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return None


def _reason(error: OSError) -> str:
    return REASONS.get(error.errno or 0, "the folder cannot be used")
