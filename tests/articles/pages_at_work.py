"""Pages at work: real processes that read and decide as web processes do, told what to do and when to die.

``python -m tests.articles.pages_at_work`` starts Django once. Each line of its standard input, the path of a socket
and the folder of a newsroom, makes it fork a process that does what it is told through that socket. Before the first
it says that it is ready.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

# It needs Django to be ready.
DEEDS = "tests.articles.pages_deeds"
READY = "ready"
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def main() -> None:
    """Fork a process for each line, until there are no more lines."""
    _start_django()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        place = json.loads(line)
        if os.fork() == 0:
            _work(place["socket"], Path(place["var"]))


def _start_django() -> None:
    """Load all that the forked processes have in common; nothing that they may not share, such as a connection."""
    import django
    from django.conf import settings

    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN_FILES}
    django.setup()
    import_module(DEEDS).warm()


def _work(socket: str, var: Path) -> None:
    """Do what comes through the socket until it is closed."""
    from django.conf import settings

    settings.NEWSROOM_VAR, settings.NEWSROOM_PAGES = var, var / "pages"
    try:
        with Client(socket, "AF_UNIX") as line:
            line.send(("pid", os.getpid()))
            deeds = import_module(DEEDS).Deeds(line)
            while (order := _next(line)) is not None:
                name, given = order
                line.send(_outcome(partial(getattr(deeds, name), **given)))
    finally:
        os._exit(0)


def _next(line: Connection) -> tuple[str, dict[str, Any]] | None:
    try:
        order: tuple[str, dict[str, Any]] = line.recv()
    except (EOFError, ConnectionResetError):
        return None
    return order


def _outcome(deed: Callable[[], object]) -> tuple[str, object]:
    try:
        return "done", deed()
    except Exception:  # noqa: BLE001  (whatever it is, the test is to hear of it)
        return "failed", traceback.format_exc()


if __name__ == "__main__":
    main()
