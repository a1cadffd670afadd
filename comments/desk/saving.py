"""Saving: the views of the filter bar: filters are asked for, saved under a name and deleted."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comments.desk import filter_bar, frame
from comments.desk.access import moderator, moderator_required
from comments.desk.filters import TAKEN, Filters, NoSuchPlace
from comments.desk.place import Order, Place, View
from comments.models import SavedFilter
from comments.models.saved_filter import MOST_OF_ONE, QUERY_LENGTH

if TYPE_CHECKING:
    SavedFilterForm = forms.ModelForm[SavedFilter]
else:
    SavedFilterForm = forms.ModelForm

NOT_SHOWN, NOT_SAVED = "There is no such list.", "The filter was not saved."
NO_FILTER = "There is no such filter of yours any more."
TAKEN_NAME = "You have a filter of that name already."
UNNAMED = "Give the filter a name."
TOO_MANY = f"You have {MOST_OF_ONE} saved filters. Delete one that you do not need any more."
TOO_LONG = "These filters are too long to be saved."


class SavingForm(SavedFilterForm):
    """The name of a filter, and who sees it; its instance has an owner and a query."""

    class Meta:
        model = SavedFilter
        fields = ("name", "is_shared")
        error_messages = {"name": {"required": UNNAMED}}

    def clean(self) -> dict[str, Any]:
        """Refuse one more than a menu has room for, a name that is taken, and what is too long to be kept."""
        given = super().clean() or self.cleaned_data
        own = SavedFilter.objects.of(self.instance.owner_id)
        if own.filter(name=given.get("name", "")).exists():
            raise ValidationError({"name": TAKEN_NAME})
        if own.count() >= MOST_OF_ONE:
            raise ValidationError(TOO_MANY)
        if len(self.instance.query) > QUERY_LENGTH:
            raise ValidationError(TOO_LONG)
        return given

    @property
    def complaint(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


@moderator_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead from the filter form to the list that it asks for, by an address that says no more than it must."""
    given = {name: request.GET.get(name, "") for name in (*TAKEN, "view", "order")}
    try:
        place = Place.read(given)
        place.names(moderator(request))
    except NoSuchPlace as error:
        return _again(request, _typed(given), NOT_SHOWN, str(error))
    return _see_other(place)


@moderator_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that the form came from under a name: 303 back to it."""
    try:
        place = Place.read(request.POST).first
    except NoSuchPlace as error:
        return _again(request, Place(), NOT_SAVED, str(error))
    query = place.query().removeprefix("?")
    # "called": the list itself may be filtered by a name.
    sent = {"name": request.POST.get("called", ""), "is_shared": request.POST.get("is_shared", "")}
    form = SavingForm(sent, instance=SavedFilter(owner=moderator(request), query=query))
    if not form.is_valid():
        return _again(request, place, NOT_SAVED, form.complaint, sent=sent)
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:  # the same form was sent twice at one moment
        return _again(request, place, NOT_SAVED, TAKEN_NAME, sent=sent)
    return _see_other(place)


@moderator_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own filter: 303 back to the list that was shown."""
    deleted, _ = SavedFilter.objects.of(moderator(request).pk).filter(pk=pk).delete()
    try:
        place = Place.read(request.POST).first
    except NoSuchPlace:
        place = Place()
    if not deleted:
        return _again(
            request, place, NO_FILTER, "It may have been deleted in another window.", HTTPStatus.NOT_FOUND
        )
    return _see_other(place)


def _typed(given: dict[str, str]) -> Place:
    """Return what was typed as a place, whether or not it can be one, to be shown again."""
    view, order = given["view"], given["order"]
    return Place(
        View(view) if view in View.values else View.HELD,
        Filters(**{name: given[name] for name in TAKEN}),
        Order(order) if order in Order.values else Order.DUE,
    )


def _again(
    request: HttpRequest,
    place: Place,
    title: str,
    message: str,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    sent: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Say what is wrong, with the bar as it was filled in."""
    user: User = moderator(request)
    context = {
        "rooms": frame.rooms(request),
        "moderator": user,
        "views": frame.views(place, user),
        "bar": filter_bar.bar(place, user),
        "place": place,
        "title": title,
        "message": message,
        "sent": sent,
    }
    return render(request, "desk/filtering.html", context, status=status)


def _see_other(place: Place) -> HttpResponse:
    url = f"{reverse('desk:queue')}{place.query()}"
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": url})
