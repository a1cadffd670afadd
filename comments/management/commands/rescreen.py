"""Screens the pending comments anew."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import rescreening
from comments.rescreening import Rescreened, Unavailable


class Command(BaseCommand):
    """``manage.py rescreen``: after a change of the policy, or a time without one."""

    help = (
        "Look at the pending comments that nobody has decided on with the screening policy as it is now, and put each "
        "where its findings lead: published, rejected, spam, or still held. Each change is an entry in the log. What "
        "only the moment of its arrival could tell (the form, the rate, the person, the story) stays as it was found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would change.")

    def handle(self, *args: Any, **options: Any) -> None:
        would = "would be " if options["dry_run"] else ""
        counts: Counter[str] = Counter()
        try:
            for each in rescreening.rescreen(dry_run=options["dry_run"]):
                status = each.verdict.status.label.lower()
                where = f"{would}{status}" if each.is_moved else f"{would}held for other reasons"
                counts[where] += 1
                if options["verbosity"] > 1:
                    self.stdout.write(f"Comment {each.comment.pk}: {where} ({_rules(each)})")
        except Unavailable as error:
            raise CommandError(f"The screening policy cannot be loaded: {error}") from error
        for where, number in sorted(counts.items()):
            self.stdout.write(f"{number} {where}.")
        if not counts:
            self.stdout.write("Nothing else is found than before.")


def _rules(each: Rescreened) -> str:
    return ", ".join(dict.fromkeys(finding.rule for finding in each.verdict.findings)) or "nothing found"
