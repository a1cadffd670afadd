"""Discussion: the comments as moderators read them in the admin, with their four decisions."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import BadRequest
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from comments.admin import deciding, limits, paging, personal, reading
from comments.admin.personal import DELETED, SEE_PERSONAL, SameEmailFilter
from comments.admin.reading import ReadOnlyAdmin
from comments.models import Comment, LogEntry
from comments.querysets import CommentQuerySet
from comments.rule_names import RULES
from comments.words import Action

LIST_AND_FORM = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class RuleFilter(admin.SimpleListFilter):
    """Keeps the comments in which one rule found something."""

    title = "rule"
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the rules by their codes."""
        return list(RULES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        """Look for the code in the findings as they are stored: both databases write JSON alike, and escape quotes."""
        if self.value() not in RULES:
            return queryset
        found = queryset.annotate(findings_text=Cast("findings", TextField()))
        return found.filter(findings_text__contains=f'"rule": "{self.value()}"')


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Comments: none is added, edited or deleted, each is decided on."""

    actions = ("approve", "reject", "spam", "trash")
    action_form = deciding.DecisionForm
    list_display = ("excerpt", "author", "story", "status", "why_held", "age")
    list_filter = ("status", ("article__section", limits.SectionFilter), RuleFilter, SameEmailFilter)
    list_select_related = ("article",)
    list_per_page = 50
    list_max_show_all = 200
    sortable_by = ("age",)
    ordering = ("-submitted_at", "-id")
    search_fields = ("text", "name")

    def get_queryset(self, request: HttpRequest) -> CommentQuerySet:
        """Leave out the sections that whoever asks is not to see, and what is too far down to be looked into."""
        comments = limits.within(request, Comment.objects.all())
        return paging.bounded(comments)[0] if paging.is_looked_into(request) else comments

    def get_urls(self) -> list[URLPattern]:
        """Add the ways to e-mail addresses, each of which the log notes."""
        guard = self.admin_site.admin_view
        return [
            path("by-email/", guard(require_POST(self.find_view)), name="comments_comment_find"),
            path("<int:pk>/email/", guard(require_POST(self.email_view)), name="comments_comment_email"),
            *super().get_urls(),
        ]

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Look for the comments of an e-mail address."""
        return personal.find(request, self.get_queryset(request), self._frame(request))

    def email_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a comment's e-mail address."""
        comment = self.get_queryset(request).filter(pk=pk).first()
        return personal.show(request, comment, self._frame(request))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer to look for an e-mail address to those who may see them; say where a search has ended."""
        if paging.is_looked_into(request) and paging.bounded(Comment.objects.all())[1]:
            self.message_user(request, paging.LOOKED_AT, messages.INFO)
        form = personal.EmailForm() if request.user.has_perm(SEE_PERSONAL) else None
        return super().changelist_view(request, {"email_form": form, **(extra_context or {})})

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def action_checkbox(self, obj: Comment) -> SafeString:
        """Carry along what the row shows, so that a decision is about that."""
        seen = format_html('<input type="hidden" name="{}" value="{}">', deciding.SEEN, deciding.seen_of(obj))
        return format_html("{}{}", super().action_checkbox(obj), seen)

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        """The first words."""
        return reading.excerpt(comment.text) or DELETED

    @admin.display(description="author")
    def author(self, comment: Comment) -> SafeString:
        """The name, and nothing else of the person."""
        return format_html("<bdi>{}</bdi>", comment.name or DELETED)

    @admin.display(description="story")
    def story(self, comment: Comment) -> str:
        """The story's headline."""
        return reading.headline(comment.article.headline)

    @admin.display(description="why held")
    def why_held(self, comment: Comment) -> str:
        """The rules that held it, in words."""
        return reading.held_by(comment.findings)

    @admin.display(description="age", ordering="submitted_at")
    def age(self, comment: Comment) -> SafeString:
        """How long ago it was sent."""
        return reading.age(comment.submitted_at)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may decide."""
        return request.user.has_perm("comments.moderate_comment")

    @admin.action(description="Approve", permissions=["moderate"], location=LIST_AND_FORM)
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Publish comments."""
        self._decide(request, queryset, Action.APPROVE)

    @admin.action(description="Reject", permissions=["moderate"], location=LIST_AND_FORM)
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Refuse comments; their commenters are told the house rule, if there is one."""
        self._decide(request, queryset, Action.REJECT)

    @admin.action(description="Mark as spam", permissions=["moderate"], location=LIST_AND_FORM)
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Mark comments as spam; nobody is told."""
        self._decide(request, queryset, Action.SPAM)

    @admin.action(description="Move to trash", permissions=["moderate"], location=LIST_AND_FORM)
    def trash(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Put comments out of sight."""
        self._decide(request, queryset, Action.TRASH)

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        """Run an action; Django itself would stumble over what is no id."""
        if not deciding.are_ids(request):
            raise BadRequest("What was ticked is no comment.")
        return super().response_action(request, queryset, action_location)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Comment], action: str) -> None:
        listed = queryset.order_by("pk")[: deciding.MOST_AT_ONCE + 1]
        try:
            comments = deciding.chosen(request, self.get_queryset(request), listed)
        except deciding.TooMany:
            most = f"Choose at most {deciding.MOST_AT_ONCE} comments at once. Nothing was changed."
            self.message_user(request, most, messages.ERROR)
            return
        for done, sentence in deciding.decide(request, comments, action):
            self.message_user(request, sentence, messages.SUCCESS if done else messages.WARNING)

    def view_on_site(self, obj: Comment) -> str | None:
        """Lead to the comment under its story, if readers can see it."""
        return obj.get_absolute_url() if obj.is_public and obj.article.is_published else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return all there is to read; the e-mail address only for those who may see it."""
        personal = ("email_shown",) if request.user.has_perm(SEE_PERSONAL) else ()
        return (
            (None, {"fields": ("status", "rendered", "source", "found")}),
            ("Commenter", {"fields": ("name", "website", *personal, "address_shown")}),
            ("Place", {"fields": ("story_link", "parent_link", "campaign_link", "submitted_at", "due_at")}),
        )

    @admin.display(description="as readers see it")
    def rendered(self, comment: Comment) -> SafeString:
        """The text as it is or would be published."""
        return format_html('<div class="reader-text" dir="auto">{}</div>', comment.html or DELETED)

    @admin.display(description="as typed")
    def source(self, comment: Comment) -> SafeString:
        """The text as it was typed."""
        return format_html('<pre class="reader-source" dir="auto">{}</pre>', comment.text or DELETED)

    @admin.display(description="findings")
    def found(self, comment: Comment) -> SafeString | None:
        """What the rules found, in sentences; one that found several places says so once."""
        sentences = dict.fromkeys(finding["message"] for finding in comment.findings)
        items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
        return format_html('<ul class="reader-findings">{}</ul>', items) if sentences else None

    @admin.display(description="e-mail address")
    def email_shown(self, comment: Comment) -> SafeString | str:
        """A button that shows the e-mail address: the log says who pressed it."""
        if not comment.email_sealed:
            return DELETED
        there = reverse("admin:comments_comment_email", args=[comment.pk])
        button = '<button type="submit" class="button" formaction="{}" formnovalidate>{}</button>'
        return format_html(button, there, "Show the e-mail address")

    @admin.display(description="network address")
    def address_shown(self, comment: Comment) -> str:
        """Whether a fingerprint is kept; the address itself never is."""
        return "Only a fingerprint is kept of it." if comment.address_print else "Nothing is kept of it."

    @admin.display(description="story")
    def story_link(self, comment: Comment) -> SafeString | str:
        """The story, with a link where it has a page."""
        story = comment.article
        if not story.is_published:
            return story.headline
        return format_html('<a href="{}">{}</a>', story.get_absolute_url(), story.headline)

    @admin.display(description="in answer to")
    def parent_link(self, comment: Comment) -> SafeString | None:
        """What it answers."""
        parent = comment.parent
        if parent is None:
            return None
        return reading.comment_link(parent.pk, f"{parent.name or DELETED}: {reading.excerpt(parent.text)}")

    @admin.display(description="campaign")
    def campaign_link(self, comment: Comment) -> SafeString | str:
        """The campaign that it belongs to."""
        campaign = comment.campaign
        if campaign is None:
            return "None"
        page = reverse("admin:comments_campaign_change", args=[campaign.pk])
        return format_html('<a href="{}">{}</a>', page, campaign)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Put the log beside the comment, for those who may read it, and carry along what the page shows."""
        entries = _entries(obj) if request.user.has_perm("comments.view_logentry") else ()
        context |= {"seen_name": deciding.SEEN, "seen": deciding.seen_of(obj), "entries": entries}
        return super().render_change_form(request, context, add, change, form_url, obj)


def _entries(comment: Comment) -> Iterator[dict[str, Any]]:
    for entry in LogEntry.objects.of_comment(comment.pk).select_related("detail"):
        told = {"reason": reading.reason(entry.reason), "note": reading.note(entry), "nobody": reading.NOBODY}
        yield {"entry": entry, **told}
