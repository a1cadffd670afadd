"""Verifies that nobody altered the log."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from comments import chain, triggers, verification
from comments.models import LogEntry


class Command(BaseCommand):
    """``manage.py verify_log``: exit code 0 for a sound log, 1 for an altered one."""

    help = (
        "Check the chain of the log, its details, its triggers, and each comment's status against it. "
        "What is found is kept, and shown in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--install-triggers",
            action="store_true",
            help="First make the triggers that refuse to change the log, where they are missing.",
        )
        parser.add_argument(
            "--accept-head",
            action="store_true",
            help="After a crash, or a backup that was restored on purpose: put the file of heads aside and begin "
            "another with the log's present end.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["install_triggers"]:
            triggers.install(connection)
        if options["accept_head"]:
            self._accept_head()
        report = verification.verify()
        for alteration in report.alterations:
            self.stderr.write(alteration)
        erased = f" The details of {report.erased} were erased." if report.erased else ""
        verdict = "sound" if report.is_sound else f"ALTERED in {len(report.alterations)} places"
        self.stdout.write(f"The log has {report.length} entries and is {verdict}.{erased}")
        verification.keep(report)
        if not report.is_sound:
            sys.exit(1)

    def _accept_head(self) -> None:
        last = LogEntry.objects.order_by("-seq").first()
        if last is not None:
            kept = chain.start_anew(last.head)
            aside = f" The file until now is kept as {kept.name}." if kept else ""
            self.stdout.write(f"Entry {last.seq} is taken as the log's end.{aside}")
