"""Exports and imports the screening policy as one readable file, and takes WordPress' keys over."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments import policies
from comments.models import PolicyVersion
from comments.models.policy import NOTE_LIMIT
from comments.screening import document as documents
from comments.screening import keys, policy_file
from comments.screening.document import BadPolicy
from comments.screening.lists import LIST_LIMIT_BYTES

STANDARD = "-"


class Command(BaseCommand):
    """``manage.py policy export|import|keys``: an import is a new version, which the admin can take back."""

    help = "Write the screening policy to a file, read it from one, or add WordPress’ keys to its lists of words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="export|import|keys")
        export = deeds.add_parser("export", help="Write the policy that counts to a file, in TOML.")
        export.add_argument("file", help="Its path; - writes to the standard output.")
        into = deeds.add_parser(
            "import", help="Save a file as the policy. What it leaves out is as it was delivered."
        )
        into.add_argument("file", help="Its path; - reads the standard input.")
        from_wordpress = deeds.add_parser(
            "keys", help="Add WordPress’ keys, one a line, to the lists of words to hold and to reject."
        )
        from_wordpress.add_argument("--moderation", metavar="FILE", help="WordPress’ moderation keys: hold.")
        from_wordpress.add_argument(
            "--disallowed", metavar="FILE", help="WordPress’ disallowed keys: reject."
        )
        for changing in (into, from_wordpress):
            changing.add_argument("--note", default="", help="What changes and why, for the history.")

    def handle(self, *args: Any, **options: Any) -> None:
        deed = {"export": self._export, "import": self._import, "keys": self._keys}[options["deed"]]
        try:
            deed(options)
        except BadPolicy as error:
            raise CommandError("\n".join(_sentences(error))) from error
        except OSError as error:
            raise CommandError(str(error)) from error

    def _export(self, options: dict[str, Any]) -> None:
        kept = policies.stored()
        documents.compile(kept.document, kept.lists)
        text = policy_file.write(kept.document, kept.lists)
        if options["file"] == STANDARD:
            self.stdout.write(text, ending="")
        else:
            Path(options["file"]).write_text(text, encoding="utf-8", newline="\n")

    def _import(self, options: dict[str, Any]) -> None:
        document, lists = policy_file.read(_read(options["file"]))
        self._tell(policies.save(document, lists, by=None, note=options["note"][:NOTE_LIMIT]))

    def _keys(self, options: dict[str, Any]) -> None:
        kept = policies.stored()
        lists = {}
        for name, file in (
            (keys.MODERATION, options["moderation"]),
            (keys.DISALLOWED, options["disallowed"]),
        ):
            if file:
                taken = keys.take(_read(file), name, kept.lists[name])
                lists[name] = taken.text
                self.stdout.write(f"{name}: {taken.added} keys added, {len(taken.left)} left out.")
                if taken.as_written:
                    self.stdout.write(
                        f"  {taken.as_written} of them are in disguise and matched as they are written."
                    )
                for left in taken.left:
                    self.stdout.write(f"  Line {left.line}, {left.key!r}: {left.reason}")
        if not lists:
            raise CommandError("Name a file with --moderation or --disallowed.")
        self._tell(policies.save(kept.document, lists, by=None, note=options["note"][:NOTE_LIMIT]))

    def _tell(self, version: PolicyVersion | None) -> None:
        self.stdout.write(f"Saved as version {version.number}." if version else "Nothing was changed.")


def _read(file: str) -> str:
    """Return a file's text, of which no more is read than all lists together may have."""
    most = LIST_LIMIT_BYTES * len(documents.KINDS)
    if file == STANDARD:
        read = sys.stdin.buffer.read(most)
    else:
        with Path(file).open("rb") as opened:
            read = opened.read(most)
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = read[: error.start].count(b"\n") + 1
        raise BadPolicy({file: f"Line {line}: This is not text in UTF-8."}) from error


def _sentences(error: BadPolicy) -> list[str]:
    return [
        f"{place}: {each}" if place else each
        for place, problem in error.problems.items()
        for each in problem.splitlines()
    ]
