"""Campaign: the list of all campaigns; what of each waits is decided on at the desk."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString

from comments.admin import limits, reading
from comments.admin.reading import ReadOnlyAdmin
from comments.capped import capped
from comments.models import Campaign
from comments.row_ids import row_id


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    """Campaigns: none is added, edited or deleted, the comments of each are decided on."""

    actions = None
    list_display = ("excerpt", "came", "waiting", "stories", "begun", "last", "later")
    list_per_page = 25
    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may read comments."""
        return request.user.has_perm("comments.view_comment")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether campaigns stand in somebody's index."""
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        """Bring along what a row shows; leave out what came only in sections that whoever asks is not to see."""
        own = limits.sections(request)
        return Campaign.objects.within(own).with_first_words(own).with_numbers(own).with_came(own)

    @admin.display(description="text")
    def excerpt(self, campaign: Any) -> str:
        """The first words of the newest."""
        return reading.excerpt(campaign.first_words or "") or "(deleted)"

    @admin.display(description="size")
    def came(self, campaign: Any) -> int:
        """How many came."""
        return int(campaign.came)

    @admin.display(description="waiting")
    def waiting(self, campaign: Any) -> str:
        """How many wait for a decision."""
        return capped(campaign.waiting)

    @admin.display(description="stories")
    def stories(self, campaign: Any) -> str:
        """Under how many stories it came."""
        return capped(campaign.stories)

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
        """Lead to the campaign's card at the desk."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        campaign = row_id(object_id)
        if campaign is None:
            raise Http404("There is no such campaign.")
        return HttpResponseRedirect(reverse("desk:campaign", args=[campaign]))
