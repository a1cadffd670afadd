"""Keys: each that the list names presses a control of the desk, and each control's key stands in the list."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments.desk.keys import KEYS
from tests.comments.desk.hands import DESK
from tests.factories import make_comment, make_staff

pytestmark = pytest.mark.django_db

# Going on is the script's, and there is something to undo only after a decision.
OF_THE_SCRIPT = {"j", "k", "?"}
AFTER_A_DECISION = {"u"}
LEAVES = {"esc"}


@pytest.fixture
def chief(client: Client) -> User:
    """Return somebody who may do everything, signed in."""
    chief = make_staff("chief", "Chief", is_superuser=True)
    client.force_login(chief)
    return chief


def test_the_list_and_the_controls_name_the_same_keys(client: Client, article: Article, chief: User) -> None:
    comment = make_comment(article, email="bridge.facts@example.org")
    page = client.get(f"{DESK}{comment.pk}/").text
    pressed = set(re.findall(r'data-key="([^"]+)"', page))
    views = {key for key in pressed if key.isdigit()}
    assert views == set("1234567890")
    rules = {key for key in pressed if re.fullmatch(r"d[1-9]", key)}
    assert rules
    named = {key.name for key in KEYS if len(key.name) == 1} - OF_THE_SCRIPT - AFTER_A_DECISION - views
    assert pressed - views - rules - LEAVES == named


def test_each_list_has_a_key_in_the_order_of_the_bar(client: Client, chief: User) -> None:
    keys = re.findall(r'data-view="(\w+)" data-key="(.+?)"', client.get(DESK).text)
    assert [key for _, key in keys] == list("1234567890")
    assert keys[-1] == ("mine", "0")
    assert {"1–9", "0"} <= {key.name for key in KEYS}


def test_no_two_controls_of_a_card_have_the_same_name(client: Client, article: Article, chief: User) -> None:
    comment = make_comment(article, email="bridge.facts@example.org")
    card = client.get(f"{DESK}{comment.pk}/?part=card").text
    controls = re.findall(r'<(button|summary|a)\b[^>]*data-key="(\w+)"[^>]*>(.*?)</\1>', card, re.DOTALL)
    names = {key: without_tags(inside) for _, key, inside in controls}
    assert {"m", "n", "a", "s", "b"} <= names.keys()
    assert len(set(names.values())) == len(names), names
    assert (names["m"], names["n"]) == ("Say why", "Note")
    listed = {key.name: key.does for key in KEYS}
    assert listed["m"].startswith("Say why")
    assert listed["n"].startswith("Note")


def without_tags(inside: str) -> str:
    """Return what a control says, without its key and what only stands beside it when it is open."""
    plain = re.sub(r"<(kbd|small)\b.*?</\1>|<[^>]+>", "", inside, flags=re.DOTALL)
    return " ".join(plain.split())


def test_no_two_keys_of_the_list_are_the_same() -> None:
    assert len({key.name for key in KEYS}) == len(KEYS)
