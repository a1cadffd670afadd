"""Banning: bans and watches of whoever sent a comment, from its card: made with options, and ended with a reason."""

import datetime as dt
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comments import bans
from comments.desk import back, record, sheet
from comments.desk.access import moderator, moderator_required
from comments.house_rules import REASONS
from comments.models import Comment, Restriction

ADD, CHANGE = "comments.add_restriction", "comments.change_restriction"
NOTE_LIMIT = 500
LAST_YEAR = 9000  # well before the end of all dates
FOR_EVER, UNTIL_A_DAY = "ever", "day"
LASTS = (
    ("1", "1 day"),
    ("7", "7 days"),
    ("30", "30 days"),
    (FOR_EVER, "for ever"),
    (UNTIL_A_DAY, "until the end of a day"),
)


class BanForm(forms.Form):
    """Who is meant, what happens to their comments, how long, and why."""

    effect = forms.ChoiceField(
        choices=Restriction.Effect.choices, initial=Restriction.Effect.BAN, widget=forms.RadioSelect
    )
    target = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose by what this commenter is known again."}
    )
    lasts = forms.ChoiceField(choices=LASTS, initial="7", widget=forms.RadioSelect)
    day = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "This is no date. It should look like 2026-12-24."},
    )
    reason = forms.ChoiceField(
        choices=[(code, rule.label) for code, rule in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the house rule that was broken: who is banned is told it."},
    )
    note = forms.CharField(
        required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )

    def __init__(self, comment: Comment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [target for target, field in bans.KEPT_IN.items() if getattr(comment, field)]
        self.fields["target"].choices = [(target.value, target.label) for target in kept]  # type: ignore[attr-defined]
        if bans.Target.DEVICE in kept:
            self.initial.setdefault("target", bans.Target.DEVICE.value)

    def clean(self) -> dict[str, Any]:
        """Take an end that is still to come, where a day is asked for."""
        given = super().clean() or self.cleaned_data
        if given.get("lasts") != UNTIL_A_DAY or "day" in self.errors:
            return given
        if not given.get("day"):
            self.add_error("day", "Give the last day of it.")
        elif given["day"] < timezone.localdate():
            self.add_error("day", "This day has passed already.")
        elif given["day"].year > LAST_YEAR:
            self.add_error("day", "This day is too far away. Choose “for ever”.")
        return given

    def until(self, now: dt.datetime) -> dt.datetime | None:
        """Return when it ends, None for never; the form must be valid. A day ends in the newsroom's zone."""
        lasts = self.cleaned_data["lasts"]
        if lasts == FOR_EVER:
            return None
        if lasts == UNTIL_A_DAY:
            day_after = self.cleaned_data["day"] + dt.timedelta(days=1)
            return timezone.make_aware(dt.datetime.combine(day_after, dt.time()))
        return now + dt.timedelta(days=int(lasts))


class EndingForm(forms.Form):
    """Why a ban or a watch ends."""

    why = forms.CharField(max_length=NOTE_LIMIT, error_messages={"required": "Say why it ends."})


@moderator_required
@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: HttpRequest, pk: int) -> HttpResponse:
    """Ban whoever sent a comment, or always hold what they send: 303 to its card, 422 where something is missing.

    409 when a colleague has the card: what is done from it is theirs to do.
    """
    comment = _comment(request, pk, ADD)
    form = BanForm(comment, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _asked(request, comment, form=form, status=status)
    if theirs := sheet.claimed(request, pk):
        return _asked(request, comment, form=form, refusal=theirs, status=HTTPStatus.CONFLICT)
    given, now = form.cleaned_data, timezone.now()
    bans.restrict(
        bans.print_kept_in(comment, given["target"]),
        effect=given["effect"],
        target=given["target"],
        reason=given["reason"],
        note=given["note"],
        until=form.until(now),
        by=moderator(request),
        at=now,
    )
    return back.to_card(request, pk)


@moderator_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a ban or a watch of whoever sent a comment: 303 to its card, 422 without a reason.

    409 when it is over, or a colleague has the card.
    """
    comment = _comment(request, pk, CHANGE)
    found = _restriction(request, comment)
    form = EndingForm(request.POST)
    ending = {"pk": found.pk, "form": form}
    if not form.is_valid():
        return _asked(request, comment, ending=ending, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if theirs := sheet.claimed(request, pk):
        return _asked(request, comment, ending=ending, refusal=theirs, status=HTTPStatus.CONFLICT)
    if not bans.end(found, by=moderator(request), note=form.cleaned_data["why"]):
        return _asked(request, comment, refusal="It was over already.", status=HTTPStatus.CONFLICT)
    return back.to_card(request, pk)


def _comment(request: HttpRequest, pk: int, permission: str) -> Comment:
    if not moderator(request).has_perm(permission):
        raise PermissionDenied("You may not ban anybody, nor end a ban.")
    return sheet.comment_of(request, pk)


def _restriction(request: HttpRequest, comment: Comment) -> Restriction:
    """Return the restriction that a form names, if it is about whoever sent the comment; 404 otherwise."""
    number = back.number(request, "restriction")
    prints = record.restricted_by(comment, timezone.now())
    found = Restriction.objects.about(prints).filter(pk=number).first() if number else None
    if found is None:
        raise Http404("There is no such ban of whoever sent this comment.")
    return found


def _asked(
    request: HttpRequest,
    comment: Comment,
    *,
    status: HTTPStatus,
    form: BanForm | None = None,
    **told: Any,
) -> HttpResponse:
    context = {
        "form": form or BanForm(comment),
        "restrictions": record.restrictions(comment, timezone.now()),
        "may_end": moderator(request).has_perm(CHANGE),
        "may_ban": moderator(request).has_perm(ADD),
        **told,
    }
    return sheet.draw(request, "desk/ban.html", comment, context, status=status)
