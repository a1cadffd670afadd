"""Supervisor: runs a few programs as one, stops them together, and leaves none behind."""

import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# How long the programs may take to finish what is under way. Granian kills a stuck worker after 5 s itself.
GRACE_SECONDS = 8.0
# One request to stop may arrive twice: make and service managers pass on what the whole group got already.
HASTE_SECONDS = 1.0
POLL_SECONDS = 0.05
STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_PR_SET_PDEATHSIG = 1  # prctl(2)


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
    """

    def __init__(self, programs: Mapping[str, Sequence[str]], *, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._inbox = SignalInbox()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        self.died: str | None = None
        self.forced = False

    def __enter__(self) -> Self:
        self._inbox.__enter__()
        for name, command in self._programs.items():
            self._children[name] = subprocess.Popen(
                command, cwd=self._folder, start_new_session=True, preexec_fn=_die_with_parent
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._inbox.__exit__()

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Return when ``until()`` is true, a stop is asked for, or a program has ended by itself."""
        while not (self.stopping or self._find_dead() or (until and until())):
            self.stopping = self._inbox.wait(POLL_SECONDS if until else None) in STOP_SIGNALS

    def _find_dead(self) -> bool:
        dead = (name for name, child in self._children.items() if child.poll() is not None)
        self.died = self.died or next(dead, None)
        return self.died is not None

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


def _kill_session(leader: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(leader.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a session that is gone
        return


def _die_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor itself is killed; runs between fork and exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
