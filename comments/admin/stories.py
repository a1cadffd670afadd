"""Stories: where editors say how the whole site, a section and a story take comments."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles import pages
from articles.admin.furniture import FurnitureAdmin
from comments.admin import reading
from comments.models import SectionPolicy, SitePolicy, StoryPolicy
from comments.models.story_policy import SET_BY_CLOSING, THE_ONE
from comments.words import Mode

AS_ELSEWHERE = "as elsewhere"


class OpennessAdmin(FurnitureAdmin):
    """A policy stands on pages from the moment at which it is there, and until it is gone."""

    shown_when_new = True

    @admin.display(description="comments", ordering="mode")
    def handled(self, policy: Any) -> str:
        """The mode in a word or two."""
        return policy.get_mode_display().partition(":")[0] if policy.mode else AS_ELSEWHERE

    @admin.display(description="closes", ordering="closes_after_days")
    def closes(self, policy: Any) -> str:
        """After how many days a story closes by itself."""
        days = policy.closes_after_days
        return AS_ELSEWHERE if days is None else f"after {days} days" if days else "never"


@admin.register(SitePolicy)
class SitePolicyAdmin(OpennessAdmin):
    """The stop of everything, and when stories close by themselves: one row, never deleted."""

    fields = ("stopped", "message", "closes_after_days")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, str] | None = None
    ) -> HttpResponse:
        """Lead to the one form at once, in place of a list of one row."""
        return redirect("admin:comments_sitepolicy_add")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the row there is: there is only one site."""
        if SitePolicy.objects.exists():
            return redirect("admin:comments_sitepolicy_change", THE_ONE)
        return super().add_view(request, form_url, extra_context)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is not wanted any more is unticked."""
        return False


@admin.register(SectionPolicy)
class SectionPolicyAdmin(OpennessAdmin):
    """Policies of sections."""

    fields = ("section", "mode", "closes_after_days", "hours")
    list_display = ("of", "handled", "closes", "hours")
    list_select_related = ("section",)
    ordering = ("section__position", "section__name", "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Keep it with its section."""
        return ("section",) if obj else ()

    @admin.display(description="section", ordering="section__name")
    def of(self, policy: SectionPolicy) -> str:
        """The section's name."""
        return policy.section.name


@admin.register(StoryPolicy)
class StoryPolicyAdmin(OpennessAdmin):
    """Policies of single stories; such a change expires what shows that story, and nothing else."""

    fieldsets = (
        (None, {"fields": ("article", "mode", "closes_after_days", "reason")}),
        ("Risk", {"fields": ("risk", "risk_until")}),
    )
    raw_id_fields = ("article",)
    list_display = ("of", "handled", "at_risk", "risk_until", "closes")
    list_filter = ("mode", "risk", "article__section")
    list_select_related = ("article",)
    list_per_page = 50
    ordering = ("-id",)
    search_fields = ("article__headline", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Keep it with its story."""
        return ("article",) if obj else ()

    @admin.display(description="story", ordering="article__headline")
    def of(self, policy: StoryPolicy) -> str:
        """The story's headline."""
        return reading.headline(policy.article.headline)

    @admin.display(description="risk", ordering="risk")
    def at_risk(self, policy: StoryPolicy) -> str:
        """The risk in one word."""
        return policy.get_risk_display().partition(":")[0]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, and expire what shows the story. What it said before it was closed is kept for the desk."""
        if "mode" in form.changed_data:
            kept = {name: form.initial.get(name) or "" for name in SET_BY_CLOSING}
            obj.before_closing = kept if obj.mode == Mode.CLOSED else None
        obj.save()
        pages.expire(obj.article_id)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it, and expire what shows the story."""
        pages.expire(obj.article_id)
        obj.delete()
