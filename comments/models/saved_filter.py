"""Saved filters: places at the desk that somebody comes back to, under a name."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

NAME_LENGTH = 60
QUERY_LENGTH = 1000
# As many as a menu has room for.
MOST_OF_ONE = 30


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters; each method is one sentence about them."""

    def seen_by(self, user_id: int) -> Self:
        """Keep one's own and those that are shared with everybody, one's own first."""
        own = models.Case(models.When(owner_id=user_id, then=0), default=1)
        return self.filter(Q(owner_id=user_id) | Q(is_shared=True)).order_by(own, "name", "id")

    def of(self, user_id: int) -> Self:
        """Keep one's own."""
        return self.filter(owner_id=user_id)


class SavedFilter(models.Model):
    """A place at the desk with a name: ``query`` is its address behind the question mark, without a page."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters", editable=False
    )
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    is_shared = models.BooleanField(default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_named_once",
                violation_error_message="You have a filter of that name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
