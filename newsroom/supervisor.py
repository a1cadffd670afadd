"""Supervisor: runs a few programs as one, stops them together, and leaves none behind."""

import ctypes
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# How long the programs may take to finish what is under way. Granian kills a stuck worker after 5 s itself.
GRACE_SECONDS = 8.0
# One request to stop may arrive twice: make and service managers pass on what the whole group got already.
HASTE_SECONDS = 1.0
POLL_SECONDS = 0.05
# A program that is started again comes back at once after a mishap, and is no burden while the mishap lasts.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_PR_SET_PDEATHSIG = 1  # prctl(2)

logger = logging.getLogger(__name__)


class Comeback:
    """When a program that ended by itself is started again; all times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE_SECONDS
        self._due: float | None = None
        self._steady_at = 0.0

    @property
    def next_look(self) -> float | None:
        """When there is something to do, if nothing happens before; None while all is well."""
        return self._due if self._due is not None else self._steady_at or None

    def ended(self, now: float) -> bool:
        """Take note of an end; return whether it is the first since all was well."""
        self.became_steady(now)
        is_first = self._pause == FIRST_PAUSE_SECONDS
        self._due = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        return is_first

    def is_due(self, now: float) -> bool:
        """Tell whether it is to be started now, and take it for started then."""
        if self._due is None or now < self._due:
            return False
        self._due, self._steady_at = None, now + STEADY_SECONDS
        return True

    def became_steady(self, now: float) -> bool:
        """Tell, once, that it has lived for long enough since its last start: the next pause is the first again."""
        if self._due is not None or not self._steady_at or now < self._steady_at:
            return False
        self._pause, self._steady_at = FIRST_PAUSE_SECONDS, 0.0
        return True


class SignalInbox:
    """The signals sent to this process while it is open, kept in order so that none is lost."""

    def __enter__(self) -> Self:
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        self._previous = {number: signal.signal(number, _note) for number in _heard_signals()}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def wait(self, seconds: float | None) -> int | None:
        """Return the next signal's number, or None when ``seconds`` passed without one."""
        ready, _, _ = select.select([self._reader], [], [], seconds)
        return self._reader.recv(1)[0] if ready else None


class Supervisor:
    """Runs the given programs, each in a session of its own, for as long as the ``with`` block lasts.

    A Ctrl-C in the terminal therefore reaches this process alone, which stops the others in good order:
    SIGTERM, then SIGKILL to the whole session when the grace is over or a second signal asks for haste.
    Programs named in ``restarted`` are started again when they end by themselves; the end of any other ends all.
    """

    def __init__(
        self, programs: Mapping[str, Sequence[str]], *, folder: Path, restarted: Collection[str] = ()
    ) -> None:
        self._programs = programs
        self._folder = folder
        self._inbox = SignalInbox()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._comebacks = {name: Comeback() for name in restarted}
        self.stopping = False
        self.died: str | None = None
        self.forced = False

    def __enter__(self) -> Self:
        self._inbox.__enter__()
        for name in self._programs:
            self._start(name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._inbox.__exit__()

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Return when ``until()`` is true, a stop is asked for, or a program has ended that is not restarted."""
        while not (self.stopping or self._find_dead() or (until and until())):
            self._bring_back()
            self.stopping = self._inbox.wait(POLL_SECONDS if until else self._patience()) in STOP_SIGNALS

    def _start(self, name: str) -> None:
        self._children[name] = subprocess.Popen(
            self._programs[name], cwd=self._folder, start_new_session=True, preexec_fn=_die_with_parent
        )

    def _find_dead(self) -> bool:
        for name, child in list(self._children.items()):
            if child.poll() is None:
                continue
            if name in self._comebacks:
                self._let_go(name)
            else:
                self.died = self.died or name
        return self.died is not None

    def _let_go(self, name: str) -> None:
        child = self._children.pop(name)
        _kill_session(child)
        if self._comebacks[name].ended(time.monotonic()):
            why = _reason(child.returncode)
            logger.error("The %s has stopped by itself (%s). It is started again until it works.", name, why)

    def _bring_back(self) -> None:
        now = time.monotonic()
        for name, comeback in self._comebacks.items():
            if comeback.is_due(now):
                self._start(name)
            elif comeback.became_steady(now):
                logger.warning("The %s works again.", name)

    def _patience(self) -> float | None:
        looks = [comeback.next_look for comeback in self._comebacks.values()]
        soonest = min((look for look in looks if look is not None), default=None)
        return None if soonest is None else max(soonest - time.monotonic(), 0)

    def _stop(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        self.forced = not self._ended_in_time()
        for child in self._children.values():
            _kill_session(child)
            child.wait()

    def _ended_in_time(self) -> bool:
        began = time.monotonic()
        while any(child.poll() is None for child in self._children.values()):
            asked_again = self._inbox.wait(POLL_SECONDS) in STOP_SIGNALS
            seconds = time.monotonic() - began
            if seconds > GRACE_SECONDS or (asked_again and seconds > HASTE_SECONDS):
                return False
        return True


def _heard_signals() -> set[signal.Signals]:
    """Return all signals that matter here; a hang-up that nohup told us to ignore stays ignored."""
    ignored = {signal.SIGHUP} if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else set()
    return {*STOP_SIGNALS, signal.SIGCHLD} - ignored


def _note(_number: int, _frame: object) -> None:
    """Do nothing: that there is a handler makes Python write the signal's number to the inbox."""


def _reason(code: int) -> str:
    """Return in words why a program ended, as far as its exit code tells."""
    if code == os.EX_TEMPFAIL:
        return "the database does not answer"
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _kill_session(leader: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(leader.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a session that is gone
        return


def _die_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor itself is killed; runs between fork and exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
