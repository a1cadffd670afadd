"""Renditions: each picture in the widths that screens need, made when it is stored, gone when it goes."""

import re
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageCms
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from articles import pictures
from articles.models import Image
from tests.articles.pictures import make_photograph, make_picture, store_picture
from tests.factories import make_article
from tests.page import Element, Page

pytestmark = pytest.mark.django_db

MIGRATION = import_module("articles.migrations.0002_image_renditions")


def stored() -> set[str]:
    """Return the names of all pictures that are stored."""
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    return {f"pictures/{path.name}" for path in folder.iterdir()} if folder.exists() else set()


def widths(image: Image) -> list[int]:
    """Return how wide its renditions are."""
    return [rendition["width"] for rendition in image.renditions]


def opened(name: str) -> PIL.Image.Image:
    """Return a stored picture's pixels."""
    with default_storage.open(name) as file:
        picture = PIL.Image.open(BytesIO(file.read()))
        picture.load()
        return picture


@pytest.mark.parametrize(
    ("kind", "width", "expected"),
    [
        ("jpeg", 1700, [480, 800, 1200, 1600]),
        ("jpeg", 1600, [480, 800, 1200, 1600]),
        ("png", 1000, [480, 800, 1000]),
        ("webp", 1000, [480, 800]),
        ("jpeg", 300, [300]),
        ("webp", 300, []),
    ],
)
def test_a_picture_comes_in_each_width_below_its_own(kind: str, width: int, expected: list[int]) -> None:
    image = make_photograph(kind, width=width)

    assert widths(image) == expected
    for rendition in image.renditions:
        picture = opened(rendition["name"])
        assert (picture.format, picture.size) == ("WEBP", (rendition["width"], rendition["height"]))
        assert rendition["height"] == round(rendition["width"] * image.height / image.width)
        assert default_storage.size(rendition["name"]) < image.file.size


def test_its_renditions_are_kept_with_the_row() -> None:
    image = make_photograph()

    assert Image.objects.get().renditions == image.renditions
    assert {image.file.name, *(each["name"] for each in image.renditions)} == stored()


def test_a_rendition_is_served_for_good_at_the_name_of_its_bytes(client: Client) -> None:
    url = make_photograph().preview_url
    response = client.get(url)

    assert re.fullmatch(r"/media/pictures/[0-9a-f]{32}\.webp", url)
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert PIL.Image.open(BytesIO(b"".join(response))).size == (480, 240)


def test_a_rendition_that_would_weigh_more_is_left_out() -> None:
    flat = BytesIO()
    PIL.Image.new("RGB", (600, 400), "navy").save(flat, "WEBP", lossless=True)

    assert store_picture(flat.getvalue()).renditions == []


def test_a_rendition_tells_nothing_of_where_the_picture_was_taken() -> None:
    exif = PIL.Image.Exif()
    exif[0x0110] = "Secretflex"
    noise = PIL.Image.effect_noise((900, 600), 90)
    out = BytesIO()
    noise.convert("RGB").save(
        out, "JPEG", quality=95, exif=exif, comment=b"Secretnote", xmp=b"<x>Secretplace</x>"
    )
    image = store_picture(out.getvalue(), "jpg")

    assert widths(image) == [480, 800, 900]
    for rendition in image.renditions:
        with default_storage.open(rendition["name"]) as file:
            assert b"Secret" not in file.read()


def test_a_rendition_stands_upright() -> None:
    exif = PIL.Image.Exif()
    exif[pictures.ORIENTATION] = 6
    out = BytesIO()
    PIL.Image.effect_noise((900, 600), 90).save(out, "JPEG", exif=exif)

    assert opened(store_picture(out.getvalue(), "jpg").renditions[0]["name"]).size == (480, 720)


@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_a_picture_that_moves_stays_as_it_is(kind: str) -> None:
    frames = [PIL.Image.effect_noise((900, 600), 90).convert("RGB") for _ in range(2)]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    image = store_picture(out.getvalue(), kind)

    assert (image.renditions, image.srcset, image.src) == ([], "", image.url)


@pytest.mark.parametrize(("kind", "mode"), [("png", "RGBA"), ("png", "P"), ("png", "LA"), ("png", "I;16")])
def test_a_picture_in_other_colours_than_a_screens_has_renditions_too(kind: str, mode: str) -> None:
    noise = PIL.Image.effect_noise((900, 600), 90)
    out = BytesIO()
    (noise if mode == "I;16" else noise.convert("RGB")).convert(mode).save(out, kind)
    first = opened(store_picture(out.getvalue(), kind).renditions[0]["name"])

    assert (first.format, first.width) == ("WEBP", 480)


@pytest.mark.parametrize("profile", [None, b"no profile"])
def test_a_press_photograph_in_four_inks_is_shown_in_a_screens_colours(profile: bytes | None) -> None:
    out = BytesIO()
    PIL.Image.effect_noise((900, 600), 90).convert("CMYK").save(out, "JPEG", icc_profile=profile)
    first = opened(store_picture(out.getvalue(), "jpg").renditions[0]["name"])

    assert first.mode == "RGB"
    assert "icc_profile" not in first.info


def test_a_colour_profile_is_kept() -> None:
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    out = BytesIO()
    PIL.Image.effect_noise((900, 600), 90).convert("RGB").save(out, "JPEG", icc_profile=profile)

    assert opened(store_picture(out.getvalue(), "jpg").renditions[0]["name"]).info["icc_profile"] == profile


def test_a_rendition_that_fails_costs_nobody_the_picture(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_at_the_second(image: PIL.Image.Image, size: tuple[int, int], *_: Any) -> PIL.Image.Image:
        if size[0] > 480:
            raise MemoryError("no room")
        return image.copy()

    monkeypatch.setattr(PIL.Image.Image, "resize", fail_at_the_second)
    image = store_picture(_noise(), "jpg")

    assert image.renditions == []
    assert stored() == {image.file.name}
    assert f"No renditions of {image.file.name} could be made: MemoryError('no room')" in caplog.text


def _noise() -> bytes:
    out = BytesIO()
    PIL.Image.effect_noise((900, 600), 90).save(out, "JPEG")
    return out.getvalue()


def test_a_deleted_file_takes_its_renditions_along() -> None:
    image, other = make_photograph(), make_photograph("png")
    image.file.delete(save=False)

    assert image.renditions == []
    assert stored() == {other.file.name, *(each["name"] for each in other.renditions)}


def drawn(client: Client, address: str) -> Element:
    """Return the picture of a page."""
    return Page.of(client.get(address)).one("img")


def test_a_browser_chooses_from_the_renditions_and_the_picture_itself(client: Client) -> None:
    image = make_photograph("webp", width=1000)
    shown = drawn(client, make_article(lead_image=image).get_absolute_url())
    urls = [default_storage.url(each["name"]) for each in image.renditions]

    assert shown["srcset"] == f"{urls[0]} 480w, {urls[1]} 800w, {image.url} 1000w"
    assert shown["sizes"].endswith(", 94vw")
    assert (shown["src"], shown["width"], shown["height"]) == (image.url, "1000", "500")
    assert shown["fetchpriority"] == "high"
    assert "loading" not in shown.attributes


def test_a_picture_that_is_too_wide_for_any_page_is_on_none(client: Client) -> None:
    image = make_photograph(width=1700)
    shown = drawn(client, make_article(lead_image=image).get_absolute_url())

    assert image.url not in shown["srcset"]
    assert shown["src"] == default_storage.url(image.renditions[-1]["name"])


def test_a_picture_without_renditions_is_shown_as_it_is(client: Client) -> None:
    image = make_picture()
    shown = drawn(client, make_article(lead_image=image).get_absolute_url())

    assert (shown["src"], "srcset" in shown.attributes) == (image.url, False)


@pytest.mark.parametrize("address", ["/", "/sections/harbour/"])
def test_only_the_first_picture_of_a_list_is_loaded_at_once(client: Client, address: str) -> None:
    for _ in range(3):
        make_article(lead_image=make_photograph())
    first, *others = Page.of(client.get(address)).all("img")

    assert ("loading" in first.attributes, first["fetchpriority"]) == (False, "high")
    assert others
    for other in others:
        assert (other["loading"], other["decoding"]) == ("lazy", "async")
        assert "fetchpriority" not in other.attributes


def test_the_migration_makes_what_is_missing_and_is_not_stopped_by_a_missing_file() -> None:
    image, lost = make_photograph(), make_photograph("png")
    expected = widths(image)
    pictures.remove_renditions(default_storage, [*image.renditions, *lost.renditions])
    default_storage.delete(lost.file.name)
    Image.objects.update(renditions=[], width=0)

    MIGRATION.make(apps, None)
    kept = dict(Image.objects.values_list("pk", "renditions"))
    assert [each["width"] for each in kept[image.pk]] == expected
    assert kept[lost.pk] == []

    MIGRATION.unmake(apps, None)
    assert stored() == {image.file.name}
