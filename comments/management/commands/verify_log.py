"""Verifies that nobody altered the log."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from comments import triggers, verification


class Command(BaseCommand):
    """``manage.py verify_log``: exit code 0 for a sound log, 1 for an altered one."""

    help = "Check the chain of the log, its details, its triggers, and each comment's status against it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--install-triggers",
            action="store_true",
            help="First make the triggers that refuse to change the log, where they are missing.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["install_triggers"]:
            triggers.install(connection)
        report = verification.verify()
        for alteration in report.alterations:
            self.stderr.write(alteration)
        erased = f" The details of {report.erased} were erased." if report.erased else ""
        verdict = "sound" if report.is_sound else f"ALTERED in {len(report.alterations)} places"
        self.stdout.write(f"The log has {report.length} entries and is {verdict}.{erased}")
        if not report.is_sound:
            sys.exit(1)
