"""Bulk run: the page that shows how a decision on many comments goes, stops it, lets it go on, or takes it back."""

from http import HTTPStatus

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comments import bulk, bulk_turns
from comments.bulk import NotAllowed
from comments.bulk_turns import Busy
from comments.desk import many, page, runs, scope
from comments.desk.access import moderator, moderator_required
from comments.desk.bulk import led_on
from comments.desk.filters import NoSuchPlace
from comments.desk.place import Place
from comments.models import BulkRun
from comments.models.dry_run import State

# How often a page that shows progress is loaded anew without JavaScript, in seconds: whoever comes to its buttons by
# the keyboard has to have the time for it. With JavaScript the progress is renewed in place.
LOOK_AGAIN = 20
NOT_YOURS = "Only your own decisions are yours to undo, and to go on with."
NOT_TWICE = "What was taken back stays so. Decide anew on the comments."
NO_DEED = "The form did not say what to do. Press one of the buttons."


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a decision on many comments, or do to it what its page's button says; whoever sees it may stop it."""
    found = BulkRun.objects.select_related("reverses", "reversal").filter(pk=pk).first()
    if found is None or not _is_seen_by(moderator(request), found):
        raise Http404("There is no such decision; they are kept for a month.")
    if request.method != "POST":
        return _page(request, found)
    deed, is_own = request.POST.get("deed"), found.by_id == moderator(request).pk
    if deed not in ("stop", "go-on", "undo"):
        return many.refused(request, HTTPStatus.BAD_REQUEST, NO_DEED)
    if deed == "stop":
        bulk_turns.stop(found)
    elif not is_own:
        return many.refused(request, HTTPStatus.FORBIDDEN, NOT_YOURS)
    else:
        return _undone(request, found) if deed == "undo" else _going_on(request, found)
    return many.see_other(runs.address(found))


def _is_seen_by(user: User, found: BulkRun) -> bool:
    """Whether somebody sees a decision: one of a colleague's may be about sections that are not theirs to see."""
    return found.by_id == user.pk or not scope.of(user).is_limited


def _going_on(request: HttpRequest, found: BulkRun) -> HttpResponse:
    try:
        if bulk_turns.go_on(runs.perform, found):
            runs.watch(found)
    except Busy as error:
        return many.refused(request, HTTPStatus.CONFLICT, str(error))
    return many.see_other(runs.address(found))


def _undone(request: HttpRequest, found: BulkRun) -> HttpResponse:
    if found.reverses:
        return many.refused(request, HTTPStatus.CONFLICT, NOT_TWICE)
    try:
        reversal = bulk.reverse(runs.perform, found, moderator(request))
    except Busy as error:
        return many.refused(request, HTTPStatus.CONFLICT, str(error))
    except NotAllowed as error:
        return many.refused(request, HTTPStatus.FORBIDDEN, str(error))
    if not reversal.is_over:
        runs.watch(reversal)
    return led_on(reversal, page.address(None, _place(reversal)))


def _page(request: HttpRequest, found: BulkRun) -> HttpResponse:
    now, reader = timezone.now(), moderator(request)
    is_own, reversal = found.by_id == reader.pk, getattr(found, "reversal", None)
    context = {
        "title": runs.title(found),
        "run": found,
        "says": runs.outcome(found),
        "overtaken": list(runs.overtaken(found, reader, now)) if is_own else [],
        "more_overtaken": max(0, found.overtaken - len(found.passed)),
        "is_own": is_own,
        "look_again": None if found.is_over else LOOK_AGAIN,
        "is_waiting": found.state == State.WAITING,
        "is_lost": bulk_turns.is_lost(found, now),
        "may_go_on": is_own and not reversal and bulk_turns.is_resting(found, now),
        "may_undo": is_own and not reversal and found.is_over and found.decided and not found.reverses_id,
        "reversal": reversal,
    }
    return many.show(request, "desk/bulk_run.html", context, place=_place(found))


def _place(found: BulkRun) -> Place:
    """Return the list that a run was asked for in; one that is not there any more gives the desk's first."""
    try:
        return Place.read(QueryDict(found.place.removeprefix("?")))
    except NoSuchPlace:
        return Place()
