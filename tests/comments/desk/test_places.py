"""Places: each list, filter and order has an address, and shows what it says."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import identity, moderation
from comments.desk import queue
from comments.desk.filters import Filters, NoSuchPlace
from comments.desk.place import Order, Place, View
from comments.models import Comment
from tests.comments.desk.hands import DESK, MINUTE, Reader, decided_by, press, read
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db

LONG = "Die Brücke war in der Nacht vier Mal offen, und niemand hat das den Fährleuten vorher gesagt oder geschrieben."


def names(desk: Client, query: str) -> list[str]:
    """Return who wrote what a list shows, from top to bottom."""
    return read(desk, f"{DESK}?{query}").all("queue__name")


def everything() -> dict[str, str]:
    """Return an address with each filter that there is."""
    given = {"view": "approved", "section": "harbour", "story": "4", "rule": "links", "language": "de"}
    given |= {"older": "2h", "newer": "3d", "name": "Lindy", "like": "7", "by": "email", "q": "swing bridge"}
    return {**given, "order": "oldest", "after": "12,3"}


def test_a_place_is_read_as_it_was_written() -> None:
    place = Place.read(everything())
    assert place.view == View.APPROVED
    assert place.order == Order.OLDEST
    assert dict(place.fields()) == {key: value for key, value in everything().items() if key != "after"}
    assert place.query().startswith("?view=approved&section=harbour&story=4")
    assert "after=12%2C3" in place.query()
    assert "after" not in place.first.query()


def test_the_queue_as_it_opens_needs_no_query() -> None:
    assert Place.read({}) == Place()
    assert Place().query() == ""
    assert Place.read({"view": "", "q": " ", "order": ""}) == Place()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"view": "all"}, "no such list"),
        ({"order": "best"}, "no such order"),
        ({"after": "1"}, "no such page"),
        ({"section": "a b"}, "no such section"),
        ({"story": "0"}, "by its number"),
        ({"rule": "LINKS"}, "no such rule"),
        ({"language": "german"}, "two or three letters"),
        ({"older": "2w"}, "30m, 2h, 3d"),
        ({"newer": "99999d"}, "30m, 2h, 3d"),
        ({"like": "x"}, "by its number"),
        ({"like": "1", "by": "name"}, "device or by their e-mail"),
        ({"name": "a\0b"}, "on one line"),
        ({"q": "x" * 101}, "100 characters"),
    ],
)
def test_what_no_place_can_be_says_why(given: dict[str, str], said: str) -> None:
    with pytest.raises(NoSuchPlace, match=said):
        Place.read(given)


@pytest.mark.parametrize("query", ["view=all", "section=nowhere", "story=99", "like=99", "older=x", "q=%00"])
def test_a_place_that_is_not_there_answers_404_with_the_reason_and_a_way_back(
    desk: Client, query: str
) -> None:
    page = read(desk, f"{DESK}?{query}", status=404)
    assert "There is nothing here." in page.text
    assert DESK in page.links


def test_every_filter_keeps_what_it_says(desk: Client, article: Article) -> None:
    now = timezone.now()
    elsewhere = make_article(section=make_section(slug="council"))
    make_comment(article, name="Lindy", at=now - dt.timedelta(hours=3))
    make_comment(article, name="Linked", text="See https://a.example/x and https://b.example/y.", at=now)
    make_comment(elsewhere, name="Council", text="About the swing bridge, 100% sure.", at=now - MINUTE)
    make_comment(article, name="Deutsch", text=LONG, at=now - 2 * MINUTE)
    expected = {
        "section=council": ["Council"],
        f"story={elsewhere.pk}": ["Council"],
        "rule=links": ["Linked"],
        "language=de": ["Deutsch"],
        "older=2h": ["Lindy"],
        "newer=2h": ["Deutsch", "Linked", "Council"],
        "name=lin": ["Lindy", "Linked"],
        "q=swing+bridge": ["Council"],
        "q=100%25": ["Council"],
        "name=lin&older=2h": ["Lindy"],
        "section=council&rule=links": [],
    }
    assert {query: names(desk, query) for query in expected} == expected


def test_a_list_stands_in_the_order_that_is_asked_for(desk: Client, article: Article) -> None:
    now = timezone.now()
    for number, name in enumerate(["First", "Second", "Third"]):
        make_comment(article, name=name, at=now - (3 - number) * MINUTE)
    assert names(desk, "order=newest") == ["Third", "Second", "First"]
    assert names(desk, "order=oldest") == ["First", "Second", "Third"]


@pytest.mark.parametrize("view", View.values)
@pytest.mark.parametrize("order", Order.values)
def test_every_list_goes_on_in_every_order(
    view: str, order: str, article: Article, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "ROWS_A_PAGE", 2)
    comments = [make_comment(article, at=timezone.now() - number * MINUTE) for number in range(5)]
    stands(view, comments, moderator)
    place = Place(View(view), order=Order(order))
    shown: list[int] = []
    for _ in range(3):
        window = queue.window(place, moderator)
        shown += window.ids
        place = window.more or place
    assert sorted(shown) == sorted(comment.pk for comment in comments)
    assert [row.pk for row in Place(View(view), order=Order(order)).comments(moderator)] == shown


def stands(view: str, comments: list[Comment], by: User) -> None:
    """Bring comments to where a list shows them."""
    actions = {"approved": "approve", "rejected": "reject", "spam": "spam", "trash": "trash"}
    actions |= {"decided": "approve", "mine": "spam"}
    if view in actions:
        moderation.decide(comments, action=actions[view], by=by)
    if view in ("reported", "escalated"):
        Comment.objects.update(reported_due_at=timezone.now(), escalated_at=timezone.now())


def test_what_was_decided_lately_is_what_somebody_decided(
    desk: Client, moderator: User, colleague: User, article: Article
) -> None:
    mine, theirs, nobodys, undone, _held = (make_comment(article) for _ in range(5))
    decided_by(moderator, mine, "spam")
    decided_by(colleague, theirs, "approve")
    moderation.decide([nobodys], action="spam", by=None)
    moderation.undo(moderation.decide([undone], action="approve", by=moderator), by=moderator)
    assert names(desk, "view=decided") == [theirs.name, mine.name]
    assert names(desk, "view=mine") == [mine.name]
    moderation.decide([Comment.objects.get(pk=mine.pk)], action="trash", by=None)
    assert names(desk, "view=mine") == []


def test_an_undone_reversal_stands_as_what_its_moderator_left(
    desk: Client, moderator: User, colleague: User, article: Article
) -> None:
    comment = make_comment(article)
    decided_by(colleague, comment, "approve")
    entries = moderation.decide([Comment.objects.get(pk=comment.pk)], action="spam", by=moderator)
    moderation.undo(entries, by=moderator)
    assert names(desk, "view=decided") == names(desk, "view=approved") == names(desk, "view=mine")


def test_the_same_commenter_is_known_by_a_device_and_told_from_a_shared_email(
    desk: Client, article: Article
) -> None:
    secret = "s" * 22
    one = make_comment(article, name="One", email="shared@example.org", device=secret)
    make_comment(article, name="Same", device=secret)
    make_comment(article, name="Shared", email="shared@example.org")
    assert identity.fingerprint(identity.Purpose.DEVICE, secret) == one.device_print
    assert names(desk, f"like={one.pk}") == ["One", "Same"]
    assert names(desk, f"like={one.pk}&by=email") == ["One", "Shared"]
    assert "which proves nothing" in read(desk, f"{DESK}?like={one.pk}&by=email").says("queue__title")


def test_who_proved_nothing_is_like_nobody(desk: Client, article: Article) -> None:
    comment = make_comment(article)
    assert "Nothing proves who wrote" in read(desk, f"{DESK}?like={comment.pk}", status=404).text


def test_a_decision_and_an_undo_lead_back_to_the_filtered_list(desk: Client, article: Article) -> None:
    for _ in range(3):
        make_comment(article, name="Lindy")
    response: Any = press(desk, f"{DESK}?name=lindy&order=newest", action="approve")
    assert "name=lindy&order=newest" in response["Location"]
    page = read(desk, response["Location"].split("#")[0])
    assert len(page.all("queue__item")) == 2
    assert dict(Place(filters=Filters(name="lindy"), order=Order.NEWEST).fields()).items() <= fields(page)


def fields(page: Reader) -> Any:
    return page.forms["/moderation/undo/"].items()


def test_the_heading_and_the_title_say_the_filters(desk: Client, article: Article) -> None:
    make_comment(article, name="Lindy")
    page = read(desk, f"{DESK}?section=harbour&name=lindy&older=1m&order=newest")
    said = "Held comments, in Harbour, sent more than 1 minute ago, from somebody called “lindy”"
    assert said in page.text
    page = read(desk, f"{DESK}?section=harbour&name=lindy&order=newest")
    assert (
        page.says("queue__title")
        == "Held comments, in Harbour, from somebody called “lindy”: the newest first"
    )
    assert page.text.startswith("Held comments, in Harbour")


def test_what_is_not_found_within_what_is_looked_at_is_looked_for_further(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_LOOKED_AT", 3)
    now = timezone.now()
    for number in range(7):
        make_comment(article, name="Last" if number == 6 else "Other", at=now - (10 - number) * MINUTE)
    page = read(desk, f"{DESK}?name=last")
    assert "none among the 3 comments that were looked at" in page.text
    (more,) = {link for link in page.links if "after=" in link}
    page = read(desk, more)
    (more,) = {link for link in page.links if "after=" in link}
    page = read(desk, more)
    assert page.all("queue__name") == ["Last"]
    assert "Go on looking" not in page.text
