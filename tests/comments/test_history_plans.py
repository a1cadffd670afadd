"""Plans of the history: at a hundred thousand entries, each page of it is read from an index, in its order."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from comments import history
from comments.history import Place, Selection
from comments.models import LogEntry
from tests.comments.test_plans import is_read_in_order
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = 100_000
MODERATORS = 20
BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def log() -> int:
    """Fill the log by copying one entry, each copy a minute later; return a moderator's id."""
    make_comment(make_article(), at=BEGINNING)
    amara = make_staff("amara")
    at = (
        "at + n * interval '1 minute'"
        if connection.vendor == "postgresql"
        else "strftime('%Y-%m-%d %H:%M:%f', at, n || ' minutes')"
    )
    copied = {
        "seq": "n + 1",
        "comment_id": "n / 3",
        "action": "CASE n % 3 WHEN 0 THEN 'submit' ELSE 'approve' END",
        "actor_id": f"CASE n % 3 WHEN 0 THEN NULL ELSE {amara.pk} + n % {MODERATORS} END",
        "at": at,
    }
    names = [field.column for field in LogEntry._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"e.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ENTRIES})
            INSERT INTO comments_logentry ({", ".join(names)})
            SELECT {values} FROM comments_logentry e CROSS JOIN numbers WHERE e.seq = 1"""  # noqa: S608
        )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return amara.pk


def plan(selection: Selection, after: Place | None = None) -> str:
    """Return how the database would read a page."""
    entries, _ = history._selected(selection)
    return history._behind(entries, after)[: history.ENTRIES_A_PAGE + 1].explain()


def test_every_page_is_read_in_the_order_of_an_index(log: int) -> None:
    middle = Place(BEGINNING + dt.timedelta(minutes=ENTRIES // 2), ENTRIES // 2)
    week = {"since": BEGINNING, "until": BEGINNING + dt.timedelta(days=7)}
    asked = {
        "all": (Selection(), None, "log_at"),
        "a later page of all": (Selection(), middle, "log_at"),
        "a week long ago": (Selection(**week), None, "log_at"),
        "a moderator": (Selection(actor=log), None, "log_by_actor_at"),
        "a later page of a moderator": (Selection(actor=log), middle, "log_by_actor_at"),
        "a moderator's week long ago": (Selection(actor=log, **week), None, "log_by_actor_at"),
    }
    plans = {name: (plan(selection, after), index) for name, (selection, after, index) in asked.items()}
    assert {name: told for name, (told, index) in plans.items() if not is_read_in_order(told, index)} == {}


def test_what_was_done_with_some_comments_is_found_in_their_index(log: int) -> None:
    assert "log_of_a_comment" in plan(Selection(comment=500))
    entries = LogEntry.objects.filter(comment_id__in=range(100, 300)).order_by("-at", "-seq")
    assert "log_of_a_comment" in entries[:101].explain()


def test_a_page_far_back_is_there_at_once(log: int) -> None:
    began = timezone.now()
    page = history.page(Selection(), Place(BEGINNING + dt.timedelta(minutes=100), 100))
    assert (len(page.entries), page.more) == (100, None)
    assert timezone.now() - began < dt.timedelta(seconds=1)
