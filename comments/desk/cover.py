"""Cover: whether abuse is covered until it is asked for, as each moderator has chosen since they signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from comments.desk import back
from comments.desk.access import moderator_required

LIFTED = "desk_cover_lifted"
LIFT = "lift"


def is_on(request: HttpRequest) -> bool:
    """Tell whether this moderator wants abuse covered, as everybody does who has not said otherwise."""
    return not request.session.get(LIFTED, False)


@moderator_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Cover abuse from now on, or show everything; 303 back to the card that was open."""
    request.session[LIFTED] = request.POST.get("cover") == LIFT
    return back.to_card(request, back.number(request, "card"))
