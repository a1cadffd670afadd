"""Staffroom: the admin's addresses, and the browsers of those who sit in it."""

from django.contrib.auth.models import User
from django.test import Client

from comments.models import Comment
from tests.factories import make_staff
from tests.page import Page

LIST = "/admin/comments/comment/"
LOG = "/admin/comments/logentry/"


def signed_in(user: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


def make_moderator() -> User:
    """Return somebody who does nothing but moderate."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def form_of(comment: Comment) -> str:
    """Return the address of a comment's own page."""
    return f"{LIST}{comment.pk}/change/"


def rows(client: Client, query: str = "") -> list[str]:
    """Return the excerpts in the list, from top to bottom."""
    page = Page.of(client.get(f"{LIST}?{query}"))
    return [cell.text for cell in page.all("th", has_class="field-excerpt")]
