"""Deciding in the admin, from the list and from a comment's page: each way leads to the log."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import moderation, retention, verification
from comments.admin import deciding
from comments.models import Comment, LogEntry
from comments.words import DECISIONS
from tests.comments.staffroom import LIST, form_of, make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

BECAME = {"approve": "approved", "reject": "rejected", "spam": "marked as spam", "trash": "moved to trash"}


@pytest.fixture
def mo() -> User:
    """Return the moderator."""
    return make_moderator()


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def from_list(client: Client, action: str, *comments: Comment, query: str = "", **fields: Any) -> Any:
    """Tick comments in the list and run an action, as the page that was drawn before would send it."""
    page = Page.of(client.get(f"{LIST}?{query}"))
    seen = [element["value"] for element in page.all("input", name="seen")]
    return send(client, f"{LIST}?{query}", action, *comments, seen=seen, **fields)


def send(client: Client, address: str, action: str, *comments: Comment, **fields: Any) -> Any:
    """Send a list's form and follow it to the page with the message."""
    form = {"action": action, "index": "0", "_selected_action": [comment.pk for comment in comments]}
    return client.post(address, form | fields, follow=True)


def from_page(client: Client, action: str, comment: Comment, **fields: Any) -> Any:
    """Run an action on a comment's own page."""
    seen = Page.of(client.get(form_of(comment))).one("input", name="seen")["value"]
    form = {"CHANGE_FORM-action": action, "index": "0", "_selected_action": comment.pk, "seen": seen}
    return client.post(form_of(comment), form | fields, follow=True)


def told(response: Any) -> list[str]:
    """Return the messages on a page."""
    page = Page.of(response)
    lists = page.all("ul", has_class="messagelist")
    return [item.text for item in page.all("li") if lists and lists[0] in item.inside]


@pytest.mark.parametrize("way", [from_list, from_page])
@pytest.mark.parametrize(
    ("action", "status"), [(action, status) for action, status in DECISIONS.items() if action in BECAME]
)
def test_each_decision_is_taken_logged_and_told(
    mo: User, article: Article, way: Any, action: str, status: str
) -> None:
    comment = make_comment(article)
    response = way(signed_in(mo), action, comment)
    comment.refresh_from_db()
    entry = LogEntry.objects.get(seq=comment.seq)
    assert comment.status == status
    assert (entry.action, entry.from_status, entry.to_status) == (action, "pending", status)
    assert (entry.actor_id, entry.actor) == (mo.pk, "Mo Ray")
    assert told(response) == [f"1 comment {BECAME[action]}."]


def test_a_rejection_carries_a_house_rule_and_a_note(mo: User, article: Article) -> None:
    listed, opened = make_comment(article), make_comment(article)
    from_list(signed_in(mo), "reject", listed, reason="private", note="An advert.")
    from_page(
        signed_in(mo), "reject", opened, **{"CHANGE_FORM-reason": "story", "CHANGE_FORM-note": "Elsewhere."}
    )
    assert list(LogEntry.objects.filter(action="reject").values_list("comment_id", "reason")) == [
        (listed.pk, "private"),
        (opened.pk, "story"),
    ]
    for comment, note in [(listed, "An advert."), (opened, "Elsewhere.")]:
        assert note in Page.of(signed_in(mo).get(form_of(comment))).one(has_class="comment-log").text


def test_a_house_rule_belongs_to_a_rejection_only(mo: User, article: Article) -> None:
    from_list(signed_in(mo), "approve", make_comment(article), reason="private")
    assert LogEntry.objects.get(action="approve").reason == ""


def test_an_unknown_house_rule_or_action_decides_nothing(mo: User, article: Article) -> None:
    comment = make_comment(article)
    for action, reason in [("reject", "no-such-rule"), ("publish", ""), ("", "")]:
        assert told(from_list(signed_in(mo), action, comment, reason=reason)) == ["No action selected."]
    assert not LogEntry.objects.exclude(action="submit").exists()


@pytest.mark.django_db(transaction=True)
def test_several_comments_are_decided_on_at_once(mo: User, article: Article) -> None:
    comments = [make_comment(article) for _ in range(3)]
    assert told(from_list(signed_in(mo), "spam", *comments)) == ["3 comments marked as spam."]
    assert set(Comment.objects.values_list("status", flat=True)) == {"spam"}
    assert verification.verify().is_sound


def test_fifty_decisions_cost_as_many_queries_as_two(
    mo: User, article: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comments = [make_comment(article) for _ in range(50)]
    client = signed_in(mo)
    form = {"action": "spam", "index": "0", "_selected_action": [comment.pk for comment in comments]}
    with django_assert_max_num_queries(20):
        client.post(LIST, form)
    assert not Comment.objects.pending().exists()


@pytest.mark.parametrize("query", ["", "status__exact=pending"])
def test_what_somebody_else_decided_since_the_list_was_drawn_is_left_alone_and_told(
    mo: User, article: Article, query: str
) -> None:
    mine, taken = make_comment(article), make_comment(article)
    client = signed_in(mo)
    page = Page.of(client.get(f"{LIST}?{query}"))
    seen = [element["value"] for element in page.all("input", name="seen")]
    amara = make_staff("amara", first_name="Amara", last_name="Quist")
    moderation.decide([taken], action="approve", by=amara, at=timezone.now() - dt.timedelta(seconds=20))
    response = send(client, f"{LIST}?{query}", "spam", mine, taken, seen=seen)
    taken.refresh_from_db()
    assert taken.status == "approved"
    assert told(response)[0] == "1 comment marked as spam."
    assert told(response)[1].startswith(f"Comment {taken.pk} was already approved by Amara Quist 2")
    assert told(response)[1].endswith(" s ago.")


def test_what_somebody_else_decided_since_its_page_was_drawn_is_left_alone_and_told(
    mo: User, article: Article
) -> None:
    comment = make_comment(article)
    client = signed_in(mo)
    seen = Page.of(client.get(form_of(comment))).one("input", name="seen")["value"]
    moderation.decide([comment], action="trash", by=None, at=timezone.now() - dt.timedelta(hours=3))
    response = from_page(client, "approve", comment, seen=seen)
    comment.refresh_from_db()
    assert comment.status == "trash"
    assert told(response) == [
        f"Comment {comment.pk} was already moved to trash by the newsroom’s own rules 3 hours ago."
    ]


def test_the_same_decision_again_makes_no_entry_and_says_why(mo: User, article: Article) -> None:
    comment = make_comment(article)
    from_list(signed_in(mo), "approve", comment)
    before = LogEntry.objects.count()
    assert told(from_list(signed_in(mo), "approve", comment))[0].startswith(
        f"Comment {comment.pk} was already approved by Mo Ray"
    )
    assert LogEntry.objects.count() == before


def test_of_many_that_were_decided_already_only_some_are_told_one_by_one(mo: User, article: Article) -> None:
    comments = [make_comment(article, status="spam") for _ in range(deciding.MOST_TOLD + 2)]
    messages = told(from_list(signed_in(mo), "spam", *comments))
    assert len(messages) == deciding.MOST_TOLD + 1
    assert messages[-1] == "2 more had been decided on already."


def test_all_that_a_filter_finds_are_decided_on_together(mo: User, article: Article) -> None:
    spam = [make_comment(article, text=f"Cheap pills {n}") for n in range(3)]
    other = make_comment(article)
    response = from_list(signed_in(mo), "spam", spam[0], query="q=pills", select_across="1")
    assert told(response) == ["3 comments marked as spam."]
    other.refresh_from_db()
    assert other.status == "pending"


@pytest.mark.parametrize("across", ["0", "1"])
def test_more_than_is_decided_at_once_is_refused_whole(
    mo: User, article: Article, monkeypatch: pytest.MonkeyPatch, across: str
) -> None:
    monkeypatch.setattr(deciding, "MOST_AT_ONCE", 2)
    comments = [make_comment(article) for _ in range(3)]
    ticked = comments if across == "0" else comments[:1]
    messages = told(from_list(signed_in(mo), "approve", *ticked, select_across=across))
    assert messages == ["Choose at most 2 comments at once. Nothing was changed."]
    assert Comment.objects.pending().count() == 3


def test_a_comment_whose_text_is_erased_is_not_decided_on(mo: User, article: Article) -> None:
    erased = make_comment(article, status="trash", at=timezone.now() - dt.timedelta(days=100))
    retention.apply()
    for way in (from_list, from_page):
        assert told(way(signed_in(mo), "approve", erased)) == [
            "1 comment left alone, since the text is erased."
        ]
    erased.refresh_from_db()
    assert erased.status == "trash"


def test_nothing_ticked_decides_nothing(mo: User, article: Article) -> None:
    make_comment(article)
    assert told(send(signed_in(mo), LIST, "approve"))[0].startswith("Items must be selected")
    assert Comment.objects.pending().count() == 1


@pytest.mark.parametrize("chosen", ["x", "-1", "9" * 40])
def test_what_is_no_id_is_a_bad_request(mo: User, article: Article, chosen: str) -> None:
    make_comment(article)
    form = {"action": "approve", "index": "0", "_selected_action": [chosen]}
    assert signed_in(mo).post(LIST, form).status_code == HTTPStatus.BAD_REQUEST


def test_a_comment_that_is_not_there_is_passed_over(mo: User, article: Article) -> None:
    comment = make_comment(article)
    assert told(send(signed_in(mo), LIST, "approve", comment, Comment(pk=999))) == ["1 comment approved."]


def test_a_seen_number_that_makes_no_sense_counts_as_none(mo: User, article: Article) -> None:
    comment = make_comment(article)
    response = send(signed_in(mo), LIST, "approve", comment, seen=["", "x:y", f"{comment.pk}:", "1:2:3"])
    assert told(response) == ["1 comment approved."]


@pytest.mark.parametrize("may", [[], ["view_comment"]], ids=["no permission", "may only read"])
def test_who_may_not_decide_does_not(article: Article, may: list[str]) -> None:
    comment = make_comment(article)
    user = make_staff("sub")
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = signed_in(user)
    form = {"action": "approve", "index": "0", "_selected_action": [comment.pk]}
    client.post(LIST, form)
    client.post(form_of(comment), {f"CHANGE_FORM-{name}": value for name, value in form.items()} | form)
    comment.refresh_from_db()
    assert comment.status == "pending"
    if may:
        assert not Page.of(client.get(LIST)).all("select", name="action")


def test_strangers_and_forged_forms_decide_nothing(mo: User, article: Article) -> None:
    comment = make_comment(article)
    form = {"action": "approve", "index": "0", "_selected_action": [comment.pk]}
    assert Client().post(LIST, form)["Location"].startswith("/admin/login/")
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(mo)
    assert forged.post(LIST, form).status_code == HTTPStatus.FORBIDDEN
    assert (
        forged.post(form_of(comment), {"CHANGE_FORM-action": "approve"}).status_code == HTTPStatus.FORBIDDEN
    )
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_page_decides_on_its_own_comment_only(mo: User, article: Article) -> None:
    shown, other = make_comment(article), make_comment(article)
    form = {"CHANGE_FORM-action": "approve", "index": "0", "_selected_action": other.pk}
    assert signed_in(mo).post(form_of(shown), form).status_code == HTTPStatus.BAD_REQUEST
    assert Comment.objects.pending().count() == 2


def test_djangos_own_history_keeps_nothing_of_a_comment(mo: User, article: Article) -> None:
    comment = make_comment(article)
    from_list(signed_in(mo), "approve", comment)
    from_page(signed_in(mo), "trash", comment)
    assert not Edit.objects.exists()
