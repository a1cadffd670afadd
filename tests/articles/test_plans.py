"""Plans: among a hundred thousand stories, what readers may see is read from an index, in its order."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from articles.querysets import ArticleQuerySet
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 100_000
AHEAD = 100
A_PAGE = 25


@pytest.fixture
def archive() -> Article:
    """Fill the table by copying one story, each copy a minute older than the one before it; the first lie ahead."""
    now = timezone.now()
    article = make_article(at=now)
    copied = {
        "id": f"n + {article.pk}",
        "slug": _text("n"),
        "published_at": _minutes_before(now, f"n - {AHEAD} - 1"),
    }
    copied["wire_key"] = "NULL"
    names = [field.column for field in Article._meta.concrete_fields]
    values = ", ".join(copied.get(name, f"a.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
            INSERT INTO articles_article ({", ".join(names)})
            SELECT {values} FROM articles_article a CROSS JOIN numbers WHERE a.id = {article.pk}"""  # noqa: S608
        )
        cursor.execute("ANALYZE")
    return article


def _text(number: str) -> str:
    return f"CAST({number} AS text)"


def _minutes_before(moment: dt.datetime, number: str) -> str:
    if connection.vendor == "postgresql":
        return f"timestamptz '{moment.isoformat()}' - ({number}) * interval '1 minute'"
    stored = moment.replace(tzinfo=None).isoformat(" ")
    return f"strftime('%Y-%m-%d %H:%M:%f000', '{stored}', (-({number})) || ' minutes')"


def is_read_in_order(stories: ArticleQuerySet) -> bool:
    """Whether the database would read these stories from an index, in its order, and sort nothing."""
    told = stories.explain()
    return "article_newest" in told and "Sort" not in told and "TEMP B-TREE" not in told


def steps(ask: Callable[[], object]) -> int:
    """Return how many steps SQLite takes to answer, in tens."""
    taken: list[None] = []
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: taken.append(None), 10)
    ask()
    connection.connection.set_progress_handler(None, 0)
    return len(taken)


def pages(archive: Article) -> dict[str, ArticleQuerySet]:
    """Return what readers ask for: the newest stories, and those after one that is far back."""
    newest = Article.objects.published().newest_first()
    last = newest[ROWS - 1000]
    assert last.published_at is not None
    return {
        "the front page": newest[:A_PAGE],
        "far back": newest.older_than(last.published_at, last.pk)[:A_PAGE],
        "a section": newest.in_section(archive.section)[:A_PAGE],
        "far back in it": newest.in_section(archive.section).older_than(last.published_at, last.pk)[:A_PAGE],
    }


def test_what_readers_see_is_read_in_the_order_of_an_index(archive: Article) -> None:
    assert (Article.objects.scheduled().count(), Article.objects.published().count()) == (
        AHEAD,
        ROWS + 1 - AHEAD,
    )
    next_ones = {
        "the next": Article.objects.scheduled().order_by("published_at", "id")[:1],
        "the next in a section": archive.section.articles.scheduled().order_by("published_at", "id")[:1],
    }
    lists = pages(archive) | next_ones
    assert {name for name, stories in lists.items() if not is_read_in_order(stories)} == set()


@pytest.mark.sqlite
def test_a_page_far_back_costs_what_the_first_one_costs(archive: Article) -> None:
    cost = {name: steps(partial(list, stories)) for name, stories in pages(archive).items()}
    assert max(cost.values()) <= 2 * min(cost.values()), cost


@pytest.mark.sqlite
def test_the_next_publication_and_the_last_change_are_looked_up(archive: Article) -> None:
    a_page = steps(partial(list, pages(archive)["the front page"]))
    assert steps(Article.objects.next_publication) <= a_page
    assert steps(Article.objects.last_change) <= a_page
