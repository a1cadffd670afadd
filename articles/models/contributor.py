"""A contributor: somebody whose name stands over a story."""

from django.db import models


class Contributor(models.Model):
    """A reporter, an editor, a photographer: a name for bylines."""

    name = models.CharField(max_length=120, help_text="The name as it is printed in a byline.")
    slug = models.SlugField(unique=True, max_length=120, help_text="A short form for addresses.")
    role = models.CharField(
        max_length=120, blank=True, help_text="What this person does, for instance harbour editor."
    )

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
