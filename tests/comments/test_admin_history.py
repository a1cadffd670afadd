"""The log's history in the admin: who may read it, what can be asked, and what can be taken along."""

import csv
import json
from http import HTTPStatus
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import history, moderation
from comments.models import DeskScope, LogEntry
from tests.comments.staffroom import make_moderator, signed_in
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

HISTORY = "/admin/comments/logentry/history/"
CSV, JSON = f"{HISTORY}log.csv", f"{HISTORY}log.json"


@pytest.fixture
def mo() -> User:
    """Return a moderator."""
    return make_moderator()


@pytest.fixture
def editor() -> Client:
    """Return an editor's browser."""
    return signed_in(make_staff("ed", "Editor"))


@pytest.fixture
def article() -> Article:
    """Return a story."""
    return make_article()


def entries(client: Client, query: str = "") -> list[str]:
    """Return the numbers of the entries on a page, from top to bottom."""
    page = Page.of(client.get(f"{HISTORY}?{query}"))
    rows = page.all("tr")[1:]
    return [page.all("td")[index * 8].text for index in range(len(rows))]


def whole(response: Any) -> str:
    """Return what was streamed."""
    return b"".join(response.streaming_content).decode()


def test_the_log_is_asked_by_comment_commenter_moderator_and_time(mo: User, article: Article) -> None:
    comment = make_comment(article, device="one", email="ann@example.org")
    other = make_comment(article, device="one", email="bea@example.org")
    moderation.decide([comment], action="reject", by=mo, reason="person", note="See the map.")
    client, today = signed_in(mo), timezone.localdate().isoformat()
    for query, found in [
        ("", ["3", "2", "1"]),
        (f"comment={comment.pk}", ["3", "1"]),
        (f"commenter={comment.pk}", ["3", "2", "1"]),
        (f"commenter={other.pk}&known_by=email", ["2"]),
        (f"actor={mo.pk}", ["3"]),
        ("actor=rules", ["2", "1"]),
        ("period=today", ["3", "2", "1"]),
        ("period=30&actor=rules", ["2", "1"]),
        (f"period=own&since={today}&until={today}", ["3", "2", "1"]),
        ("period=own&until=2020-01-01", []),
    ]:
        assert entries(client, query) == found, query
    told = Page.of(client.get(HISTORY)).one("table").text
    for part in (
        "Mo Ray",
        "Pending → Rejected",
        "Attacks a person",
        "See the map.",
        "the newsroom’s own rules",
    ):
        assert part in told


@pytest.mark.parametrize(
    "query",
    [
        "comment=x",
        "comment=-1",
        "comment=99999999999999999999",
        "actor=nobody",
        "period=ever",
        "known_by=name",
        "since=yesterday",
        "since=2026-02-02&until=2026-01-01",
        "after=x",
        "after=1,2,3",
        "after=1",
    ],
)
def test_what_cannot_be_asked_is_said(mo: User, query: str) -> None:
    response = signed_in(mo).get(f"{HISTORY}?{query}")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    if "after" not in query:
        assert "errornote" in response.content.decode()


def test_the_last_day_of_all_is_a_day(mo: User) -> None:
    assert signed_in(mo).get(f"{HISTORY}?until=9999-12-31").status_code == HTTPStatus.OK


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns"])
@pytest.mark.parametrize(
    "days", ["since=0001-01-01", "since=0001-01-02", "until=9999-12-30", "until=9999-12-31"]
)
def test_the_ends_of_all_days_are_days_in_every_zone(
    editor: Client, article: Article, settings: Settings, zone: str, days: str
) -> None:
    settings.TIME_ZONE = zone
    make_comment(article)
    assert entries(editor, days) == ["1"]
    assert len(json.loads(whole(editor.get(f"{JSON}?{days}")))) == 1


def test_pages_lead_to_each_other_with_what_was_asked(
    mo: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "ENTRIES_A_PAGE", 2)
    for _ in range(5):
        make_comment(article)
    client, query, seen = signed_in(mo), "?actor=rules&period=7", []
    while query:
        page = Page.of(client.get(f"{HISTORY}{query}"))
        seen += entries(client, query.removeprefix("?"))
        links = [link["href"] for link in page.all("a") if "after=" in link.attributes.get("href", "")]
        query = links[0] if links else ""
        assert "actor=rules" in query or not query
    assert seen == ["5", "4", "3", "2", "1"]


def test_a_form_keeps_what_was_asked(mo: User) -> None:
    page = Page.of(signed_in(mo).get(f"{HISTORY}?comment=7&period=30"))
    assert page.one("input", name="comment")["value"] == "7"
    assert "selected" in page.one("option", value="30").attributes


@pytest.mark.parametrize("address", [HISTORY, CSV, JSON])
def test_only_who_may_reads_and_takes_along(address: str, mo: User, editor: Client, client: Client) -> None:
    assert client.get(address).status_code == HTTPStatus.FOUND
    assert signed_in(make_staff("writer")).get(address).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(mo).get(address).status_code == (200 if address == HISTORY else HTTPStatus.FORBIDDEN)
    assert editor.get(address).status_code == HTTPStatus.OK
    assert editor.post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert ("log.csv" in signed_in(mo).get(HISTORY).content.decode()) is False


def test_an_export_is_the_selection_as_a_table(editor: Client, mo: User, article: Article) -> None:
    User.objects.filter(pk=mo.pk).update(first_name="=cmd|' /C calc'!A0", last_name="")
    mo.refresh_from_db()
    comment = make_comment(article, name="Lindy", email="lindy@example.org")
    moderation.decide([comment], action="reject", by=mo, reason="person", note="A note.")
    response = editor.get(f"{CSV}?actor={mo.pk}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    head, row = csv.reader(StringIO(whole(response).removeprefix("\ufeff")))
    told = dict(zip(head, row, strict=True))
    assert (told["action"], told["reason"], told["comment_id"]) == ("reject", "person", str(comment.pk))
    assert told["actor"] == "'=cmd|' /C calc'!A0"
    assert not {"Lindy", "A note.", "lindy@example.org"} & set(row)


def test_an_export_is_the_selection_for_programs(editor: Client, article: Article) -> None:
    for _ in range(3):
        make_comment(article)
    rows = json.loads(whole(editor.get(f"{JSON}?actor=rules")))
    assert [row["seq"] for row in rows] == [3, 2, 1]
    assert rows[0]["hash"] == LogEntry.objects.get(seq=3).hash
    assert json.loads(whole(editor.get(f"{JSON}?comment=1000000"))) == []
    assert editor.get(f"{JSON}?comment=x").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("known_by", ["device", "email"])
def test_a_comment_of_another_section_names_no_commenter(mo: User, known_by: str) -> None:
    harbour, schools = (make_article(section=make_section(slug=slug)) for slug in ("harbour", "schools"))
    hers = {"device": "a" * 43, "email": "rhona@example.org"}
    inside, outside = make_comment(harbour, **hers), make_comment(schools, **hers)
    limit = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limit.sections.set([harbour.section])
    client = signed_in(mo)
    assert entries(client, f"commenter={inside.pk}&known_by={known_by}") == ["1"]
    assert entries(client, f"commenter={outside.pk}&known_by={known_by}") == []


def test_whoever_sees_some_sections_reads_their_log_alone(mo: User) -> None:
    harbour, schools = (make_article(section=make_section(slug=slug)) for slug in ("harbour", "schools"))
    for story in (harbour, schools, harbour):
        make_comment(story)
    limit = DeskScope.objects.create(group=Group.objects.get(name="Moderator"))
    limit.sections.set([harbour.section])
    client = signed_in(mo)
    assert entries(client) == ["3", "1"]
    shown = Page.of(client.get("/admin/comments/logentry/")).all(has_class="field-seq")
    assert [cell.text for cell in shown] == ["3", "1"]
    assert client.get("/admin/comments/logentry/2/change/").status_code == HTTPStatus.FOUND
