"""Hands: reads a page of the desk and presses its buttons, as a moderator does."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from comments import moderation
from comments.models import Comment

DESK = "/moderation/"
DECIDE = "/moderation/decide/"
UNDO = "/moderation/undo/"
MINUTE = dt.timedelta(minutes=1)


class Reader(HTMLParser):
    """Reads a page: its text, the text inside classes, its links, the hidden fields of forms, the card's buttons,
    and the boxes to tick.

    Of several forms that lead to one address the first counts: that of the card.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.inside: dict[str, list[str]] = {}
        self.links: list[str] = []
        self.form: dict[str, str] = {}
        self.forms: dict[str, dict[str, str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.boxes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag not in ("br", "input", "link", "meta"):
            self.open.append((tag, given.get("class", "")))
        for name in given.get("class", "").split():
            self.inside.setdefault(name, []).append("")
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self.form = {}
            if given.get("method") != "dialog":  # what is sent nowhere is no form of the page
                self.forms.setdefault(given["action"], self.form)
        if tag == "input" and "name" in given:
            self.handle_field(given)
        if tag == "button" and "name" in given and self.form is self.forms.get(DECIDE):
            self.buttons.append((given["name"], given["value"]))

    def handle_field(self, given: dict[str, str]) -> None:
        """Take a field into its form; a box that nobody has ticked sends nothing."""
        if given.get("type") == "checkbox":
            self.boxes.append(given.get("value", "on"))
        else:
            self.form[given["name"]] = given.get("value", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what a drawing is made of."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for name in {name for _, classes in self.open for name in classes.split()}:
            self.inside[name][-1] += data

    @property
    def text(self) -> str:
        """The page's text on one line."""
        return " ".join("".join(self.words).split())

    def says(self, name: str) -> str:
        """Return what the first element with a class says, on one line; "" when there is none."""
        return " ".join(self.inside.get(name, [""])[0].split())

    def all(self, name: str) -> list[str]:
        """Return what each element with a class says."""
        return [" ".join(text.split()) for text in self.inside.get(name, [])]


def read(client: Client, address: str = DESK, *, status: int = 200) -> Reader:
    """Open a page of the desk and read it."""
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return Reader(response.content.decode())


def press(client: Client, address: str = DESK, **pressed: Any) -> Any:
    """Open a page and press a button of its decision: ``action="approve"`` or ``reason="person"``."""
    form = read(client, address).forms[DECIDE]
    return client.post(DECIDE, {**form, **pressed})


def form_for(comment: Comment, **more: Any) -> dict[str, Any]:
    """Return what a page that shows ``comment`` as it is loaded would send."""
    return {"comment": comment.pk, "seq": comment.seq, **more}


def decided_by(user: User, comment: Comment, action: str = "approve", **more: Any) -> None:
    """Let somebody decide on a comment, wherever they sit."""
    moderation.decide([Comment.objects.get(pk=comment.pk)], action=action, by=user, **more)
