"""Around a card: the thread with its own decisions, the story's numbers, and the passage that a comment quotes."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.desk import neighbours, passage
from comments.desk.neighbours import ABOVE, ANSWER, BEFORE, Neighbour
from comments.models import Comment
from tests.comments.desk.hands import DECIDE, DESK, MINUTE, decided_by, read
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def around(comment: Comment, *, covers: bool = True) -> list[Neighbour]:
    """Return what stands around a comment."""
    loaded = Comment.objects.for_desk().get(pk=comment.pk)
    with CaptureQueriesContext(connection) as captured:
        found = neighbours.around(loaded, covers=covers, now=timezone.now())
    assert len(captured) == 1
    return found


def places(found: list[Neighbour]) -> list[tuple[int, str]]:
    """Return who stands where."""
    return [(each.pk, each.where) for each in found]


def chain(article: Article, length: int) -> list[Comment]:
    """Return comments of which each answers the one before."""
    parent, made = None, []
    for _ in range(length):
        parent = make_comment(article, parent=parent, status="approved")
        made.append(parent)
    return made


def test_a_lone_comment_has_nothing_around_it(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    assert around(comment) == []
    assert "Around it" not in read(desk, f"{DESK}{comment.pk}/").text


def test_what_is_above_before_and_in_answer_stands_there_in_the_threads_order(article: Article) -> None:
    top, middle = chain(article, 2)
    before = make_comment(article, parent=middle, status="rejected")
    comment = make_comment(article, parent=middle, status="approved")
    make_comment(article, parent=middle)  # after it
    answer = make_comment(article, parent=comment)
    make_comment(make_article(), status="approved")
    found = around(comment)
    assert places(found) == [(top.pk, ABOVE), (before.pk, BEFORE), (answer.pk, ANSWER)]
    assert [each.state for each in found] == ["published", "rejected", "held"]


def test_of_a_long_way_up_the_two_above_what_is_answered_are_shown(article: Article) -> None:
    made = chain(article, 5)
    assert places(around(made[-1])) == [(made[1].pk, ABOVE), (made[2].pk, ABOVE)]


def test_before_a_topmost_comment_stand_the_published_topmost_ones(article: Article) -> None:
    first = make_comment(article, status="approved")
    make_comment(article, parent=first, status="approved")
    make_comment(article, status="spam")
    second = make_comment(article, status="approved")
    assert places(around(make_comment(article))) == [(first.pk, BEFORE), (second.pk, BEFORE)]


@pytest.mark.parametrize(
    ("before", "answers", "shown"),
    [(9, 0, "bbbbbb"), (0, 9, "aaaaaa"), (9, 9, "bbbaaa"), (1, 9, "baaaaa"), (9, 1, "bbbbba")],
)
def test_no_more_than_six_are_shown_the_nearest(
    article: Article, before: int, answers: int, shown: str
) -> None:
    siblings = [make_comment(article, status="approved") for _ in range(before)]
    comment = make_comment(article, status="approved")
    made = [make_comment(article, parent=comment, status="approved") for _ in range(answers)]
    nearest = siblings[len(siblings) - shown.count("b") :] + made[: shown.count("a")]
    assert [each.pk for each in around(comment)] == [each.pk for each in nearest]


def test_a_text_is_shortened_and_an_erased_one_said_to_be(desk: Client, article: Article) -> None:
    long = make_comment(article, status="approved", text="So many words. " * 60)
    comment = make_comment(article)
    (found,) = around(comment)
    assert len(found.text) == neighbours.SHOWN
    assert found.text.endswith("…")
    Comment.objects.filter(pk=long.pk).update(text="", name="", findings=[])
    (found,) = around(comment)
    assert (found.text, found.name, found.offers) == ("", "Name erased", frozenset())
    assert "The text was erased" in read(desk, f"{DESK}{comment.pk}/").says("near")


def test_refused_and_abusive_texts_are_covered_unless_everything_is_to_be_shown(article: Article) -> None:
    abusive = make_comment(article, status="approved")
    found = {"rule": "held-word", "severity": "hold", "message": "Has “x”.", "field": "text"}
    Comment.objects.filter(pk=abusive.pk).update(findings=[found])
    comment = make_comment(article, status="approved")
    make_comment(article, parent=comment, status="spam")
    assert [each.cover for each in around(comment)] == ["a word to hold", "spam"]
    assert [each.cover for each in around(comment, covers=False)] == ["", ""]


def test_a_neighbour_is_decided_on_without_leaving_the_card(desk: Client, article: Article) -> None:
    parent = make_comment(article, status="approved")
    sibling = make_comment(article, status="approved", parent=parent)
    card = make_comment(article, parent=parent)
    form = {"comment": sibling.pk, "seq": sibling.seq, "stay": card.pk, "reason": "person"}
    response = desk.post(DECIDE, form)
    assert response.status_code == 303
    page = read(desk, response["Location"])
    assert f"{DESK}{card.pk}/" in response["Location"]
    assert page.says("toast").startswith(f"Rejected: {sibling.name}")
    assert desk.post(DECIDE, form).status_code == 409


def test_every_neighbours_form_carries_its_own_state(desk: Client, article: Article) -> None:
    parent = make_comment(article, status="approved")
    card = make_comment(article, parent=parent)
    body = desk.get(f"{DESK}{card.pk}/").content.decode()
    beside = body[body.index("In answer to") :]
    assert f'name="comment" value="{parent.pk}"' in beside
    assert f'name="seq" value="{parent.seq}"' in beside
    assert f'name="stay" value="{card.pk}"' in beside
    assert 'value="approve"' not in beside[: beside.index("</form>")]


def test_the_storys_comments_are_counted(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status in ["approved", "approved", "approved", "pending", "spam"]:
        make_comment(article, status=status)
    make_comment(make_article(), status="approved")
    assert neighbours.numbers(article.pk) == neighbours.Numbers("3", "1")
    assert "3 published, 1 held" in read(desk).text
    for room in ("capped", "desk.neighbours"):
        monkeypatch.setattr(f"comments.{room}.COUNT_CAP", 2)
    assert neighbours.numbers(article.pk) == neighbours.Numbers("2+", "1")
    assert neighbours.numbers(0) == neighbours.Numbers("0", "0")


STORY = (
    "<p>The bridge was shut all night. The harbour board says that it will open <b>four times</b> a night from "
    "now on, and never after ten. Nobody asked the ferrymen about any of it, they say.</p>"
)
QUOTE = "Really? “it will open four times a night from now on” is what they told us."


def test_the_passage_that_a_comment_quotes_stands_with_the_story(desk: Client) -> None:
    make_comment(make_article(body=STORY), text=QUOTE)
    (quoted,) = read(desk).all("context__quote")
    assert "The harbour board says that it will open four times a night from now on, and never" in quoted
    assert "it will open four times a night from now on</mark>" in desk.get(DESK).content.decode()


def test_a_passage_is_cut_between_words_where_the_story_goes_on() -> None:
    words = [f"{first}{second}{first}" for first in "abcdefghij" for second in "klmnopqrst"]
    (quoted,) = passage.quoted_from(Article(body=f"<p>{' '.join(words)}</p>"), " ".join(words[50:60]))
    before, _, rest = quoted.partition('<mark class="match">')
    marked, _, after = rest.partition("</mark>")
    assert before.startswith("…")
    assert before[1:].split() == words[50 - len(before.split()) : 50]
    assert marked.split() == words[50:60]
    assert after.endswith("…")
    assert after[:-1].split() == words[60 : 60 + len(after.split())]


@pytest.mark.parametrize("text", ["Nothing of that.", "the bridge was shut", ""])
def test_what_quotes_nothing_has_no_passage(text: str) -> None:
    assert passage.quoted_from(Article(body=STORY), text) == []


def test_the_language_is_named(desk: Client, article: Article) -> None:
    make_comment(
        article, text="The ferrymen want it in writing, and so do all of us who cross at night. " * 3
    )
    assert "English" in read(desk).says("card__head")


def test_a_decision_on_a_neighbour_of_a_colleague_stays_visible(
    desk: Client, article: Article, colleague: User
) -> None:
    parent = make_comment(article, status="approved", at=timezone.now() - MINUTE)
    card = make_comment(article, parent=parent)
    decided_by(colleague, parent, "reject", reason="story")
    page = read(desk, f"{DESK}{card.pk}/")
    assert "rejected" in page.says("near__head")
