"""Pictures: an upload as it may be shown, silent about where it was taken, and no wider than a screen needs it."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from PIL import Image, ImageCms, ImageOps

logger = logging.getLogger(__name__)

# What each kind is called, and how it is written anew: near enough to the original that nobody sees a difference.
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92, "save_all": True},
    "GIF": {"save_all": True},
}
# A newspaper's largest photographs have half of it; what has more was made to exhaust memory.
MOST_PIXELS = 50_000_000
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: how the camera was held

FOLDER = "pictures"
NAME_LENGTH = 32  # of a digest in hexadecimal: 128 bits
# A telephone's column, twice that and a desk's column, the widest place of all, and that on a dense screen.
WIDTHS = (480, 800, 1200, 1600)
WIDEST = WIDTHS[-1]
RENDITION: dict[str, Any] = {"format": "WEBP", "quality": 75, "method": 4}  # as cwebp has it


def without_metadata(upload: File[bytes]) -> ContentFile[bytes]:
    """Return what a picture shows, upright, and nothing else: no Exif, GPS, XMP or comment.

    It is named for the kind of picture that it is, whatever the upload was called. Raises ``ValidationError``
    for any other kind and for a picture of too many pixels.
    """
    upload.seek(0)
    with Image.open(upload) as picture:
        # Phones send a JPEG with a second picture behind the first.
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        if kind not in SUFFIXES:
            raise ValidationError("This is no WebP, JPEG, PNG or GIF picture.", code="kind")
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(f"This picture has more than {MOST_PIXELS:,} pixels.", code="pixels")
        content = _written(picture, kind)
    stem = PurePath(upload.name or "picture").stem
    return ContentFile(content, name=f"{stem}{SUFFIXES[kind]}")


def _written(picture: Image.Image, kind: str) -> bytes:
    options = OPTIONS[kind] | {"icc_profile": picture.info.get("icc_profile"), "comment": b""}
    upright: Image.Image = picture
    if picture.getexif().get(ORIENTATION, 1) != 1:
        upright = ImageOps.exif_transpose(picture)
    elif picture.format == "JPEG":
        # The original's own tables: a second loss of next to nothing.
        options["quality"] = "keep"
    out = BytesIO()
    upright.save(out, kind, **{name: value for name, value in options.items() if value is not None})
    return out.getvalue()


def digest_name(file: File[bytes], suffix: str) -> str:
    """Name a picture by its content (SHA-256, cut to 128 bits), so that an address never changes its bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"{FOLDER}/{digest.hexdigest()[:NAME_LENGTH]}{suffix}"


def store_renditions(storage: Storage, name: str) -> list[dict[str, Any]]:
    """Store a stored picture's renditions beside it; return the name, width and height of each, narrowest first.

    All or none, and it never raises: whatever is the matter with a picture or the disk, the picture itself stays
    and is shown, and ``manage.py tidy_pictures`` tries again.
    """
    stored: list[dict[str, Any]] = []
    try:
        with storage.open(name) as file:
            for content, (width, height) in renditions(file):
                given = storage.save(digest_name(content, ".webp"), content)
                stored.append({"name": given, "width": width, "height": height})
    except Exception as error:  # noqa: BLE001  (Pillow raises many things, and none may cost an upload)
        logger.warning("No renditions of %s could be made: %r", name, error)
        remove_renditions(storage, stored)
        return []
    return stored


def remove_renditions(storage: Storage, stored: list[dict[str, Any]]) -> None:
    """Remove the files of renditions."""
    for rendition in stored:
        storage.delete(rendition["name"])


def renditions(file: File[bytes]) -> Iterator[tuple[ContentFile[bytes], tuple[int, int]]]:
    """Yield a picture as WebP at each of ``WIDTHS`` below its own, with the size that it came to.

    A JPEG or PNG that is no wider than those comes at its own width too. Left out is what would weigh no less
    than the picture itself; a picture that moves has none.
    """
    with Image.open(file) as picture:
        if getattr(picture, "is_animated", False):
            return
        upright, profile = _in_colours_of_the_web(ImageOps.exif_transpose(picture))
        widths = [width for width in WIDTHS if width < upright.width]
        if picture.format != "WEBP" and upright.width <= WIDEST:
            widths.append(upright.width)
        for width in widths:
            size = (width, max(1, round(upright.height * width / upright.width)))
            out = BytesIO()
            upright.resize(size, Image.Resampling.LANCZOS).save(out, **RENDITION, icc_profile=profile)
            if out.tell() < file.size:
                yield ContentFile(out.getvalue()), size


def _in_colours_of_the_web(picture: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Return a picture that WebP can hold, and its colour profile where that still describes it."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("RGB", "RGBA"):
        return picture, profile
    if picture.mode == "CMYK" and profile:  # press photographs; the plain conversion is garish
        with suppress(ImageCms.PyCMSError):
            to_screen = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, BytesIO(profile), to_screen, outputMode="RGB")
            if converted is not None:
                return converted, None
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB"), None
