"""The page: what waits stands in its order, one card is open, and a few queries are enough for it."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Article
from comments import moderation
from comments.desk import queue
from comments.desk.place import Place
from comments.models import Comment
from tests.comments.desk.hands import DESK, MINUTE, decided_by, press, read
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

MOST_QUERIES = 21
TWO_LINKS = "See https://one.example/a and https://two.example/b."


def held(article: Article, count: int) -> list[Comment]:
    """Return comments that wait, the earliest due first."""
    start = timezone.now() - count * MINUTE
    return [make_comment(article, at=start + number * MINUTE) for number in range(count)]


def test_nothing_waits(desk: Client) -> None:
    page = read(desk)
    assert "Nothing waits." in page.text
    assert page.forms.keys() == {"/admin/logout/", f"{DESK}filter/", f"{DESK}filter/save/"}


def test_the_first_card_is_what_is_due_first_not_what_came_first(desk: Client, article: Article) -> None:
    now = timezone.now()
    make_comment(article, name="Early", at=now - 10 * MINUTE)
    make_comment(article, name="Linked", text=TWO_LINKS, at=now)  # a finding halves the allowance
    page = read(desk)
    assert page.says("card__by") == "Linked"
    assert page.all("queue__name") == ["Linked", "Early"]
    assert page.all("queue__why") == ["Links, premoderated, unproved", "Premoderated, unproved"]


def test_a_card_is_opened_by_its_address_with_the_queue_beside_it(desk: Client, article: Article) -> None:
    _first, second = held(article, 2)
    page = read(desk, f"{DESK}{second.pk}/")
    assert page.says("card__by") == second.name
    assert page.says("queue__item--now").startswith(second.name)
    assert len(page.all("queue__item")) == 2


@pytest.mark.parametrize(
    "address", ["999999/", "99999999999999999999999/", "abc/", "?view=deleted", "?after=x"]
)
@pytest.mark.parametrize("waiting", [0, 1])
def test_what_is_not_there_answers_404(desk: Client, article: Article, address: str, waiting: int) -> None:
    held(article, waiting)
    assert desk.get(f"{DESK}{address}").status_code == 404


def test_the_last_place_of_all_shows_nothing(desk: Client) -> None:
    assert "Nothing is left from here on." in read(desk, f"{DESK}?after={'9' * 17},{'9' * 18}").text


def test_the_queue_goes_on_where_its_page_ended(desk: Client, article: Article) -> None:
    waiting = held(article, queue.ROWS_A_PAGE + 3)
    names = [comment.name for comment in waiting]
    first = read(desk)
    assert first.all("queue__name") == names[: queue.ROWS_A_PAGE]
    (more,) = [link for link in first.links if link.endswith("#queue") and "after" in link]
    second = read(desk, more)
    assert second.all("queue__name") == names[queue.ROWS_A_PAGE :]
    assert second.says("card__by") == names[queue.ROWS_A_PAGE]
    assert "further on in the queue" in second.text


def test_a_page_that_was_decided_away_leads_back_to_the_first(desk: Client, article: Article) -> None:
    (only,) = held(article, 1)
    after = Place().behind({"due_at": only.due_at, "pk": only.pk})
    page = read(desk, f"{DESK}{after.query()}")
    assert "Nothing is left from here on." in page.text
    assert DESK in page.links


def test_counts_are_capped(desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    held(article, 3)
    make_comment(article, status="spam")
    others = (
        "Reported 0 Escalated 0 Campaigns 0 Recently decided 0 Approved 0 Rejected 0 Spam 1 Trash 0 Mine 0"
    )
    assert read(desk).says("views").startswith(f"Held 3 {others} ")
    monkeypatch.setattr("comments.desk.queue.COUNT_CAP", 2)
    assert read(desk).says("views").startswith(f"Held 2+ {others} ")


@pytest.mark.parametrize("status", ["approved", "rejected", "spam", "trash"])
def test_a_list_of_what_was_decided_shows_the_last_decision_first(
    desk: Client, colleague: User, article: Article, status: str
) -> None:
    actions = {"approved": "approve", "rejected": "reject", "spam": "spam", "trash": "trash"}
    first, second = held(article, 2)
    decided_by(colleague, second, actions[status])
    decided_by(colleague, first, actions[status])
    page = read(desk, f"{DESK}?view={status}")
    assert page.all("queue__name") == [first.name, second.name]
    assert page.all("queue__why") == ["Bashir Lindgren"] * 2
    assert page.says("card__by") == first.name
    assert "Bashir Lindgren" in page.says("notice")


def test_a_list_of_what_was_decided_goes_on_too(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "ROWS_A_PAGE", 2)
    waiting = held(article, 3)
    moderation.decide(waiting, action="spam", by=None)
    first = read(desk, f"{DESK}?view=spam")
    assert first.all("queue__name") == [waiting[2].name, waiting[1].name]
    (more,) = [link for link in first.links if "after" in link and "#queue" in link]
    assert read(desk, more).all("queue__name") == [waiting[0].name]


def test_an_empty_list_says_so(desk: Client) -> None:
    assert "Nothing is here." in read(desk, f"{DESK}?view=trash").text


def test_a_card_can_be_open_beside_an_empty_queue(desk: Client, article: Article) -> None:
    comment = make_comment(article, status="approved")
    page = read(desk, f"{DESK}{comment.pk}/")
    assert page.says("queue__none") == "Nothing waits."
    assert page.says("card__by") == comment.name


@pytest.mark.parametrize("late", [True, False])
def test_the_bar_tells_how_the_queue_keeps_its_time(desk: Client, article: Article, late: bool) -> None:
    make_comment(article, at=timezone.now() - dt.timedelta(minutes=72 if late else 18, seconds=30))
    said = "the first was due 12 min ago" if late else "the first is due in 41 min"
    assert read(desk).says("desk__bar").startswith(said)


def addresses(desk: Client, article: Article, moderator: User) -> list[str]:
    """Return every kind of page with as much on it as there can be, sixty comments waiting."""
    publishing.publish(other := make_article(published=False))
    parent = make_comment(article, status="approved")
    waiting = [make_comment(article, parent=parent), *held(other, 59)]
    decided_by(moderator, waiting[1], "approve")
    toast = press(desk, action="approve")["Location"]
    middle, late = f"{DESK}{waiting[0].pk}/", f"{DESK}{Place().behind(_row(waiting[30])).query()}"
    seq = toast.split("decided=")[1].split("#")[0]
    return [
        DESK,
        toast,
        middle,
        late,
        f"{middle}?decided={seq}",
        f"{DESK}{waiting[1].pk}/?view=approved&decided={seq}",
    ]


def _row(comment: Comment) -> dict[str, object]:
    return {"due_at": comment.due_at, "pk": comment.pk, "seq": comment.seq}


def test_the_same_few_queries_are_enough_for_any_page(
    desk: Client, article: Article, moderator: User
) -> None:
    for address in addresses(desk, article, moderator):
        with CaptureQueriesContext(connection) as captured:
            read(desk, address)
        assert len(captured) <= MOST_QUERIES, (address, [query["sql"][:120] for query in captured])


def test_no_page_tells_an_email_or_an_address(desk: Client, article: Article) -> None:
    make_comment(article, email="canary@example.org", address="192.0.2.77")
    body = desk.get(DESK).content.decode()
    assert "canary@" not in body
    assert "192.0.2.77" not in body
