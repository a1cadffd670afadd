"""Pictures as they are uploaded: taken for what they are, upright, and silent about where they were taken."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles import pictures
from articles.models import Image
from tests.articles.pictures import make_picture
from tests.factories import make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/image/add/"
GPS, GPS_LATITUDE, CAMERA = 0x8825, 2, 0x0110
SIZE = (64, 48)


@pytest.fixture
def editor() -> Client:
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    return client


def drawn(kind: str = "JPEG", *, turned: int = 1, size: tuple[int, int] = SIZE, **options: Any) -> bytes:
    """Return a picture, red above and navy below, with all that a camera would write into it."""
    picture = PIL.Image.new("RGB", size, "navy")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    exif = PIL.Image.Exif()
    exif[CAMERA], exif[pictures.ORIENTATION] = "Secretflex", turned
    exif.get_ifd(GPS)[GPS_LATITUDE] = (53.0, 7.0, 42.0)
    out = BytesIO()
    picture.save(
        out, kind, **{"exif": exif, "comment": b"Secretnote", "xmp": b"<x>Secretplace</x>", **options}
    )
    return out.getvalue()


def upload(editor: Client, content: bytes, name: str = "holiday.jpg") -> Any:
    """Send the form with a picture."""
    file = SimpleUploadedFile(name, content)
    return editor.post(ADD, {"file": file, "alt": "A quay.", "caption": "", "credit": ""}, follow=True)


def stored() -> tuple[Image, PIL.Image.Image, bytes]:
    """Return the only picture there is: its row, its pixels, its bytes."""
    image = Image.objects.get()
    content = Path(image.file.path).read_bytes()
    return image, PIL.Image.open(BytesIO(content)), content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_upload_loses_what_the_camera_wrote_and_keeps_its_pixels(editor: Client, kind: str) -> None:
    content = drawn(kind)
    assert b"Secretflex" in content
    upload(editor, content, f"holiday.{kind.lower()}")
    image, picture, kept = stored()
    assert b"Secret" not in kept
    assert not picture.getexif()
    assert (picture.format, picture.size, (image.width, image.height)) == (kind, SIZE, SIZE)
    red, _, blue = picture.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > blue


def test_a_jpeg_that_needs_no_turning_is_written_with_its_own_tables(editor: Client) -> None:
    content = drawn("JPEG", quality=60)
    upload(editor, content)
    _, after, kept = stored()
    before = PIL.Image.open(BytesIO(content))
    assert vars(after)["quantization"] == vars(before)["quantization"]
    assert len(kept) <= len(content)


def test_a_picture_taken_sideways_is_turned_upright(editor: Client) -> None:
    upload(editor, drawn(turned=6))
    image, picture, _ = stored()
    assert (image.width, image.height) == (SIZE[1], SIZE[0])
    red, _, blue = picture.convert("RGB").getpixel((SIZE[1] - 3, 5))  # type: ignore[misc]
    assert red > 200 > blue


def test_a_colour_profile_is_kept(editor: Client) -> None:
    upload(editor, drawn(icc_profile=b"a profile"))
    assert stored()[1].info["icc_profile"] == b"a profile"


def test_a_moving_picture_goes_on_moving(editor: Client) -> None:
    frames = [PIL.Image.new("RGB", SIZE, colour) for colour in ("navy", "red", "white")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"Secretnote", duration=80)
    upload(editor, out.getvalue(), "tide.gif")
    _, picture, kept = stored()
    assert getattr(picture, "n_frames", 1) == 3
    assert b"Secret" not in kept


def test_what_two_lenses_took_is_one_picture(editor: Client) -> None:
    first, second = (PIL.Image.new("RGB", SIZE, colour) for colour in ("navy", "red"))
    out = BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    upload(editor, out.getvalue())
    assert stored()[1].format == "JPEG"


def test_a_picture_is_named_for_its_bytes_and_for_what_it_is(editor: Client) -> None:
    upload(editor, drawn("PNG"), "holiday.jpg")
    image, picture, kept = stored()
    assert picture.format == "PNG"
    assert re.fullmatch(r"/media/pictures/[0-9a-f]{32}\.png", image.url)
    served = Client().get(image.url)
    assert (served["Content-Type"], b"".join(served)) == ("image/png", kept)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (
            lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "a.svg",
            "Upload a valid image.",
        ),
        (
            lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "a.png",
            "Upload a valid image.",
        ),
        (lambda: b"<html><script>alert(1)</script>", "a.jpg", "Upload a valid image."),
        (lambda: drawn("PNG")[:60], "a.png", "Upload a valid image."),
        (lambda: drawn("PNG"), "a.html", "File extension “html” is not allowed."),
        (lambda: drawn("BMP"), "a.png", "This is no WebP, JPEG, PNG or GIF picture."),
        (lambda: b"", "a.png", "The submitted file is empty."),
    ],
    ids=[
        "an SVG",
        "an SVG in disguise",
        "a page",
        "half a picture",
        "a wrong name",
        "another kind",
        "nothing",
    ],
)
def test_what_is_no_picture_is_refused(
    editor: Client, content: Callable[[], bytes], name: str, error: str
) -> None:
    page = Page.of(upload(editor, content(), name))
    assert error in page.one("ul", has_class="errorlist").text
    assert page.one("input", name="alt")["value"] == "A quay."
    assert not Image.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 48 - 1)
    page = Page.of(upload(editor, drawn()))
    assert "This picture has more than 3,071 pixels." in page.one("ul", has_class="errorlist").text


def test_a_picture_that_is_there_stays_as_it_is_when_its_words_change(editor: Client) -> None:
    image = make_picture()
    before = Path(image.file.path).read_bytes()
    editor.post(
        f"/admin/articles/image/{image.pk}/change/", {"alt": "A quay at dawn.", "caption": "", "credit": ""}
    )
    after, _, content = stored()
    assert (after.alt, after.file.name, content) == ("A quay at dawn.", image.file.name, before)


def test_pictures_are_shown_in_the_list_and_on_their_page(editor: Client) -> None:
    image = make_picture(credit="Ines")
    for address in ("/admin/articles/image/", f"/admin/articles/image/{image.pk}/change/"):
        assert Page.of(editor.get(address)).one("img", has_class="preview")["src"] == image.url
    assert Page.of(editor.get("/admin/articles/image/")).one(has_class="field-size").text == "12 × 8"
