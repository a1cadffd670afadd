"""Campaigns: comments with nearly the same text, whoever sent them, as one card and decided on at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from comments import campaigns
from comments.bounds import Bounds
from comments.bulk_turns import Busy
from comments.capped import COUNT_CAP, CappedCount, CappedStories, capped
from comments.desk import differences, last, many, queue, scope, telling
from comments.desk.access import moderator, moderator_required
from comments.desk.bulk import BoundedForm, decided, led_on, sample
from comments.desk.card import ERASED_NAME
from comments.house_rules import REASONS
from comments.models import Campaign, Comment
from comments.models.campaign import FIRST_WORDS
from comments.querysets import CommentQuerySet
from comments.row_ids import row_id
from comments.words import Action

LEFT_OUT = "left_out"
MOST_SHOWN = 50
GONE = "There is no such campaign."
NOT_YOURS = "What becomes of further ones is for whoever sees all sections: they may come under any story."


@dataclass(frozen=True)
class Member:
    """A comment of a campaign: what it says in other words than the one that is shown."""

    comment: Comment
    name: str
    waited: str
    differs: SafeString
    is_left_out: bool


class CampaignForm(BoundedForm):
    """A decision on all comments of a campaign that wait, but for those left out."""

    further = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse spam to come where these are none."""
        given = super().clean()
        if given.get("further") and given.get("action") != Action.SPAM:
            raise ValidationError("Further comments become spam only when these do.")
        return given


@moderator_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the campaigns of which something waits, the last that grew first."""
    user, now = moderator(request), timezone.now()
    sees_all = not scope.of(user).is_limited
    rows = [
        {
            "campaign": campaign,
            "came": campaign.size if sees_all else 0,
            "url": address(campaign.pk),
            "number": capped(campaign.waiting),
            "age": telling.wait(now - campaign.oldest),
        }
        for campaign in of_whom_something_waits(user)
    ]
    batch = last.done(request.GET, user, now).batch
    return many.show(request, "desk/campaigns.html", {"rows": rows, "batch": batch}, in_campaigns=True)


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a campaign as one card, or decide on what of it waits."""
    campaign = Campaign.objects.filter(pk=pk).first() if pk < 2**63 else None
    members = scope.of(moderator(request)).keep(Comment.objects.in_campaign(pk)) if campaign else None
    if campaign is None or members is None or not members.exists():
        raise Http404(GONE)
    if request.method != "POST":
        return _page(request, campaign, members)
    if {"ask-again", "further"} & request.POST.keys() and scope.of(moderator(request)).is_limited:
        raise PermissionDenied(NOT_YOURS)
    if "ask-again" in request.POST:
        return _answered(request, campaign, "")
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, members, form.complaint)
    return _decided(request, campaign, members, form)


def address(pk: int) -> str:
    """Return where a campaign is shown."""
    return reverse("desk:campaign", args=[pk])


def of_whom_something_waits(user: User) -> Iterable[Any]:
    """Annotate each campaign with what of it waits: how many, under how many stories, since when, and its words."""
    members = scope.of(user).keep(Comment.objects.pending().in_campaign(OuterRef("pk"))).order_by("pk")
    return queue.waiting_campaigns(user).annotate(
        waiting=CappedCount(members.order_by().values("pk")[: COUNT_CAP + 1]),
        stories=CappedStories(members.values("article_id")[: COUNT_CAP + 1]),
        oldest=Subquery(members.values("submitted_at")[:1]),
        first_words=Subquery(members.order_by("-pk").values(words=Left("text", FIRST_WORDS))[:1]),
    )


def _decided(
    request: HttpRequest, campaign: Campaign, members: CommentQuerySet, form: CampaignForm
) -> HttpResponse:
    left_out = sorted(_left_out(request))
    meant = members.exclude(pk__in=left_out)
    bounds = form.bounds
    moved = meant.filter(pk__lte=bounds.pk, seq__gt=bounds.seq).order_by("pk").values_list("pk", flat=True)
    try:
        run = decided(request, form, meant.pending(), moved=moved, campaign_id=campaign.pk, left_out=left_out)
    except Busy as error:
        return many.refused(request, HTTPStatus.CONFLICT, str(error))
    if form.cleaned_data["further"]:
        _answered(request, campaign, "spam")
    return led_on(run, reverse("desk:campaigns"))


def _answered(request: HttpRequest, campaign: Campaign, later: str) -> HttpResponse:
    user = moderator(request)
    name = user.get_full_name() or user.get_username()
    campaigns.answer_later(campaign, later=later, by=name, at=timezone.now())
    return many.see_other(address(campaign.pk))


def _page(
    request: HttpRequest, campaign: Campaign, members: CommentQuerySet, complaint: str = ""
) -> HttpResponse:
    bounds, waiting = Bounds.now(), members.pending()
    number = waiting.capped_count()
    shown = list(waiting.for_desk().order_by("pk")[:MOST_SHOWN])
    context = {
        "title": f"{capped(number)} nearly the same",
        "campaign": campaign,
        "sees_all": not scope.of(moderator(request)).is_limited,
        "number": number,
        "card": next(iter(sample(request, shown[:1])), None),
        "members": _members(shown, _left_out(request)),
        "decided": members.decided().last_moved_first()[:MOST_SHOWN],
        "bounds": bounds,
        "reasons": REASONS.values(),
        "complaint": complaint,
        "note": request.POST.get("note", ""),
        "further": "further" in request.POST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if complaint else HTTPStatus.OK
    return many.show(request, "desk/campaign.html", context, in_campaigns=True, status=status)


def _members(shown: Sequence[Comment], left_out: set[int]) -> list[Member]:
    now = timezone.now()
    return [
        Member(
            comment=comment,
            name=comment.name or ERASED_NAME,
            waited=telling.wait(now - comment.submitted_at),
            differs=differences.told(comment.text, shown[0].text),
            is_left_out=comment.pk in left_out,
        )
        for comment in shown
    ]


def _left_out(request: HttpRequest) -> set[int]:
    return {pk for text in request.POST.getlist(LEFT_OUT) if (pk := row_id(text)) is not None}
