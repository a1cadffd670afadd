"""Statistics: editors see how the moderators do, and can check every figure by hand."""

import csv
import datetime as dt
from collections.abc import Iterator
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import moderation
from comments.models import Comment, DeskScope
from comments.summaries import keeping, reading
from tests.comments.desk.hands import Reader, read
from tests.factories import make_article, make_comment, make_section, make_staff

pytestmark = pytest.mark.django_db

PAGE = "/moderation/how-we-do/"
FILE = "/moderation/how-we-do/table.csv"
# A Wednesday afternoon.
NOW = dt.datetime(2026, 11, 18, 15, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_three() -> Iterator[None]:
    """Let it be three in the afternoon."""
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


@pytest.fixture
def editor() -> Client:
    """Return an editor's browser, signed in."""
    client = Client()
    client.force_login(make_staff("edda", "Editor", first_name="Edda", last_name="Brandt"))
    return client


@pytest.fixture
def amara() -> User:
    """Return a moderator."""
    return make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")


def decided(
    article: Article, by: User, minutes: float, action: str = "approve", *, hour: int = 9, **more: str
) -> Comment:
    """Return a comment that was sent today at that hour, and decided on so many minutes later."""
    sent = NOW.replace(hour=hour)
    comment = make_comment(article, at=sent)
    moderation.decide([comment], action=action, by=by, at=sent + minutes * MINUTE, **more)
    return comment


def a_day(article: Article, by: User) -> None:
    """Make the log of a day: eleven decisions by two people in three of their hours, one undone, one overturned."""
    for minutes in range(1, 9):
        decided(article, by, minutes)
    decided(article, by, 100, "reject", reason="person")
    spam = decided(article, make_staff("bashir", "Moderator", last_name="Lindgren"), 30, "spam", hour=13)
    entries = moderation.decide(
        [Comment.objects.get(pk=spam.pk)], action="approve", by=by, at=NOW - 30 * MINUTE
    )
    moderation.undo(entries, by=by, at=NOW - 29 * MINUTE)
    make_comment(article, at=NOW - 72 * MINUTE)


def figures(page: Reader) -> dict[str, str]:
    """Return the figures at the head of the page by their names."""
    (block,) = page.all("figures")
    words = block.replace("\u00a0", " ")
    names = ["waiting now", "oldest wait", "half decided within", "nine in ten within"]
    names += ["decisions an hour, each", "approved", "undone", "overturned"]
    found = {}
    for name, after in zip(names, [*names[1:], ""], strict=True):
        words = words.removeprefix(name).strip()
        found[name] = words[: words.index(after)].strip() if after else words
        words = words[words.index(after) :] if after else ""
    return found


def rows(client: Client, table: str, **asked: str) -> list[list[str]]:
    """Return a table as a spreadsheet reads it."""
    response = client.get(FILE, {"table": table, **asked})
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted yet"])
def test_the_figures_are_what_the_log_says(
    editor: Client, article: Article, amara: User, counted: bool
) -> None:
    a_day(article, amara)
    if counted:
        keeping.count_up()
    assert figures(read(editor, PAGE)) == {
        "waiting now": "1",
        "oldest wait": "1 h 12 min",
        # Ten first decisions: 1 to 8 minutes, 30 and 100.
        "half decided within": "5 min",
        "nine in ten within": "30 min",
        # Amara at 9, 10 and 14, Bashir at 13: eleven decisions in four hours.
        "decisions an hour, each": "2.8",
        "approved": "82 %",
        "undone": "9.1 %",
        "overturned": "9.1 %",
    }


def test_each_table_comes_as_a_file_with_times_in_seconds(
    editor: Client, article: Article, amara: User
) -> None:
    a_day(article, amara)
    assert rows(editor, "hours") == [
        ["Hour", "Sent", "Held", "Decided"],
        ["09:00", "9", "9", "8"],
        ["10:00", "0", "0", "1"],
        ["13:00", "2", "2", "1"],
        ["14:00", "0", "0", "1"],
    ]
    assert rows(editor, "waits") == [
        ["Sent at", "First decisions", "Half within, seconds", "Nine in ten within, seconds"],
        ["09:00", "9", "300", "6000"],
        ["13:00", "1", "1800", "1800"],
    ]
    assert rows(editor, "days")[1:] == [["2026-11-18", "11", "11", "11", "300", "1800"]]
    assert rows(editor, "reasons")[1:] == [
        ["Approved", "9", "0.8182"],
        ["Marked as spam", "1", "0.0909"],
        ["Rejected: Attacks a person", "1", "0.0909"],
    ]
    assert rows(editor, "moderators")[1:] == [
        ["Amara Quist", "10", "3", "3.3333"],
        ["Lindgren", "1", "1", "1.0"],
    ]
    assert rows(editor, "sections")[1:] == [
        ["Harbour", "11", "11", "11", "300", "1800", "300", "1800", "0.8182", "0.0909", "0.0909"]
    ]
    assert ["premoderated", "11", "10", "0.8", "1"] in rows(editor, "rules")


def test_a_name_that_is_a_formula_is_a_text_in_the_file(editor: Client, article: Article) -> None:
    decided(article, make_staff("mallory", "Moderator", last_name="=1+1"), 1)
    assert rows(editor, "moderators")[1][0] == "'=1+1"


def test_each_chart_says_what_it_shows_and_is_also_a_table(
    editor: Client, article: Article, amara: User
) -> None:
    a_day(article, amara)
    page = read(editor, f"{PAGE}?days=28")
    headings = [
        "Most was held between 09:00 and 10:00",
        "Sent between 09:00 and 10:00, nine in ten were decided within 1 h 40 min",
        "The slowest day was 18 November: nine in ten within 30 min",
        "82 % of all decisions approve",
    ]
    for heading, chart in zip(headings, page.all("chart"), strict=False):
        assert chart.replace("\u00a0", " ").startswith(heading)
        assert "The figures" in chart
    assert "09:00 9 0:05:00 1:40:00" in page.text


def test_every_figure_says_how_it_is_counted(editor: Client) -> None:
    page = read(editor, PAGE)
    assert "in which a moderator made at least one decision" in page.says("how")
    assert "the shortest of these times that at least half do not exceed" in page.says("how")


def test_a_page_without_anything_says_so(editor: Client) -> None:
    page = read(editor, PAGE)
    for sentence in ("Nothing was held", "Nothing that waited was decided", "Nothing was decided"):
        assert sentence in page.text
    assert figures(page)["half decided within"] == "–"
    assert "Nothing in this period." in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "12 to 18 November 2026, all sections."),
        ("?days=1", "18 November 2026, all sections."),
        ("?days=28", "22 October to 18 November 2026, all sections."),
        ("?from=2026-11-16&to=2026-11-16", "16 November 2026, all sections."),
        ("?from=2025-12-01&to=2026-11-18", "1 December 2025 to 18 November 2026, all sections."),
        ("?days=1&section=harbour", "18 November 2026, Harbour."),
    ],
)
def test_every_period_has_an_address(editor: Client, article: Article, query: str, said: str) -> None:
    assert said in read(editor, f"{PAGE}{query}").text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("days=3", "There is no such period."),
        ("days=1e3", "There is no such period."),
        ("from=2026-11-16", "Give both days, the first and the last."),
        ("to=2026-11-16", "Give both days, the first and the last."),
        ("from=yesterday&to=2026-11-16", "“yesterday” is no day."),
        ("from=2026-06-31&to=2026-11-16", "“2026-06-31” is no day."),
        ("from=20261116&to=2026-11-17", "“20261116” is no day."),
        ("from=2026-11-17&to=2026-11-16", "The first day comes after the last one."),
        ("from=2026-11-19&to=2026-11-20", "These days are still to come."),
        ("from=2025-11-17&to=2026-11-18", "At most 366 days are counted together."),
        ("from=0001-01-01&to=9999-12-31", "At most 366 days are counted together."),
        ("section=nowhere", "There is no such section."),
    ],
)
@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_bad_period_is_refused_with_the_reason_and_kept(
    editor: Client, address: str, query: str, reason: str
) -> None:
    response = editor.get(f"{address}?{query}&table=hours")
    page = response.content.decode()
    assert response.status_code == 400
    assert reason in Reader(page).text
    for typed in [pair.partition("=")[2] for pair in query.split("&") if pair[:2] in ("fr", "to")]:
        assert f'value="{typed}"' in page


def test_there_is_no_other_table(editor: Client) -> None:
    assert editor.get(FILE, {"table": "commenters"}).status_code == 400


def test_only_the_days_and_the_section_that_were_asked_for_are_counted(
    editor: Client, article: Article, amara: User
) -> None:
    decided(article, amara, 1)
    decided(make_article(section=make_section(slug="council")), amara, 50)
    keeping.count_up()
    decided(make_article(section=make_section(slug="council")), amara, 52)
    assert figures(read(editor, f"{PAGE}?section=council"))["half decided within"] == "50 min"
    assert figures(read(editor, f"{PAGE}?section=harbour"))["nine in ten within"] == "1 min"
    assert rows(editor, "moderators", section="council")[1][1] == "2"
    yesterday = {"from": "2026-11-16", "to": "2026-11-17"}
    assert rows(editor, "hours", **yesterday)[1:] == []


def test_moderators_do_not_see_it_and_are_not_led_to_it(desk: Client, editor: Client) -> None:
    assert desk.get(PAGE).status_code == desk.get(FILE, {"table": "moderators"}).status_code == 403
    assert PAGE not in read(desk).links
    assert PAGE in read(editor).links


def test_it_is_only_read(editor: Client) -> None:
    assert editor.post(PAGE).status_code == editor.post(FILE).status_code == 405


def test_who_sees_some_sections_sees_the_figures_of_these(article: Article, amara: User) -> None:
    decided(article, amara, 1)
    decided(make_article(section=make_section(slug="council")), amara, 50)
    make_comment(article, at=NOW - MINUTE)
    limit = DeskScope.objects.create(group=Group.objects.get(name="Editor"))
    limit.sections.set([make_section(slug="council")])
    client = Client()
    client.force_login(make_staff("edda", "Editor"))
    page = read(client, PAGE)
    assert "Harbour" not in page.text
    assert (figures(page)["half decided within"], figures(page)["waiting now"]) == ("50 min", "0")
    assert client.get(f"{PAGE}?section=harbour").status_code == 400


def test_what_is_too_much_to_count_now_is_said(
    editor: Client, article: Article, amara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIVE_MOST", 3)
    decided(article, amara, 1)
    decided(article, amara, 2)
    page = read(editor, PAGE)
    assert "The log is counted up to entry 3." in page.says("stats__complaint")
    keeping.count_up()
    assert "The log is counted up to" not in read(editor, PAGE).text


def test_it_takes_as_many_queries_for_much_as_for_little(
    editor: Client, article: Article, amara: User
) -> None:
    decided(article, amara, 1)
    numbers = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(f"{PAGE}?days=28")
        numbers.append(len(queries))
        keeping.count_up()
        for slug in ("council", "schools"):
            decided(make_article(section=make_section(slug=slug)), make_staff(f"{slug}{turn}"), 5)
    assert numbers[0] == numbers[1] <= 18
