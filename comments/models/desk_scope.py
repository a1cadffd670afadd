"""Desk scope: the sections that a group of moderators sees and decides on."""

from django.contrib.auth.models import Group, User
from django.db import models

PERMISSION = "comments.moderate_comment"


class DeskScopeQuerySet(models.QuerySet["DeskScope"]):
    """Which sections are whose."""

    def sections_of(self, user: User) -> frozenset[int] | None:
        """Return the ids of the sections that somebody who may decide is limited to; None for all.

        Somebody is limited where every group that lets them decide is; one group without a limit lifts it.
        """
        if user.is_superuser or PERMISSION in user.get_user_permissions():
            return None
        app, codename = PERMISSION.split(".")
        moderating = Group.objects.using(self.db).filter(
            user=user, permissions__content_type__app_label=app, permissions__codename=codename
        )
        rows = list(moderating.order_by("pk").values_list("desk_scope", "desk_scope__sections"))
        if not rows or any(scope is None for scope, _ in rows):
            return None
        return frozenset(section for _, section in rows if section is not None)


class DeskScope(models.Model):
    """Limits what a group of moderators sees and decides on to some sections."""

    group = models.OneToOneField(
        Group,
        on_delete=models.CASCADE,
        related_name="desk_scope",
        help_text="The group whose members are limited. Somebody who is also in a group without a limit, or is a "
        "superuser, sees everything.",
    )
    sections = models.ManyToManyField(
        "articles.Section",
        related_name="desk_scopes",
        help_text="Members see and decide on comments under stories of these sections, and on no other. Nobody is "
        "told that there are others.",
    )

    objects = DeskScopeQuerySet.as_manager()

    class Meta:
        ordering = ["group__name", "id"]
        verbose_name = "limit to sections"
        verbose_name_plural = "limits to sections"

    def __str__(self) -> str:
        return f"Limit of {self.group.name}"
