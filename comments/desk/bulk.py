"""Bulk: decisions on what is ticked in a list, and on all that a list holds."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comments import bulk
from comments.bounds import Bounds, within
from comments.bulk import MOST_AT_ONCE, Order
from comments.bulk_turns import Busy
from comments.capped import COUNT_CAP
from comments.desk import back, card, cover, many, page, picked, queue, runs, scope
from comments.desk.access import moderator, moderator_required
from comments.desk.card import Card
from comments.desk.decision import LARGEST, DeedForm
from comments.desk.filters import NoSuchPlace
from comments.desk.picked import BadSelection
from comments.desk.place import Place
from comments.desk.queue import Count
from comments.house_rules import REASONS
from comments.models import BulkRun, Comment
from comments.querysets import CommentQuerySet

# More than that is asked about once more before it is decided.
FEW = 10
SAMPLE = 10
TEMPLATE = "desk/bulk.html"


class BoundedForm(DeedForm):
    """A decision on all that a page was about, by the newest comment and the last log entry that it knew of."""

    until_pk = forms.IntegerField(min_value=0, max_value=LARGEST)
    until_seq = forms.IntegerField(min_value=0, max_value=LARGEST)

    @property
    def bounds(self) -> Bounds:
        """What there was when the page was made; the form must be valid."""
        given = self.cleaned_data
        return Bounds.now().and_not_later(given["until_pk"], given["until_seq"])


@moderator_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Decide on what was ticked: 303 to the list, or to the decision's own page when somebody was first."""
    form, place = DeedForm(request.POST), back.place(request)
    try:
        seen = picked.read(request.POST.getlist("id"))
    except BadSelection as error:
        return many.refused(request, error.answer, str(error))
    if not form.is_valid():
        return many.refused(request, HTTPStatus.UNPROCESSABLE_ENTITY, form.complaint)
    chosen = scope.of(moderator(request)).keep(Comment.objects.with_ids(seen))
    if len(seen) > FEW and "confirmed" not in request.POST:
        return _confirm(request, form, place, chosen, seen)
    visible = list(chosen.order_by("pk").values_list("pk", flat=True))
    run = bulk.decide(visible, order(request, form), seen=seen, place=place.query())
    return led_on(run, page.address(None, place))


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest) -> HttpResponse:
    """Ask about all that a list holds, with their number and a sample; then decide on what there was at that moment."""
    try:
        place = Place.read(request.POST if request.method == "POST" else request.GET).first
        place.names(moderator(request))
        matching = place.matching(moderator(request))
    except NoSuchPlace as error:
        raise Http404("The desk has no such list.") from error
    if request.method != "POST":
        return _ask(request, place)
    form = BoundedForm(request.POST)
    if not form.is_valid():
        return _ask(request, place, form.complaint)
    try:
        return led_on(decided(request, form, matching, place=place.query()), page.address(None, place))
    except Busy as error:
        return many.refused(request, HTTPStatus.CONFLICT, str(error))


def decided(
    request: HttpRequest,
    form: BoundedForm,
    matching: CommentQuerySet,
    *,
    moved: Iterable[int] = (),
    **meant: Any,
) -> BulkRun:
    """Decide on what matched when the form's page was made: at once where it is little, else by a run.

    ``moved`` are comments to be told of because somebody has moved them since, ``meant`` the fields by which
    ``runs.which`` finds the same again. Raises ``Busy``.
    """
    bounds, asked = form.bounds, order(request, form)
    meant_now = within(matching, bounds).order_by("pk").values_list("pk", "seq")[: MOST_AT_ONCE + 1]
    if len(meant_now) > MOST_AT_ONCE:
        started = bulk.start(runs.perform, asked, bounds, **meant)
        runs.watch(started)
        return started
    seen = dict(meant_now)
    return bulk.decide(list(seen), asked, seen=dict.fromkeys(moved, 0) | seen, **meant)


def order(request: HttpRequest, form: DeedForm) -> Order:
    """Return what a valid form says, by whoever sent it."""
    given = form.cleaned_data
    return Order(moderator(request), given["action"], given["reason"], given["note"])


def led_on(run: BulkRun, back: str) -> HttpResponse:
    """Lead back to a list, which tells what was done; to the run's own page when there is more to tell."""
    if not run.is_over or run.overtaken:
        return many.see_other(runs.address(run))
    address, anchor, target = back.partition("#")
    return many.see_other(f"{address}{'&' if '?' in address else '?'}batch={run.pk}{anchor}{target}")


def sample(request: HttpRequest, comments: Iterable[Comment]) -> list[Card]:
    """Draw a few comments as their cards show them."""
    now, reader, covers = timezone.now(), moderator(request).pk, cover.is_on(request)
    return [card.draw(comment, [], reader=reader, now=now, covers=covers) for comment in comments]


def _ask(request: HttpRequest, place: Place, complaint: str = "") -> HttpResponse:
    """Show what a list holds, as far as its pages look at a time, and the buttons that decide on all of it."""
    user, bounds = moderator(request), Bounds.now()
    found, count = queue.matching(place, user)
    context = {
        "title": f"{count.said} comment{'' if count.said == '1' else 's'}",
        "list": place.heading(place.names(user)),
        "cards": sample(request, found.for_desk()[:SAMPLE]),
        "count": count,
        "is_cut": count.is_more and count.number < COUNT_CAP,
        "looked_at": f"{queue.MOST_LOOKED_AT:,}",
        "bounds": bounds,
        "complaint": complaint,
        "reasons": REASONS.values(),
        "note": request.POST.get("note", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if complaint else HTTPStatus.OK
    return many.show(request, TEMPLATE, context, place=place, status=status)


def _confirm(
    request: HttpRequest, form: DeedForm, place: Place, chosen: CommentQuerySet, seen: dict[int, int]
) -> HttpResponse:
    """Ask once more before many are decided on; the page carries what was ticked, as it was seen."""
    shown = chosen.for_desk().order_by("pk")[:SAMPLE]
    context = {
        "title": f"{len(seen):,} comments",
        "cards": sample(request, shown),
        "count": Count(len(seen)),
        "tickets": picked.joined(seen),
        "given": form.cleaned_data,
        "deed": runs.asked(form.cleaned_data),
    }
    return many.show(request, TEMPLATE, context, place=place)
