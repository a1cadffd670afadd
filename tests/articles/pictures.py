"""Pictures: the smallest that Pillow takes for one, and any other."""

from io import BytesIO

import PIL.Image
from django.core.files.base import ContentFile

from articles.models import Image

SMALLEST = (12, 8)


def make_picture(
    *, colour: str = "navy", kind: str = "webp", size: tuple[int, int] = SMALLEST, **fields: str
) -> Image:
    """Return a stored picture, by default of 12 by 8 pixels."""
    drawn = BytesIO()
    PIL.Image.new("RGB", size, colour).save(drawn, kind)
    return store_picture(drawn.getvalue(), kind, **fields)


def store_picture(content: bytes, kind: str = "webp", **fields: str) -> Image:
    """Return a stored picture of these bytes."""
    file = ContentFile(content, name=f"upload.{kind}")
    return Image.objects.create(file=file, **{"alt": "A quay.", **fields})


def make_photograph(kind: str = "jpeg", *, width: int = 600, mode: str = "RGB", **fields: str) -> Image:
    """Return a stored picture, half as high as wide, in which something is to be seen."""
    picture = PIL.Image.effect_noise((width // 10, width // 20), 90).resize((width, width // 2)).convert(mode)
    drawn = BytesIO()
    picture.save(drawn, kind, quality=95)
    return store_picture(drawn.getvalue(), kind, **fields)
