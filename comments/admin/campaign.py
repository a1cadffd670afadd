"""Campaign: comments with nearly the same text, read side by side and decided on at once, with exceptions."""

from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from comments import campaigns, moderation
from comments.admin import deciding, limits, reading
from comments.admin.reading import ReadOnlyAdmin
from comments.house_rules import REASONS
from comments.models import Campaign, Comment
from comments.words import DECISIONS, Action

MOST_SHOWN = 50
LEFT_OUT = "left_out"
LARGEST = 2**63 - 1
CHOICES = [
    (Action.SPAM, "Mark as spam: nobody is told"),
    (Action.REJECT, "Reject: the commenters are told the house rule"),
    (Action.APPROVE, "Approve: all of them are published"),
    (Action.TRASH, "Move to trash"),
]


class CampaignForm(forms.Form):
    """A decision on all comments of a campaign that wait. ``until`` is the last comment that the page knew of."""

    action = forms.ChoiceField(label="Decision", choices=CHOICES, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="House rule, if you reject",
        required=False,
        choices=[("", "None"), *((code, rule.label) for code, rule in REASONS.items())],
    )
    note = forms.CharField(label="Note for the log", required=False, max_length=deciding.NOTE_LIMIT)
    further = forms.BooleanField(
        label="Mark further comments of this campaign as spam, too",
        help_text="Until you take it back here, nobody is asked about comments with nearly the same text.",
        required=False,
    )
    until = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a rejection without its house rule, and spam to come where these are none."""
        given = super().clean() or self.cleaned_data
        action = given.get("action")
        if action == Action.REJECT and not given.get("reason"):
            self.add_error(
                "reason", "A rejection names the house rule that was broken: its commenter is told."
            )
        if action and action != Action.SPAM and given.get("further"):
            raise ValidationError("Further comments become spam only when these do.")
        return given


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    """Campaigns: none is added, edited or deleted, the comments of each are decided on."""

    actions = None
    list_display = ("excerpt", "size", "waiting", "stories", "begun", "last", "later")
    list_per_page = 25
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may read comments."""
        return request.user.has_perm("comments.view_comment")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether campaigns stand in somebody's index."""
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        """Bring along what a row shows."""
        return Campaign.objects.with_first_words().with_numbers()

    @admin.display(description="text")
    def excerpt(self, campaign: Any) -> str:
        """The first words of the newest."""
        return reading.excerpt(campaign.first_words or "") or "(deleted)"

    @admin.display(description="waiting")
    def waiting(self, campaign: Any) -> int:
        """How many wait for a decision."""
        return int(campaign.waiting or 0)

    @admin.display(description="stories")
    def stories(self, campaign: Any) -> int:
        """Under how many stories it came."""
        return int(campaign.stories or 0)

    @admin.display(description="began", ordering="pk")
    def begun(self, campaign: Campaign) -> SafeString:
        """How long ago it began."""
        return reading.age(campaign.begun_at)

    @admin.display(description="last came")
    def last(self, campaign: Campaign) -> SafeString:
        """How long ago the last one came."""
        return reading.age(campaign.last_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a campaign, or decide on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(object_id) if deciding.NUMBER.fullmatch(object_id) else 0
        campaign = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            return self._page(request, campaign, CampaignForm(initial={"until": _newest(campaign)}))
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        return self._post(request, campaign)

    def _post(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        if "ask-again" in request.POST:
            campaigns.answer_later(campaign, later="", by=_name(request), at=timezone.now())
            self.message_user(request, "Further comments of this campaign are held, and you are asked again.")
            return HttpResponseRedirect(request.path)
        form = CampaignForm(request.POST)
        if not form.is_valid():
            return self._page(request, campaign, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        for done, sentence in _decide(request, campaign, form.cleaned_data):
            self.message_user(request, sentence, messages.SUCCESS if done else messages.WARNING)
        return HttpResponseRedirect(request.path)

    def _page(
        self, request: HttpRequest, campaign: Campaign, form: CampaignForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        members = limits.within(request, Comment.objects.in_campaign(campaign.pk)).for_desk()
        waiting = members.pending().order_by("pk")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Campaign {campaign.pk}",
            "opts": self.opts,
            "campaign": campaign,
            "form": form,
            "waiting": [(comment, deciding.seen_of(comment)) for comment in waiting[:MOST_SHOWN]],
            "decided": members.decided().last_moved_first()[:MOST_SHOWN],
            "left_out": set(request.POST.getlist(LEFT_OUT)),
            "may_decide": request.user.has_perm("comments.moderate_comment"),
        }
        return TemplateResponse(request, "admin/comments/campaign/page.html", context, status=status)


def _newest(campaign: Campaign) -> int:
    return Comment.objects.in_campaign(campaign.pk).newest_id()


def _name(request: HttpRequest) -> str:
    user = cast(User, request.user)
    return user.get_full_name() or user.get_username()


def _decide(request: HttpRequest, campaign: Campaign, given: dict[str, Any]) -> list[tuple[bool, str]]:
    """Decide as the page says; return what came of it: (whether it was done, the sentence)."""
    left_out = {int(pk) for pk in request.POST.getlist(LEFT_OUT) if deciding.NUMBER.fullmatch(pk)}
    seen = deciding.seen_in(request)
    members = limits.within(request, Comment.objects.in_campaign(campaign.pk))
    waiting = members.pending().filter(pk__lte=given["until"])
    meant = waiting.exclude(pk__in=left_out).order_by("pk")
    entries = moderation.decide(
        meant[: deciding.MOST_AT_ONCE],
        action=given["action"],
        by=cast(User, request.user),
        reason=given["reason"] if given["action"] == Action.REJECT else None,
        note=given["note"],
        seen=seen,
    )
    told = [(True, f"{deciding.counted(len(entries))} {deciding.BECAME[DECISIONS[given['action']]]}.")]
    gone = seen.keys() - left_out - {entry.comment_id for entry in entries}
    told += [(False, sentence) for sentence in deciding.not_decided(sorted(gone))]
    if more := meant.capped_count():
        told.append((False, f"{more:,} more are waiting: decide again for the next {deciding.MOST_AT_ONCE}."))
    if given["further"]:
        campaigns.answer_later(campaign, later="spam", by=_name(request), at=timezone.now())
        told.append((True, "Further comments of this campaign will be marked as spam."))
    return told
