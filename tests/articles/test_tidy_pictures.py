"""``manage.py tidy_pictures``, and what the admin removes by itself: nothing is kept that nobody can see."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from articles import pictures
from articles.models import Image
from tests.articles.pictures import make_photograph, make_picture
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db

DAY = 24 * 60 * 60


def tidy() -> str:
    """Run the command; return what it tells."""
    told = StringIO()
    call_command("tidy_pictures", stdout=told)
    return told.getvalue()


def names(*images: Image) -> set[str]:
    """Return the names of these pictures' files and of their renditions."""
    return {str(name) for each in images for name in (each.file.name, *(r["name"] for r in each.renditions))}


def stored() -> set[str]:
    """Return the names of all files among the pictures."""
    return {f"pictures/{path.name}" for path in folder().iterdir()}


def folder() -> Path:
    """Return where pictures are stored."""
    return Path(settings.MEDIA_ROOT) / "pictures"


def left_behind(name: str, *, seconds: float) -> str:
    """Store a file that belongs to no row, this long ago."""
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    os.utime(path, (time.time() - seconds,) * 2)
    return f"pictures/{name}"


def test_missing_renditions_are_made_and_their_pages_expire() -> None:
    image = make_photograph()
    article = make_article(lead_image=image)
    pictures.remove_renditions(default_storage, image.renditions)
    Image.objects.update(renditions=[])
    before = article.changed_at

    assert tidy() == "Made renditions of 1 pictures, removed 0 files.\n"
    made = Image.objects.get()
    assert made.renditions == image.renditions
    assert stored() == names(made)
    article.refresh_from_db()
    assert article.changed_at > before


def test_a_missing_picture_stops_nothing() -> None:
    lost = make_photograph("png")
    lost.file.delete(save=False)

    assert tidy() == "Made renditions of 0 pictures, removed 0 files.\n"


def test_what_belongs_to_no_picture_is_removed_after_a_day() -> None:
    image = make_photograph()
    os.utime(image.file.path, (0, 0))
    left_behind(f"{'0' * 32}.webp", seconds=DAY + 60)
    left_behind(f"{'1' * 32}_Ab3dE5f.webp", seconds=DAY + 60)
    new = left_behind(f"{'2' * 32}.webp", seconds=DAY - 60)
    foreign = left_behind("logo.webp", seconds=DAY + 60)

    assert tidy() == "Made renditions of 0 pictures, removed 2 files.\n"
    assert stored() == {*names(image), new, foreign}


def test_a_newsroom_without_pictures_is_tidy() -> None:
    assert tidy() == "Made renditions of 0 pictures, removed 0 files.\n"


@pytest.fixture
def editor() -> Client:
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    return client


def change(editor: Client, image: Image, **fields: object) -> None:
    """Send the form of a picture."""
    sent = {"alt": "A quay.", "caption": "", "credit": "", **fields}
    response = editor.post(f"/admin/articles/image/{image.pk}/change/", sent)
    assert response.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_replaced_picture_goes_with_its_renditions(editor: Client) -> None:
    image, other = make_photograph(), make_photograph("png")
    upload = SimpleUploadedFile("new.webp", Path(make_picture(colour="red").file.path).read_bytes())
    change(editor, image, file=upload)

    assert not names(image) & stored()
    assert names(Image.objects.get(pk=image.pk), other) <= stored()


@pytest.mark.django_db(transaction=True)
def test_a_picture_whose_words_change_keeps_its_files(editor: Client) -> None:
    image = make_photograph()
    change(editor, image, alt="A quay at dawn.")

    assert stored() == names(image)
    assert Image.objects.get().renditions == image.renditions


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_is_served_no_more(editor: Client) -> None:
    image = make_photograph()
    editor.post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})

    assert not Image.objects.exists()
    assert stored() == set()
    assert Client().get(image.url).status_code == 404
