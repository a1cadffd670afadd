"""An image: a picture with what a reader must know about it."""

import hashlib
from pathlib import PurePath

from django.core.files.base import File
from django.core.validators import FileExtensionValidator
from django.db import models

PICTURE_TYPES = ("webp", "jpg", "jpeg", "png", "gif")
NAME_LENGTH = 32


def picture_name(image: "Image", filename: str) -> str:
    """Name a picture by its content (SHA-256, cut to 128 bits), so that an address never changes its bytes."""
    digest = hashlib.sha256()
    file: File[bytes] = image.file.file
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"pictures/{digest.hexdigest()[:NAME_LENGTH]}{PurePath(filename).suffix.lower()}"


class Image(models.Model):
    """A picture, its alternative text, its caption and whom it is by."""

    file = models.ImageField(
        upload_to=picture_name,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(PICTURE_TYPES)],
        help_text="WebP, JPEG, PNG or GIF, at best 1200 pixels wide or more.",
    )
    alt = models.CharField(
        max_length=300, help_text="What the picture shows, for those who cannot see it. One sentence."
    )
    caption = models.TextField(blank=True, help_text="The line under the picture.")
    credit = models.CharField(max_length=120, blank=True, help_text="Who made the picture.")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.alt

    @property
    def url(self) -> str:
        """The picture's address on this site."""
        return self.file.url
