"""Limits: which groups of moderators see only some sections, here and at the desk."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.asking import ListedAdmin
from comments.models import DeskScope
from comments.models.desk_scope import PERMISSION
from comments.querysets import CommentQuerySet

if TYPE_CHECKING:
    LimitsModelAdmin = admin.ModelAdmin[DeskScope]
else:
    LimitsModelAdmin = admin.ModelAdmin

# The answer of a request, in a tuple: None is one.
KEPT = "_limited_to"


def sections(request: HttpRequest) -> frozenset[int] | None:
    """Return the sections that whoever asks is limited to; None for all. Looked up once a request."""
    kept: tuple[frozenset[int] | None] | None = getattr(request, KEPT, None)
    if kept is None:
        kept = (DeskScope.objects.sections_of(cast(User, request.user)),)
        setattr(request, KEPT, kept)
    return kept[0]


def within(request: HttpRequest, comments: CommentQuerySet) -> CommentQuerySet:
    """Keep the comments that whoever asks may see: all, or those of their groups' sections."""
    limited_to = sections(request)
    return comments if limited_to is None else comments.in_sections(limited_to)


class SectionFilter(admin.RelatedFieldListFilter):
    """Filters by section, and offers those that whoever asks may see."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Return the sections by their ids."""
        own, choices = sections(request), super().field_choices(field, request, model_admin)
        return choices if own is None else [choice for choice in choices if int(choice[0]) in own]


@admin.register(DeskScope)
class DeskScopeAdmin(ListedAdmin, LimitsModelAdmin):
    """Limits, one a group that may decide on comments."""

    fields = ("group", "sections")
    list_display = ("group", "named")
    list_select_related = ("group",)
    show_full_result_count = False
    ordering = ("group__name", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeskScope]:
        """Bring the sections along."""
        return super().get_queryset(request).prefetch_related("sections")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep it with its group."""
        return ("group",) if obj else ()

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Offer the groups whose members may decide on comments: a limit on others would mean nothing."""
        app, codename = PERMISSION.split(".")
        deciding = Group.objects.filter(
            permissions__content_type__app_label=app, permissions__codename=codename
        )
        kwargs["queryset"] = deciding.order_by("name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        """Show the sections as boxes to tick: no key has to be held."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field:
            field.help_text = db_field.help_text
        return field

    @admin.display(description="sections")
    def named(self, limit: DeskScope) -> str:
        """The sections' names."""
        return ", ".join(section.name for section in limit.sections.all()) or "none"
