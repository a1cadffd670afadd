"""Incidents: what has befallen the kept pages and is mended already, told for a while to whoever asks how we are."""

import logging
import time
from contextlib import suppress
from pathlib import Path

from articles.pages import slots

logger = logging.getLogger(__name__)
# Whoever watches a newsroom asks more often than that.
TOLD_SECONDS = 900.0
DAMAGE = "a kept page was damaged"
CLOCK = "the clock was set back"
_FILES = {DAMAGE: "damaged", CLOCK: "set-back"}


def found_damage(place: object) -> None:
    """Note that the page at a place was not what was put there."""
    logger.error("A kept page is damaged and is baked anew: %s.", place)
    _note(DAMAGE)


def found_clock_set_back() -> None:
    """Note that pages may have shown what was yet to come."""
    logger.warning("The clock was set back. All pages are baked anew.")
    _note(CLOCK)


def lately() -> str | None:
    """Return what has befallen the pages lately, in whichever process; None when nothing has."""
    found = [incident for incident in _FILES if _is_recent(_path(incident))]
    return " and ".join(found) or None


def _note(incident: str) -> None:
    with suppress(OSError):  # the log has it
        slots.folder()
        _path(incident).touch()


def _is_recent(path: Path) -> bool:
    """Whether a file was touched lately; long ago too where it would be in a time to come."""
    try:
        return abs(time.time() - path.stat().st_mtime) < TOLD_SECONDS
    except OSError:
        return False


def _path(incident: str) -> Path:
    return slots.directory() / f"incident-{_FILES[incident]}"
