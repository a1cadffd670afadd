"""A correction: what was wrong in a published story, and what is right."""

from django.db import models


class Correction(models.Model):
    """A dated notice under a story; made by ``publishing.correct`` alone."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(
        help_text="Say what was wrong as well as what is right. The word Correction is set before it."
    )
    corrected_at = models.DateTimeField(help_text="When the correction was published.")

    class Meta:
        ordering = ["corrected_at", "id"]

    def __str__(self) -> str:
        return f"Correction of {self.corrected_at:%Y-%m-%d %H:%M}"
