"""The cover: abuse is not shown before it is asked for, anywhere on the desk; each moderator may lift it for good."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.comments.desk.hands import DESK, press, read
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

COVER = f"{DESK}cover/"
FOUND = {
    "rule": "held-word",
    "version": 1,
    "severity": "hold",
    "message": "Has “drunk” of the list to hold.",
    "told": "It has words that are looked at first.",
    "field": "text",
    "start": 9,
    "end": 14,
    "reason": "",
}


@pytest.fixture
def abusive(article: Article) -> Comment:
    """Return a held comment with a listed word in it."""
    comment = make_comment(article, text="He is a drunk and a liar.", name="Cabin boy")
    Comment.objects.filter(pk=comment.pk).update(findings=[FOUND, *comment.findings])
    return comment


def test_the_text_is_covered_and_the_word_said_nowhere_outside(desk: Client, abusive: Comment) -> None:
    body = desk.get(DESK).content.decode()
    start, end = body.index('<details class="veil">'), body.index("</details>", body.index('"veil"'))
    assert "He is a <mark" not in body[:start] + body[end:]
    outside = body[:start] + body[end : body.index("As readers see it")]
    assert "drunk" not in outside
    page = read(desk)
    assert page.says("veil").startswith("Covered: a word to hold. Show the text")
    assert page.all("finding")[0] == "Has an entry of the list to hold."
    assert page.says("queue__text") == "Covered: a word to hold"


def test_under_the_cover_the_text_stands_marked_as_on_any_card(desk: Client, abusive: Comment) -> None:
    body = desk.get(DESK).content.decode()
    veil = body[body.index('<details class="veil">') : body.index("</details>", body.index('"veil"'))]
    assert '<p class="card__text" dir="auto">' in veil
    assert '<mark class="match">' in veil


def test_what_is_not_severe_has_no_cover(desk: Client, article: Article) -> None:
    make_comment(article, text="See https://one.example/ and https://two.example/.")
    assert read(desk).says("veil") == ""


def test_the_cover_is_lifted_and_laid_again_and_leads_back_to_the_card(
    desk: Client, abusive: Comment, article: Article
) -> None:
    response = desk.post(COVER, {"cover": "lift", "card": abusive.pk, "order": "newest"})
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}{abusive.pk}/?order=newest#card"
    page = read(desk, response["Location"])
    assert page.says("veil") == ""
    assert page.says("card__text").startswith("He is a")
    assert page.all("finding")[0] == "Has “drunk” of the list to hold."
    assert page.says("queue__text").startswith("He is a")
    desk.post(COVER, {"cover": "cover", "card": abusive.pk})
    assert read(desk).says("veil").startswith("Covered")


@pytest.mark.parametrize("card", ["", "x", "9" * 30])
def test_without_a_card_the_choice_leads_to_the_first(desk: Client, abusive: Comment, card: str) -> None:
    response = desk.post(COVER, {"cover": "lift", "card": card})
    assert (response.status_code, response["Location"]) == (303, f"{DESK}#card")


def test_each_moderator_chooses_alone(desk: Client, colleague: User, abusive: Comment) -> None:
    desk.post(COVER, {"cover": "lift"})
    other = Client()
    other.force_login(colleague)
    assert read(other).says("veil").startswith("Covered")


def test_the_last_decision_is_told_without_the_covered_text(desk: Client, abusive: Comment) -> None:
    assert (
        read(desk, press(desk, action="spam")["Location"])
        .says("toast")
        .startswith("Marked as spam: Cabin boy, a covered text")
    )


def test_the_sheets_cover_too(desk: Client, abusive: Comment) -> None:
    for sheet in ["note", "ban"]:
        page = read(desk, f"{DESK}{abusive.pk}/{sheet}/")
        assert page.says("veil").startswith("Covered: a word to hold.")
