"""Carries the daily summaries forward to the end of the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.summaries import keeping


class Command(BaseCommand):
    """``manage.py summarise``: the task worker does the same every few minutes; both at once do no harm."""

    help = "Count what the log has that the daily summaries do not have yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--rebuild``."""
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="count the whole log anew, each story in the section in which it stands now",
        )

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        counted = keeping.rebuild() if rebuild else keeping.count_up()
        self.stdout.write(f"Counted {counted:,} {'entry' if counted == 1 else 'entries'} of the log.")
