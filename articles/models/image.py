"""An image: a picture with what a reader must know about it."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from articles import pictures

NAME_LENGTH = pictures.NAME_LENGTH
PICTURE_TYPES = ("webp", "jpg", "jpeg", "png", "gif")


def picture_name(image: "Image", filename: str) -> str:
    """Name a picture by its content, and for its kind."""
    return pictures.digest_name(image.file.file, PurePath(filename).suffix.lower())


class PictureFile(ImageFieldFile):
    """A picture's file: when it is stored its renditions are made, and when it goes they go with it."""

    instance: "Image"

    def save(self, name: str, content: File[Any], save: bool = True) -> None:
        """Store the picture and its renditions; their names are kept with the row."""
        super().save(name, content, save=False)
        self.instance.renditions = pictures.store_renditions(self.storage, str(self.name))
        if save:
            self.instance.save()

    def delete(self, save: bool = True) -> None:
        """Delete the picture and its renditions."""
        pictures.remove_renditions(self.storage, self.instance.renditions)
        self.instance.renditions = []
        super().delete(save)


class PictureField(models.ImageField):
    """A picture with renditions, which the model keeps in ``renditions``, a field after this one."""

    attr_class = PictureFile


class Image(models.Model):
    """A picture, its alternative text, its caption and whom it is by."""

    file = PictureField(
        upload_to=picture_name,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(PICTURE_TYPES)],
        help_text="WebP, JPEG, PNG or GIF, at best 1600 pixels wide or more.",
    )
    alt = models.CharField(
        max_length=300, help_text="What the picture shows, for those who cannot see it. One sentence."
    )
    caption = models.TextField(blank=True, help_text="The line under the picture.")
    credit = models.CharField(max_length=120, blank=True, help_text="Who made the picture.")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    # Of each: name, width, height; the narrowest first.
    renditions = models.JSONField(editable=False, default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.alt

    @property
    def url(self) -> str:
        """The picture's address on this site."""
        return self.file.url

    @property
    def src(self) -> str:
        """The address for a browser that does not choose: the picture, or what stands for one too wide for pages."""
        return self._candidates()[-1][0]

    @property
    def srcset(self) -> str:
        """The addresses that a browser chooses from, as HTML writes them; empty where there is no choice."""
        candidates = self._candidates()
        return ", ".join(f"{url} {width}w" for url, width in candidates) if len(candidates) > 1 else ""

    @property
    def preview_url(self) -> str:
        """The address of the smallest form of it."""
        return self._candidates()[0][0]

    def _candidates(self) -> list[tuple[str, int]]:
        """Return addresses and widths, the narrowest first; the picture itself unless a rendition does as well."""
        found = [(self.file.storage.url(each["name"]), each["width"]) for each in self.renditions]
        if not found or max(width for _, width in found) < self.width <= pictures.WIDEST:
            found.append((self.url, self.width))
        return found
