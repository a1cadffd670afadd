"""Stories as editors write them; every change of a status and every correction is ``publishing``'s."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db import transaction
from django.db.models import PROTECT, QuerySet, TextField
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from articles import pages, publishing
from articles.admin.asking import ListedAdmin
from articles.forms import TEXT_FIELDS, ArticleForm
from articles.models import Article, Byline, Correction

if TYPE_CHECKING:
    ArticleModelAdmin = admin.ModelAdmin[Article]
    BylineModelInline = admin.StackedInline[Byline, Article]
    CorrectionModelInline = admin.StackedInline[Correction, Article]
else:
    ArticleModelAdmin = admin.ModelAdmin
    BylineModelInline = CorrectionModelInline = admin.StackedInline

LIST_AND_FORM = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
# The button beside the actions of a story's form: it saves what was typed before the action runs.
RUN = "run"
FINAL = "A correction is published at once and stays as it is: correct a wrong one by another one."
# What a published story is called as long as its time has not come.
SCHEDULED = "Scheduled"
# What a reader sees of a story; its comments policy and, before it is published, its address are no revision.
SEEN = frozenset(
    {"headline", "kicker", "dek", "dateline", "section", "body", "lead_image", "source_credit", "source_url"}
)
# What decides where a story stands.
MOVING = frozenset({"section", "slug"})


class BylineInline(BylineModelInline):
    """The names over a story."""

    model = Byline
    fields = (("contributor", "position"),)
    extra = 1
    verbose_name = "name"
    verbose_name_plural = "byline"


class CorrectionInline(CorrectionModelInline):
    """The corrections under a published story."""

    model = Correction
    fields = ("text", "corrected_at")
    readonly_fields = ("corrected_at",)
    formfield_overrides = {TextField: {**TEXT_FIELDS[TextField], "help_text": FINAL}}
    extra = 1
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only what readers can see is corrected; a draft is changed itself."""
        return obj is not None and obj.is_published and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers were told stays told."""
        return False


@admin.register(Article)
class ArticleAdmin(ListedAdmin, ArticleModelAdmin):
    """Stories."""

    form = ArticleForm
    formfield_overrides = TEXT_FIELDS
    inlines = (BylineInline, CorrectionInline)
    actions = ("publish", "withdraw")
    list_display = ("headline", "section", "stands", "published_at", "policy")
    list_filter = ("status", "section", "comments_policy")
    list_select_related = ("section",)
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "dated"
    ordering = ("-dated", "-id")
    search_fields = ("headline", "slug", "body")
    search_help_text = "Searches headlines, slugs and texts."
    raw_id_fields = ("lead_image",)
    readonly_fields = ("stands", "dated", "published_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("headline", "slug", "section", "kicker", "dek")}),
        ("Text", {"fields": ("dateline", "body")}),
        ("Picture", {"fields": ("lead_image",)}),
        ("Source", {"fields": ("source_credit", "source_url")}),
        ("Comments", {"fields": ("comments_policy",)}),
        (
            "Publication",
            {
                "fields": ("stands", "dated", "published_at", "updated_at"),
                "description": "Publish and Withdraw are actions, at the head of this page. The day is that of "
                "the first publication; day and slug make the address, which does not change any more after it.",
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        """Keep the address of what was published once: there are links to it."""
        return (*self.readonly_fields, "slug") if obj and obj.published_at else self.readonly_fields

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Article | None = None
    ) -> dict[str, Sequence[str]]:
        """Make the slug from the headline as long as it may change."""
        return {} if obj and obj.published_at else {"slug": ("headline",)}

    @admin.display(description="status", ordering="status")
    def stands(self, article: Article) -> str:
        """The status, or that the story is scheduled; the time stands beside it."""
        return SCHEDULED if article.is_scheduled else article.get_status_display()

    @admin.display(description="comments", ordering="comments_policy")
    def policy(self, article: Article) -> str:
        """The comments policy in one word."""
        return article.get_comments_policy_display().partition(":")[0]

    def view_on_site(self, obj: Article) -> str | None:
        """Lead to the story's page, if readers can see it."""
        return obj.get_absolute_url() if obj.is_published else None

    @admin.action(description="Publish", permissions=["change"], location=LIST_AND_FORM)
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Publish stories."""
        self._each(request, queryset, publishing.publish, "Published")

    @admin.action(description="Withdraw", permissions=["change"], location=LIST_AND_FORM)
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Take stories from their readers."""
        self._each(request, queryset, publishing.withdraw, "Withdrawn")

    def _each(
        self, request: HttpRequest, stories: Iterable[Article], move: Callable[[Article], bool], done: str
    ) -> None:
        for story in stories:
            try:
                moved = move(story)
            except publishing.NotPossible as refusal:
                self.message_user(request, f"“{story}”: {refusal}", messages.ERROR)
                continue
            if moved:
                self.log_change(request, story, f"{done}.")
                self.message_user(request, f"{done}: “{story}”.", messages.SUCCESS)
            else:
                stands = self.stands(story).lower()
                self.message_user(request, f"Nothing changed: “{story}” is {stands}.", messages.WARNING)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Run the action that was chosen, now that what was typed is saved; or go on as usual."""
        action = f"{ActionLocation.CHANGE_FORM.value}-action"
        if request.POST.get("_continue") != RUN or not request.POST.get(action):
            return super().response_change(request, obj)
        story = self.get_queryset(request).filter(pk=obj.pk)
        response = self.response_action(request, story, action_location=ActionLocation.CHANGE_FORM)
        return response or HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool) -> None:
        """Save what was changed and nothing beside it: the status may have moved since the form was drawn."""
        if change:
            if MOVING.intersection(form.changed_data):
                pages.expire(obj.pk)  # where it stood until now
            obj.save(update_fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Article],
        formsets: Iterable[BaseModelFormSet[Any, Any]],
        change: bool,
    ) -> None:
        """Save the byline and the corrections, then say that the story was revised or that its page changed."""
        formsets = list(formsets)
        super().save_related(request, form, formsets, change)
        if change and (SEEN.intersection(form.changed_data) or any(map(_is_seen, formsets))):
            publishing.revise(form.instance)
        elif change and form.changed_data:
            pages.expire(form.instance)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        """Publish corrections through ``publishing``; save the rest as usual."""
        if formset.model is not Correction:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        texts = [correction.text for correction in formset.new_objects]
        formset.new_objects = [publishing.correct(form.instance, text=text) for text in texts]

    def get_deleted_objects(
        self, objs: QuerySet[Article] | Sequence[Article], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Refuse to delete stories that something else hangs on: what readers wrote stays."""
        held = _held_by_others([story.pk for story in objs])
        if held:
            return [], {}, set(), [str(story) for story in objs if story.pk in held]
        return super().get_deleted_objects(objs, request)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete a story, and expire everything: what is gone has no version that a later look could compare."""
        pages.expire_everything()
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Delete stories, and expire everything."""
        pages.expire_everything()
        super().delete_queryset(request, queryset)


def _is_seen(formset: BaseModelFormSet[Any, Any]) -> bool:
    """Whether a saved formset changed what readers see, other than by ``publishing.correct``, which says so itself."""
    added = formset.new_objects if formset.model is Byline else []
    return bool(added or formset.changed_objects or formset.deleted_objects)


def _held_by_others(ids: Sequence[int]) -> set[int]:
    """Return the stories among these that rows of other apps protect; which ones is not ours to know."""
    held: set[int] = set()
    for relation in Article._meta.related_objects:
        if relation.on_delete is PROTECT:
            name = relation.field.attname
            others = relation.related_model._default_manager.filter(**{f"{name}__in": ids})
            held.update(others.order_by().values_list(name, flat=True).distinct())
    return held
