"""Editing: the forms of the admin, filled in and sent as a browser would."""

from typing import Any

from django.test import Client

from articles.models import Article
from tests.page import Page

LIST = "/admin/articles/article/"
ADD = f"{LIST}add/"


def form_of(article: Article) -> str:
    """Return the address of a story's form."""
    return f"{LIST}{article.pk}/change/"


def filled(page: Page) -> dict[str, Any]:
    """Return what a form would send as it was drawn; a browser ends lines with CRLF."""
    sent: dict[str, Any] = {}
    for field in page.all("input"):
        if field.attributes.get("type") in ("text", "number", "hidden", "url"):
            sent[field["name"]] = field.attributes.get("value", "")
    for box in page.all("textarea"):
        sent[box["name"]] = "".join(box.pieces).removeprefix("\n").replace("\n", "\r\n")
    for choice in page.all("option", selected=""):
        sent[next(element for element in choice.inside if element.tag == "select")["name"]] = choice["value"]
    return {name: value for name, value in sent.items() if "__prefix__" not in name}


def save(client: Client, address: str, *, button: str = "_save", value: str = "Save", **changes: Any) -> Any:
    """Open a story's form, change fields as an editor does, and press a button."""
    sent = filled(Page.of(client.get(address))) | changes
    return client.post(address, sent | {button: value}, follow=True)


def told(response: Any) -> list[str]:
    """Return the messages on a page."""
    page = Page.of(response)
    lists = page.all("ul", has_class="messagelist")
    return [item.text for item in page.all("li") if lists and lists[0] in item.inside]


def fresh(article: Article) -> Article:
    """Return a story as it is stored now."""
    return Article.objects.get(pk=article.pk)
