"""Imports a story from plain wire copy."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from articles.publishing import NotPossible
from articles.wire.addresses import web_address
from articles.wire.imports import Imported, Outcome, UnknownSection, import_story
from articles.wire.plain import LONGEST_COPY, NotWireCopy, WireStory, read

MESSAGES = {
    Outcome.DRAFTED: "Imported as a draft: {story}. Publish it in the admin, or import it again with --publish.",
    Outcome.DRAFTED_AND_PUBLISHED: "Imported and published: {story}.",
    Outcome.DRAFT_PUBLISHED: "This copy was imported before, as a draft. It is published now.",
    Outcome.STILL_DRAFT: "This copy was imported before: nothing was changed. It is a draft; --publish publishes it.",
    Outcome.ALREADY_PUBLISHED: "This copy was imported before: nothing was changed. It is published already.",
    Outcome.WITHDRAWN: "This copy was imported before: nothing was changed. It was withdrawn, and only an editor "
    "brings a withdrawn story back, in the admin.",
}
# What the file system may say, and what to do about it; any other error speaks for itself.
FILE_TROUBLE: dict[type[Exception], str] = {
    FileNotFoundError: "There is no such file. Check its name.",
    IsADirectoryError: "This is a folder. Name one file in it.",
    PermissionError: "This file may not be read. Give yourself the right to, or copy it.",
}


class Command(BaseCommand):
    """``manage.py import_story FILE``: exit code 0 when the newsroom has the story, 2 when nothing was imported."""

    help = "Import a story from plain wire copy: headline, dateline, paragraphs. Prints its path as the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="A text file, 1 MB at most, with one story in it.")
        parser.add_argument("--section", metavar="SLUG", help="The story's section. Default: the first one.")
        parser.add_argument(
            "--source-url",
            metavar="URL",
            default="",
            help="Where the original is. Default: what the copy says.",
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish the story instead of leaving a draft."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        source_url = _checked(options["source_url"])
        try:
            story = read(_bytes_of(options["file"]))
            done = import_story(
                story, section=options["section"], source_url=source_url, publish=options["publish"]
            )
        except (NotWireCopy, UnknownSection, NotPossible) as error:
            _refuse(f"{options['file']}: {error}", error)
        self._report(done, story)

    def _report(self, done: Imported, story: WireStory) -> None:
        self.stdout.write(MESSAGES[done.outcome].format(story=_summary(done, story)))
        self.stdout.write(done.article.get_absolute_url())


def _checked(source_url: str) -> str:
    address = web_address(source_url)
    if source_url and not address:
        _refuse(
            f"--source-url {source_url}: this is no address on the web. Give one with https:// or http://."
        )
    return address


def _bytes_of(name: str) -> bytes:
    """Read a file, but never more of it than tells that it is too long."""
    try:
        with Path(name).open("rb") as file:
            return file.read(LONGEST_COPY + 1)
    except (OSError, ValueError) as error:
        _refuse(f"{name}: {FILE_TROUBLE.get(type(error)) or error}", error)


def _summary(done: Imported, story: WireStory) -> str:
    """Say in which section and of what the story was made."""
    count = len(story.paragraphs)
    parts = [f"section {done.article.section.slug}", f"{count} paragraph{'' if count == 1 else 's'}"]
    if story.names:
        parts.append(f"by {' and '.join(story.names)}")
    if story.dateline:
        parts.append(f"dateline {story.dateline}")
    if story.source_credit:
        parts.append(f"credit {story.source_credit}")
    return ", ".join(parts)


def _refuse(message: str, cause: Exception | None = None) -> NoReturn:
    raise CommandError(message, returncode=2) from cause
