"""Pictures: an upload as it may be shown, without what the camera wrote about the photographer's whereabouts."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

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
