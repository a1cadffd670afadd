"""A section: a part of the paper with a page of its own."""

from django.db import models

from articles import addresses


class Section(models.Model):
    """A part of the paper, for instance "Harbour"; a story stands in exactly one."""

    slug = models.SlugField(
        unique=True, max_length=60, help_text="The section's part of its address. Changing it breaks links."
    )
    name = models.CharField(
        max_length=60, help_text="The short name in the navigation, for instance Harbour."
    )
    title = models.CharField(
        max_length=120,
        blank=True,
        help_text="The heading of the section's page. Left empty, the short name stands there.",
    )
    description = models.TextField(blank=True, help_text="One or two sentences under the heading.")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Sections stand in the order of this number, then by name."
    )
    opinion = models.BooleanField(
        default=False, help_text="Sets this section's headlines in italics, as opinion is set."
    )

    class Meta:
        ordering = ["position", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.of_section(self.slug)

    @property
    def heading(self) -> str:
        """The page's heading: the title, or the short name where there is none."""
        return self.title or self.name
