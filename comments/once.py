"""Once: what somebody of the staff sends twice, by a double click or since the answer was lost, counts once.

It is known by what it says, and by no mark in its form: a page that is loaded anew, or a browser that keeps what was
typed, would bring another mark. So that two at once do not miss each other, each moderator is waited for.
"""

import datetime as dt

from django.contrib.auth.models import User

# The same words again are taken for the same deed for so long. Who lost the network tries again within it.
AGAIN = dt.timedelta(hours=1)


def in_turn(by: User) -> None:
    """Wait until nothing else of this kind that ``by`` sent is under way; for the rest of the transaction.

    PostgreSQL locks the row of their account, and lets through what only refers to it. SQLite has one writer anyway.
    """
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).order_by("pk").first()
