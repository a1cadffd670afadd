"""Claiming: takes the card that is displayed, renews it while it is in sight, and lets go of the one that was left."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from comments import claims
from comments.desk import answers, many, page, queue, scope
from comments.desk.access import moderator, moderator_required
from comments.desk.filters import NoSuchPlace
from comments.desk.holders import Holders
from comments.desk.place import Place
from comments.desk.telling import Notice
from comments.models import Comment
from comments.row_ids import row_id

# A page of the queue and the cards beside it.
MOST_BESIDE = 60
GONE = Notice("The comment is not there any more.")


@moderator_required
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Claim ``comment`` and let go of ``left``; either may be missing. ``beside`` are ids whose holders are asked for.

    A script is told in JSON, a browser is led to the card.
    """
    user, session = moderator(request), str(request.session.session_key)
    claims.release(_numbers(request, "left"), by=user, session=session)
    wanted = _numbers(request, "comment")[:1]
    if not wanted:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    comment = queue.card(wanted[0], user)
    if comment is None:
        return _gone(request)
    claims.claim([comment.pk], by=user, session=session)
    if answers.is_script(request):
        return JsonResponse(_told(request, comment))
    return HttpResponse(
        status=HTTPStatus.SEE_OTHER, headers={"Location": page.address(comment.pk, _place(request))}
    )


def let_go_at_logout(sender: object, request: HttpRequest | None, **_more: Any) -> None:
    """Let go of every card of the session that ends; connected to Django's signal in ``apps``."""
    if request is not None and (session := request.session.session_key):
        claims.release_all(session=session)


def _gone(request: HttpRequest) -> HttpResponse:
    if answers.is_script(request):
        return answers.refusal(HTTPStatus.NOT_FOUND, GONE)
    return many.refused(request, HTTPStatus.NOT_FOUND, GONE.news)


def _told(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """Say who has the card, where it stands by now, and who has which of the cards beside it."""
    within, beside = scope.of(moderator(request)), _numbers(request, "beside")
    if within.is_limited:
        seen = within.keep(Comment.objects.filter(pk__in=beside)).order_by("pk")
        beside = list(seen.values_list("pk", flat=True))
    holders = Holders.of([comment.pk, *beside], reader=moderator(request).pk, now=timezone.now())
    notice, yours = holders.notice(comment.pk), holders.card(comment.pk)["yours"]
    return {
        "seq": comment.seq,
        "status": comment.status,
        "yours": f"yours until {yours}" if yours else "",
        "claimed": f"{notice.news} {notice.rest}" if notice else "",
        "beside": {pk: holders.row(pk) for pk in holders.others},
    }


def _numbers(request: HttpRequest, key: str) -> list[int]:
    """Return the first ids in a field, separated by commas; what is no id is left out."""
    given = request.POST.get(key, "").split(",", MOST_BESIDE)[:MOST_BESIDE]
    return [pk for text in given if (pk := row_id(text)) is not None]


def _place(request: HttpRequest) -> Place:
    try:
        return Place.read(request.POST)
    except NoSuchPlace:
        return Place()
