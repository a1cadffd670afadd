"""``manage.py serve``: opens the newsroom, then runs its web server and task worker until told to stop."""

import errno
import secrets
import signal
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from newsroom import opening
from newsroom.supervisor import Supervisor

WEB, WORKER = "web server", "task worker"
APPLICATION = "newsroom.wsgi:application"
BLOCKING_THREADS = 4
WORKERS_KILL_TIMEOUT = 5  # without it a stop could hang on a request under way


class Command(BaseCommand):
    """Opens the newsroom and serves it."""

    requires_system_checks: list[str] = []  # they look at the database: first of all comes the port
    help = "Prepare the newsroom where needed, then serve it with its task worker until Ctrl-C."

    def handle(self, *_args: Any, **_options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            _require_free_port()
            self._serve(self._prepare())
        except KeyboardInterrupt:
            self._say("Stopped before the newsroom was open. The next start goes on from here.")
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error

    def _prepare(self) -> str | None:
        """Do what is not done yet; return the first editor's password when this start made the account."""
        self.check()
        opening.make_var()
        self._say("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        if opening.static_is_stale():
            self._say("Collecting the static files.")
            opening.collect_static()
        if opening.wants_demo():
            self._say("Loading the demo newsroom.")
            call_command("load_demo", verbosity=0, stdout=self.stdout)
        self._prepare_pages()
        opening.schedule_retention()
        opening.schedule_summaries()
        opening.schedule_check()
        opening.schedule_refresh()
        return opening.make_editor()

    def _prepare_pages(self) -> None:
        try:
            opening.prepare_pages()
        except OSError as error:
            self._say(f"Pages cannot be kept, so that every reader waits for Django: {error}")

    def _serve(self, password: str | None) -> None:
        connections.close_all()
        with Supervisor(_programs(), folder=settings.BASE_DIR, restarted={WORKER}) as supervisor:
            supervisor.wait(until=_is_listening)
            self._announce(password)
            supervisor.wait()
            if supervisor.stopping:
                self._say("\nStopping.")
        if supervisor.died:
            raise CommandError(f"The {supervisor.died} has stopped by itself, so everything was stopped.")
        if supervisor.forced:
            raise CommandError("Something did not stop in time and was killed.")
        self._say("Stopped.")

    def _announce(self, password: str | None) -> None:
        self._say(f"\n{settings.NEWSROOM_NAME} is open.")
        self._say(f"\n  Front page       {settings.NEWSROOM_ORIGIN}/")
        self._say(f"  Moderation desk  {settings.NEWSROOM_ORIGIN}/moderation/")
        if password:
            self._say(f"\n  Sign in as       {opening.EDITOR}")
            self._say(f"  Password         {password}")
            self._say(f"  (shown only now; `manage.py changepassword {opening.EDITOR}` sets another)")
        self._say("\nPress Ctrl-C to stop.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _programs() -> dict[str, list[str]]:
    worker = ["task_worker", "--queue-name", "*", "--no-reload"]
    # By its name it knows what an earlier run of it left unfinished; there may be other workers on other machines.
    worker += ["--worker-id", secrets.token_hex(16)]
    web = ["granian", "--interface", "wsgi", "--host", settings.HOST, "--port", str(settings.PORT)]
    web += ["--workers", "1", "--blocking-threads", str(BLOCKING_THREADS)]
    web += ["--workers-kill-timeout", str(WORKERS_KILL_TIMEOUT)]
    web += ["--no-access-log", "--log-level", "error", APPLICATION]
    return {
        WEB: [sys.executable, "-m", *web],
        WORKER: [sys.executable, "manage.py", *worker],
    }


def _family() -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET


def _require_free_port() -> None:
    """Raise CommandError when nobody can listen at the address that was asked for."""
    address = f"{settings.HOST} port {settings.PORT}"
    try:
        socket.create_server((settings.HOST, settings.PORT), family=_family()).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"{address} is already in use. Stop the program that listens there, "
                f"or choose another port: PORT={settings.PORT + 1} make run"
            ) from error
        raise CommandError(f"Cannot listen at {address}: {error.strerror}") from error


def _is_listening() -> bool:
    try:
        socket.create_connection((settings.HOST, settings.PORT), timeout=1).close()
    except OSError:
        return False
    return True
