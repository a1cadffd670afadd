"""Pictures: the smallest that Pillow takes for one."""

from io import BytesIO

import PIL.Image
from django.core.files.base import ContentFile

from articles.models import Image


def make_picture(*, colour: str = "navy", kind: str = "webp", **fields: str) -> Image:
    """Return a stored picture of 12 by 8 pixels."""
    drawn = BytesIO()
    PIL.Image.new("RGB", (12, 8), colour).save(drawn, kind)
    file = ContentFile(drawn.getvalue(), name=f"upload.{kind}")
    return Image.objects.create(file=file, **{"alt": "A quay.", **fields})
