"""``manage.py bake``: bakes the public pages before anybody asks for them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.pages import sweep, trouble

EVERY = 100


class Command(BaseCommand):
    """Bakes pages."""

    help = (
        "Bake the public pages that are not kept yet, the front page and the newest stories first. Pages of another "
        "version of the newsroom, damaged ones, and those that do not show what the database says are dropped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--all``."""
        parser.add_argument(
            "--all", action="store_true", help="bake every page anew, also those that are kept"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            sweep.prepare_beside()
        except OSError as error:
            raise CommandError(f"Pages cannot be kept: {error.strerror}.") from error
        say = self._say if options["verbosity"] else str
        spots = list(sweep.missing(everything=options["all"]))
        baked = 0
        for number, spot in enumerate(spots, start=1):
            baked += sweep.bake(spot)
            if reason := trouble.current():
                raise CommandError(f"Stopped after {number} pages: {reason}.")
            if number % EVERY == 0:
                say(f"{number:,} of {len(spots):,}")
        say(f"{baked:,} page{'' if baked == 1 else 's'} baked.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
