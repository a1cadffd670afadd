"""``manage.py bake``: bakes the public pages before anybody asks for them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.pages import sweep, trouble

EVERY = 100


class Command(BaseCommand):
    """Bakes pages."""

    help = (
        "Bake the public pages that are not kept yet: the front page, the sections, the stories, the newest first. "
        "Before that, damaged pages and those that do not show what the database says are dropped; what another "
        "version of the newsroom keeps is left alone. Further pages of a thread are baked when somebody asks for them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--all``."""
        parser.add_argument(
            "--all",
            action="store_true",
            help="bake the front page, the sections and the stories anew where they are kept, too",
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
        say(f"{_pages(baked)} baked.")
        if left := len(spots) - baked:
            raise CommandError(f"{_pages(left)} not kept: {_reason()}.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _pages(number: int) -> str:
    return f"{number:,} page{'' if number == 1 else 's'}"


def _reason() -> str:
    """Return why pages that could be rendered are not kept."""
    return trouble.health() or "being changed, or gone; run the command again"
