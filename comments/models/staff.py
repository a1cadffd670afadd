"""Staff: what members of the newsroom are called beside what they write under a story."""

from django.conf import settings
from django.db import models

TITLE_LENGTH = 60
# The newsroom’s name and the title.
ROLE_LENGTH = 120


class StaffTitle(models.Model):
    """What somebody of the staff is at the newsroom, as readers see it beside their answers."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_title"
    )
    title = models.CharField(
        max_length=TITLE_LENGTH,
        blank=True,
        help_text="What readers see after the newsroom’s name beside an answer of theirs under a story, for instance "
        "“reporter” or “harbour editor”. Left empty, the newsroom’s name stands alone.",
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Title of account {self.user_id}"
