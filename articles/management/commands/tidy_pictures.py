"""Tidies the pictures: makes renditions that are missing, removes files that no picture has any more."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles import pages, pictures
from articles.models import Image

# A picture is stored before its row is: what came just now may get one yet.
GRACE = dt.timedelta(days=1)
OURS = re.compile(rf"[0-9a-f]{{{pictures.NAME_LENGTH}}}[._].*", re.ASCII | re.DOTALL)


class Command(BaseCommand):
    """``manage.py tidy_pictures``: may be run at any time, and again."""

    help = "Make the renditions that are missing, and remove files that belong to no picture since a day."

    def handle(self, **options: Any) -> None:
        """Do both, and tell how many."""
        made = sum(map(_make, Image.objects.filter(renditions=[])))
        left = list(_left_behind())
        for name in left:
            default_storage.delete(name)
        self.stdout.write(f"Made renditions of {made} pictures, removed {len(left)} files.")


def _make(image: Image) -> bool:
    """Make a picture's renditions; tell whether it has some now. Another file may have taken its place meanwhile."""
    renditions = pictures.store_renditions(default_storage, str(image.file.name))
    if not renditions:
        return False
    with transaction.atomic():
        same = Image.objects.filter(pk=image.pk, file=image.file.name, renditions=[])
        if same.update(renditions=renditions):
            pages.expire(*image.articles.values_list("pk", flat=True))
            return True
    pictures.remove_renditions(default_storage, renditions)
    return False


def _left_behind() -> Iterator[str]:
    """Yield the names of files that were stored as pictures or renditions and belong to no row."""
    if not default_storage.exists(pictures.FOLDER):
        return
    names = {
        f"{pictures.FOLDER}/{name}"
        for name in default_storage.listdir(pictures.FOLDER)[1]
        if OURS.fullmatch(name)
    }
    kept = Image.objects.values_list("file", "renditions")
    for name in sorted(names - set(chain.from_iterable(_names(*row) for row in kept))):
        if timezone.now() - default_storage.get_modified_time(name) > GRACE:
            yield name


def _names(file: str, renditions: list[dict[str, Any]]) -> list[str]:
    return [file, *(rendition["name"] for rendition in renditions)]
