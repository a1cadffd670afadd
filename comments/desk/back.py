"""Back: from a form on a card to the list that it was seen in, and from its deed to the card again."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from comments.desk import page
from comments.desk.filters import NoSuchPlace
from comments.desk.place import Place
from comments.row_ids import row_id


def place(request: HttpRequest) -> Place:
    """Return the list that a form or an address names; one that is not there any more is the first."""
    try:
        return Place.read(request.POST or request.GET)
    except NoSuchPlace:
        return Place()


def number(request: HttpRequest, key: str) -> int | None:
    """Return a whole number out of a form; None when it is absent, or no number that a row can have."""
    text = request.POST.get(key, "")
    return row_id(text)


def to_card(request: HttpRequest, pk: int | None, *, decided: int | None = None) -> HttpResponse:
    """Lead to a card (None: the first), so that a reload repeats nothing; ``decided`` is the entry to tell of."""
    address = page.address(pk, place(request), decided=decided)
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": address})
