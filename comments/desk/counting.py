"""Counting: the numbers in the desk's bar as they are by now, for the script that keeps them so."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from comments.desk import queue
from comments.desk.access import moderator, moderator_required


@moderator_required
@require_safe
def counts(request: HttpRequest) -> JsonResponse:
    """Answer ``GET /moderation/counts/``: {"held": {"count": 1000, "said": "1,000+"}, ...}, a list's code each.

    In the page each list's link has that code as ``data-view``. One query, whatever there is to count; no cache keeps
    the answer, and whoever is limited to sections is told of nothing else.
    """
    found = queue.counts(moderator(request))
    return JsonResponse({view: {"count": each.number, "said": each.said} for view, each in found.items()})
