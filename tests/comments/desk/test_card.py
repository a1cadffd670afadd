"""The card: all that one needs to decide on a comment, as it was typed and as the rules found it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article
from comments import retention
from comments.desk import card
from comments.models import Comment
from tests.comments.desk.hands import DESK, MINUTE, decided_by, read
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

TWO_LINKS = "See https://one.example/a\nand <b>www.two.example/b</b>."


def finding(
    message: str, *, field: str = "text", start: int = 0, end: int = 0, **more: object
) -> dict[str, object]:
    """Return a finding as it is stored."""
    given = {"rule": message.lower(), "severity": "hold", "message": message, "told": "Told."}
    return {**given, "field": field, "start": start, "end": end, **more}


def test_the_whole_text_stands_there_as_typed_with_what_was_found_marked(
    desk: Client, article: Article
) -> None:
    make_comment(article, name="Bridge <Facts>", text=TWO_LINKS, website="https://facts.example/")
    body = desk.get(DESK).content.decode()
    assert (
        '<p class="card__text" dir="auto">See <mark class="match">https://one.example/a<sup>1</sup></mark>\n'
        'and &lt;b&gt;<mark class="match">www.two.example/b<sup>1</sup></mark>&lt;/b&gt;.</p>'
    ) in body
    assert "<bdi>Bridge &lt;Facts&gt;</bdi>" in body
    assert "website <bdi>https://facts.example/</bdi>" in body


def test_nothing_that_a_commenter_wrote_is_a_link(desk: Client, article: Article) -> None:
    parent = make_comment(article, status="approved", text="At https://parent.example/ it says so.")
    make_comment(article, parent=parent, text=TWO_LINKS, website="https://facts.example/")
    page = read(desk)
    assert "https://parent.example/" in page.says("context__quote")
    assert "https://one.example/a" in page.says("preview__text")
    assert not [link for link in page.links if "example" in link]


def test_each_finding_is_a_sentence_with_the_rest_behind_it(desk: Client, article: Article) -> None:
    make_comment(article, text=TWO_LINKS)
    assert read(desk).all("finding") == [
        "Has 2 links; 2 or more are held.",
        "The story is premoderated.",
        "Unproved: nothing shows that this person has commented here before.",
    ]


@pytest.mark.parametrize(
    ("given", "said", "rest", "spans"),
    [
        (finding("A. B c.", start=1, end=3), "A.", "B c.", ((1, 3),)),
        (finding("Sent twice.", end=10), "Sent twice.", "It is about the whole text.", ()),
        (
            finding("Came fast.", field="email"),
            "Came fast.",
            "It is about the e-mail address that was given.",
            (),
        ),
        (finding("Held here.", field=""), "Held here.", "", ()),
        (finding("New.", field="", severity="note"), "New.", "Noted only: it holds nothing back.", ()),
        (finding("Odd.", start=4, end=4), "Odd.", "", ()),
    ],
    ids=["in the text", "the whole text", "another field", "the story", "a note", "nowhere"],
)
def test_a_finding_in_words(
    given: dict[str, object], said: str, rest: str, spans: tuple[tuple[int, int], ...]
) -> None:
    (line,) = card.lines([given], "0123456789")
    assert (line.said, line.rest, line.spans) == (said, rest, spans)


def test_findings_are_numbered_as_they_stand_in_the_text_the_others_after_them() -> None:
    given = [
        finding("Held.", field=""),
        finding("Late.", start=7, end=9),
        finding("Early.", start=2, end=3),
        finding("Late.", start=5, end=6),
    ]
    assert [(line.said, line.spans) for line in card.lines(given, "0123456789")] == [
        ("Early.", ((2, 3),)),
        ("Late.", ((5, 6), (7, 9))),
        ("Held.", ()),
    ]


def test_a_text_from_right_to_left_has_its_own_direction(desk: Client, article: Article) -> None:
    make_comment(article, text="הגשר נפתח בלילה", name="נועה")
    body = desk.get(DESK).content.decode()
    assert '<p class="card__text" dir="auto">הגשר נפתח בלילה</p>' in body
    assert "<bdi>נועה</bdi>" in body


def test_the_story_is_named_with_its_section_and_its_policy(desk: Client) -> None:
    article = make_article(headline="Cars lose the bridge", comments_policy="postmoderated")
    make_comment(article, text=TWO_LINKS)
    page = read(desk)
    assert page.says("context__story") == "Cars lose the bridge"
    assert "Harbour · postmoderated" in page.text
    assert article.get_absolute_url() in page.links


def test_a_withdrawn_story_is_named_without_a_link(desk: Client, article: Article) -> None:
    make_comment(article)
    publishing.withdraw(article)
    page = read(desk)
    assert article.get_absolute_url() not in page.links
    assert "premoderated · withdrawn" in page.text


def test_what_it_answers_stands_beside_it(desk: Client, article: Article) -> None:
    parent = make_comment(article, status="approved", name="Rhona Pell", text="Four <i>times</i> a night.")
    make_comment(article, parent=parent)
    page = read(desk)
    assert page.says("context__quote") == "Four times a night."
    assert "Rhona Pell," in page.text
    assert parent.get_absolute_url() in page.links


def test_what_it_answers_is_covered_when_readers_do_not_see_it_any_more(
    desk: Client, article: Article, colleague: User
) -> None:
    parent = make_comment(article, status="approved", name="Rhona Pell", text="Four times a night.")
    make_comment(article, parent=parent)
    decided_by(colleague, parent, "trash")
    page = read(desk)
    assert "Rhona Pell" in page.says("near__head")
    assert "in the trash" in page.says("near__head")
    assert page.says("veil") == "Covered: in the trash. Show the text Cover it again Four times a night."


def test_a_held_comment_waits_and_a_decided_one_has_waited(
    desk: Client, article: Article, colleague: User
) -> None:
    now = timezone.now()
    waiting = make_comment(article, at=now - 58 * MINUTE)
    assert "waiting 58 min" in read(desk).text
    decided_by(colleague, waiting, at=now - 30 * MINUTE)
    assert "waited 28 min" in read(desk, f"{DESK}{waiting.pk}/").text


def test_a_decided_card_tells_its_standing_and_its_log_and_offers_what_would_change_it(
    desk: Client, article: Article, colleague: User
) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "reject", reason="person", note="The last line alone.")
    page = read(desk, f"{DESK}{comment.pk}/")
    assert page.says("notice").startswith("Bashir Lindgren rejected this at ")
    assert "Reason: attacks a person. Whatever you decide now is a decision of its own." in page.says(
        "notice"
    )
    assert page.says("log").startswith("Rejected: attacks a person, Bashir Lindgren ")
    assert "The last line alone." in page.says("log")
    assert page.says("log").split()[-2] == "Submitted"
    assert page.buttons == [("action", action) for action in ("approve", "pick", "spam", "trash")]


def test_a_held_card_offers_every_decision_and_every_house_rule(desk: Client, article: Article) -> None:
    make_comment(article)
    reasons = [("reason", code) for code in ("person", "story", "private", "unlawful")]
    actions = [("action", action) for action in ("approve", "pick", "spam", "trash")]
    page = read(desk)
    assert page.buttons == [*actions, *reasons]
    assert page.says("notice") == ""
    assert page.all("act--reject")[:4] == [
        "Attacks a person",
        "Off the story",
        "Private or advert",
        "Unlawful",
    ]


def test_an_emptied_comment_has_nothing_left_to_decide(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="rejected", name="Gone Soon")
    retention.empty_refused(before=timezone.now() + MINUTE)
    page = read(desk, f"{DESK}{comment.pk}/?view=rejected")
    assert page.says("card__by") == "Name erased"
    assert "The text was erased when its time was over." in page.says("notice")
    assert page.buttons == []


def test_a_card_without_a_log_is_still_shown(desk: Client, article: Article) -> None:
    made = make_comment(article, status="approved", text="🙂")  # which nothing else in the database points to
    Comment.objects.filter(pk=made.pk).update(id=made.pk + 1000)
    page = read(desk, f"{DESK}{made.pk + 1000}/")
    assert page.says("card__by") == made.name
    assert page.says("notice") == ""
