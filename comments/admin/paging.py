"""Paging: a search of the admin's comments costs the same however many there are: it looks at the newest."""

from django.http import HttpRequest

from comments.keyset import KeySet
from comments.models import Comment
from comments.querysets import CommentQuerySet

# Of all comments so many, the newest, are looked at where no index has what is asked for.
MOST_LOOKED_AT = 10_000
LOOKED_AT = f"Only the newest {MOST_LOOKED_AT:,} comments were looked at. The desk’s search goes on further."
# What an address can ask for that an index has: a status, a page, an order, and no more.
FROM_AN_INDEX = frozenset({"status", "status__exact", "p", "o", "e", "all"})
NEWEST = KeySet("submitted_at", descending=True)


def is_looked_into(request: HttpRequest) -> bool:
    """Whether a list is asked for whose comments have to be looked at one by one."""
    match = request.resolver_match
    is_list = match is not None and str(match.url_name).endswith("_changelist")
    return is_list and any(value for key, value in request.GET.items() if key not in FROM_AN_INDEX)


def bounded(comments: CommentQuerySet) -> tuple[CommentQuerySet, bool]:
    """Keep the newest of some comments, ``MOST_LOOKED_AT`` of all there are; and tell whether that leaves any out."""
    newest = NEWEST.page(Comment.objects.all()).values_list("submitted_at", "id")
    last = next(iter(newest[MOST_LOOKED_AT - 1 : MOST_LOOKED_AT]), None)
    return (NEWEST.page(comments, until=last), True) if last else (comments, False)
