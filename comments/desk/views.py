"""Views: the desk's one page, and its two deeds; each leads back to the page, so that a reload repeats nothing."""

from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comments import claims, moderation, redaction
from comments.claims import Holder
from comments.desk import answers, cover, filter_bar, frame, last, page, queue, surroundings, telling, unsent
from comments.desk.access import moderator, moderator_required
from comments.desk.decision import NOTE_LIMIT, Decided, DecisionForm
from comments.desk.filters import NoSuchPlace
from comments.desk.keys import KEYS
from comments.desk.last import NOTHING, Last
from comments.desk.place import Place
from comments.desk.telling import Notice
from comments.models import LogEntry
from comments.models.log import UNDO_TIME
from comments.row_ids import row_id
from comments.words import Action

PARTS = {"": "desk/desk.html", "card": "desk/cards.html", "queue": "desk/queue.html"}
UNDECIDED, NOT_UNDONE = "Nothing was decided.", "Nothing was undone."
UNCHANGED = "Your decision changed nothing."
TOO_LATE = "Its minute is over."
ANEW = "Nothing was undone. Decide anew on this card: then both decisions stay in the log."
NO_PLACE = "There is nothing here."
NO_COMMENT = "The form did not say which comment it was about."
GONE = "The comment is not there any more."
ERASED = "The comment’s text was erased when its time was over."
NO_ENTRY = "The form did not say which decision to undo."
NOT_YOURS = "Only your own decisions are yours to undo. Decide anew on the comment’s card."


@moderator_required
@require_safe
def show(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show a card with the list beside it: the first of the list, or the one with the id ``pk``.

    The desk's script asks for a ``part`` of the page; nobody has a card for having been sent it. A whole page tells of
    what the moderator did last, as long as it can be undone, however they came here.
    """
    template = PARTS.get(request.GET.get("part", ""))
    if template is None:
        raise Http404("The desk's page has no such part.")
    try:
        place = Place.read(request.GET)
        told = (
            last.done(request.GET, moderator(request), timezone.now()) if template == PARTS[""] else NOTHING
        )
        return _desk(request, place, pk, told=told, template=template)
    except NoSuchPlace as error:
        return _refused(request, HTTPStatus.NOT_FOUND, str(error), title=NO_PLACE)
    except page.NoSuchComment as error:
        raise Http404("The desk has no such comment.") from error


@moderator_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Decide on a comment as its card was seen: 303 to the next, 409 when it has moved since."""
    form = DecisionForm(request.POST)
    if form.pk is None:
        return _refused(request, HTTPStatus.BAD_REQUEST, NO_COMMENT)
    text = queue.text_of(form.pk, moderator(request))
    if text is None:
        return _refused(request, HTTPStatus.NOT_FOUND, GONE, is_settled=True)
    if not text:
        return _refused(request, HTTPStatus.GONE, ERASED, is_settled=True)
    if not form.is_valid():
        return _again(request, form.pk, HTTPStatus.UNPROCESSABLE_ENTITY, Notice(UNDECIDED, form.complaint))
    return _decided(request, form.pk, form.decided)


@moderator_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take one's own decision back within its minute, whoever has the card: 303 to it.

    409 afterwards, when to decide anew is how one reverses; and when the comment has moved since.
    """
    seq = row_id(request.POST.get("entry", ""))
    if seq is None:
        return _refused(request, HTTPStatus.BAD_REQUEST, NO_ENTRY)
    entry = LogEntry.objects.filter(seq=seq).first()
    if entry is None or queue.card(entry.comment_id, moderator(request)) is None:
        return _refused(request, HTTPStatus.NOT_FOUND, GONE, is_settled=True)
    if entry.actor_id != moderator(request).pk:
        return _again(request, entry.comment_id, HTTPStatus.FORBIDDEN, Notice(NOT_UNDONE, NOT_YOURS))
    entries = [] if _is_for_good(entry) else _undone(entry, moderator(request))
    if not entries:
        return _not_undone(request, entry)
    if answers.is_script(request):
        return _done(entries[0])
    return _see_other(page.address(entry.comment_id, _place(request), decided=entries[0].seq))


def _not_undone(request: HttpRequest, entry: LogEntry) -> HttpResponse:
    if answers.is_script(request) and (again := answers.undone_before(entry, moderator(request).pk)):
        return _done(again)
    stands = moderation.standing([entry.comment_id])[entry.comment_id]
    if stands.seq == entry.seq and _is_for_good(entry):
        return _again(request, entry.comment_id, HTTPStatus.CONFLICT, Notice(TOO_LATE, ANEW))
    return _overtaken(request, entry.comment_id, NOT_UNDONE)


def _is_for_good(entry: LogEntry) -> bool:
    """Whether the time for taking an entry back is over: what it says may have been told to its commenter by now."""
    return timezone.now() - entry.at > UNDO_TIME


def _undone(entry: LogEntry, by: User) -> list[LogEntry]:
    if entry.action != Action.REDACT:
        return moderation.undo([entry], by=by)
    restored = redaction.restore(entry, by=by)
    return [restored] if restored else []


def _decided(request: HttpRequest, pk: int, given: Decided) -> HttpResponse:
    """Decide, unless a colleague has the card; what was sent again for want of an answer is answered as before."""
    by = moderator(request)
    holder = claims.holder_of(pk, besides=by)
    entries = [] if holder else _entries(pk, given, by)
    if entries:
        return _on_to_the_next(request, pk, given.next, entries[0])
    if answers.is_script(request) and (again := answers.made_before(pk, given, by.pk)):
        return _done(again)
    if holder:
        return _held(request, pk, holder, UNCHANGED)
    return _overtaken(request, pk, UNCHANGED)


@transaction.atomic
def _entries(pk: int, given: Decided, by: User) -> list[LogEntry]:
    """Decide and let go of the card, in one step for the disk."""
    entries = moderation.decide(
        [pk], action=given.action, by=by, reason=given.reason, note=given.note, seen={pk: given.seq}
    )
    if entries:
        claims.release([pk], by=by)
    return entries


def _on_to_the_next(request: HttpRequest, pk: int, following: int | None, entry: LogEntry) -> HttpResponse:
    """Lead to the next held comment; from another list back to the card, which shows how it stands now.

    What is decided beside another card leads back to that one.
    """
    if answers.is_script(request):
        return _done(entry)
    place, stay = _place(request), row_id(request.POST.get("stay", ""))
    if stay or not place.is_queue:
        return _see_other(page.address(stay or pk, place, decided=entry.seq))
    to = following if following and queue.is_held(following) else None
    return _see_other(page.address(to, place, decided=entry.seq))


def _held(request: HttpRequest, pk: int, holder: Holder, lost: str) -> HttpResponse:
    notice = telling.claimed(holder, now=timezone.now(), lost=lost)
    return _again(request, pk, HTTPStatus.CONFLICT, notice)


def _overtaken(request: HttpRequest, pk: int, lost: str) -> HttpResponse:
    stands = moderation.standing([pk]).get(pk)
    entry = LogEntry.objects.filter(seq=stands.seq).first() if stands else None
    you = entry is not None and entry.actor_id == moderator(request).pk
    notice = telling.conflict(stands, you=you, now=timezone.now(), lost=lost)
    return _again(request, pk, HTTPStatus.CONFLICT, notice)


def _again(request: HttpRequest, pk: int, status: HTTPStatus, notice: Notice) -> HttpResponse:
    """Show a card as it stands, with what went wrong and the note that was typed."""
    if answers.is_script(request):
        return answers.refusal(status, notice, is_settled=not queue.waits(pk))
    note = request.POST.get("note", "")
    try:
        return _desk(request, _place(request), pk, notice=notice, note=note, status=status)
    except NoSuchPlace:
        return _desk(request, Place(), pk, notice=notice, note=note, status=status)


def _desk(
    request: HttpRequest,
    place: Place,
    pk: int | None,
    *,
    told: Last = NOTHING,
    notice: Notice | None = None,
    note: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    template: str = PARTS[""],
) -> HttpResponse:
    user, covers = moderator(request), cover.is_on(request)
    context = page.build(place, pk=pk, decided=told.entry, user=user, covers=covers, notice=notice, note=note)
    if template == PARTS["card"] and context["card"] is None:
        raise Http404("Nothing in this list has a card.")
    context |= surroundings.beside(context["card"], user=user, covers=covers) | {"note_limit": NOTE_LIMIT}
    if template == PARTS[""]:
        bar = filter_bar.bar(place, user, context["stories"])
        views = frame.views(place, user)
        context |= {**_frame(request), "views": views, "bar": bar, "keys": KEYS, "batch": told.batch}
    return render(request, template, context, status=status)


def _refused(
    request: HttpRequest,
    status: HTTPStatus,
    message: str,
    title: str = UNDECIDED,
    *,
    is_settled: bool = False,
) -> HttpResponse:
    if answers.is_script(request):
        return answers.refusal(status, Notice(message), is_settled=is_settled)
    context = {**_frame(request), "title": title, "message": message, "typed": unsent.typed(request)}
    return render(request, "desk/refused.html", context, status=status)


def _frame(request: HttpRequest) -> dict[str, object]:
    return {"rooms": frame.rooms(request), "moderator": moderator(request)}


def _place(request: HttpRequest) -> Place:
    try:
        return Place.read(request.POST)
    except NoSuchPlace:
        return Place()


def _done(entry: LogEntry) -> HttpResponse:
    return answers.done(entry, now=timezone.now())


def _see_other(url: str) -> HttpResponse:
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
