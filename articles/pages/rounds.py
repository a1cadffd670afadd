"""Rounds: threads that do the same again and again, whatever goes wrong with it once."""

import logging
import time
from collections.abc import Callable
from threading import Thread

logger = logging.getLogger(__name__)
# After a failure: what went wrong may go wrong again at once.
PAUSE_SECONDS = 1.0


def start(turn: Callable[[], None], *, name: str) -> None:
    """Start a thread that takes turn after turn; it ends with the process."""
    Thread(target=_work, args=(turn,), name=name, daemon=True).start()


def _work(turn: Callable[[], None]) -> None:
    while True:
        try:
            turn()
        except Exception:
            logger.exception("Looking after the pages failed. It goes on.")
            time.sleep(PAUSE_SECONDS)
