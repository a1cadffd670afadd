"""Furniture: what stands around stories, their sections, contributors and pictures."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db import transaction
from django.db.models import ImageField, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import pages
from articles.admin.asking import ListedAdmin
from articles.forms import TEXT_FIELDS, ImageForm
from articles.models import Contributor, Image, Section

if TYPE_CHECKING:
    FurnitureModelAdmin = admin.ModelAdmin[Any]
else:
    FurnitureModelAdmin = admin.ModelAdmin


class FurnitureAdmin(ListedAdmin, FurnitureModelAdmin):
    """What stands around stories: when it changes, so may any page.

    Which stories it stands on is not asked: somebody may be putting it on another at this moment.
    """

    shown_when_new = False
    formfield_overrides = TEXT_FIELDS
    show_full_result_count = False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Save it, and expire what shows it."""
        super().save_model(request, obj, form, change)
        if change or self.shown_when_new:
            pages.expire_everything()

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete it, and expire what it stood on."""
        pages.expire_everything()
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete several, each as if it were alone: there are few."""
        for obj in queryset:
            self.delete_model(request, obj)


@admin.register(Section)
class SectionAdmin(FurnitureAdmin):
    """Sections: their names stand in the navigation, which is on every page."""

    shown_when_new = True
    list_display = ("name", "heading", "position", "opinion")
    search_fields = ("name", "title")
    prepopulated_fields = {"slug": ("name",)}

    def view_on_site(self, obj: Section) -> str:
        """Lead to the section's page."""
        return obj.get_absolute_url()


@admin.register(Contributor)
class ContributorAdmin(FurnitureAdmin):
    """Contributors."""

    list_display = ("name", "role")
    search_fields = ("name", "role")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Image)
class ImageAdmin(FurnitureAdmin):
    """Pictures."""

    form = ImageForm
    formfield_overrides = {
        **TEXT_FIELDS,
        # Django groups the field with its present file and leaves the control itself without a name.
        ImageField: {"widget": AdminFileWidget({"aria-label": "Choose a picture"})},
    }
    list_display = ("alt", "preview", "credit", "size")
    search_fields = ("alt", "caption", "credit")
    fields = ("file", "preview", "alt", "caption", "credit")
    readonly_fields = ("preview",)

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        """Width and height in pixels."""
        return f"{image.width} × {image.height}"

    @admin.display(description="picture")
    def preview(self, image: Image) -> SafeString | None:
        """The picture itself."""
        if not image.pk:
            return None
        return format_html('<img class="preview" src="{}" alt="" loading="lazy">', image.preview_url)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it; a file that was replaced goes when that is certain."""
        before = Image.objects.filter(pk=obj.pk).first() if change and "file" in form.changed_data else None
        super().save_model(request, obj, form, change)
        if before:
            transaction.on_commit(partial(before.file.delete, save=False), robust=True)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it, and when that is certain its files: a picture that had to go is not served any more."""
        super().delete_model(request, obj)
        transaction.on_commit(partial(obj.file.delete, save=False), robust=True)
