"""Writing: statements that are written once store the same as the ORM does."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.test.utils import isolate_apps

from articles.models import Article, Section
from articles.prepared import Asked
from articles.writing import MANY, Change, _Insertion, insert, insert_all
from tests.articles.test_reading import values
from tests.factories import make_section

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 22, 12, 30, 15, 123_456, tzinfo=dt.UTC)


def unsaved(slug: str) -> Article:
    """Return a story with a value of each kind: texts, a choice, a date, moments, a foreign key and nothing."""
    return Article(
        headline="Two cranes, “one crew”",
        slug=slug,
        section=make_section(),
        body="<p>100 % of it.</p>",
        status=Article.Status.PUBLISHED,
        dated=NOON.date(),
        published_at=NOON,
        changed_at=NOON,
    )


def test_a_row_is_stored_as_it_would_be_saved() -> None:
    written, saved = unsaved("written"), unsaved("saved")
    saved.section = written.section
    insert(written)
    saved.save()
    assert written.pk
    assert (written._state.adding, written._state.db) == (saved._state.adding, saved._state.db)
    one, other = (values(Article.objects.get(pk=each.pk)) for each in (written, saved))
    assert {name for name in one if one[name] != other[name]} == {"id", "slug"}
    written.headline = "Changed afterwards"
    written.save()
    assert Article.objects.get(slug="written").headline == "Changed afterwards"


@pytest.mark.parametrize(
    "more",
    [
        {"at": models.DateTimeField(auto_now=True)},
        {"at": models.DateField(auto_now_add=True)},
        {"file": models.FileField()},
        {"rank": models.IntegerField(db_default=1)},
        {
            "rank": models.GeneratedField(
                expression=F("id"), output_field=models.IntegerField(), db_persist=True
            )
        },
    ],
)
@isolate_apps("articles")
def test_a_model_that_takes_more_than_its_values_is_refused(more: dict[str, Any]) -> None:
    meta = type("Meta", (), {"app_label": "articles"})
    model = type("Telegram", (models.Model,), {"__module__": __name__, "Meta": meta, **more})
    with pytest.raises(TypeError, match=f"more than its values: .*{next(iter(more))}"):
        insert(model())


@isolate_apps("articles")
def test_a_model_with_rows_in_two_tables_is_refused() -> None:
    meta = type("Meta", (), {"app_label": "articles"})
    with pytest.raises(TypeError, match=r"more than its values: .*Section"):
        insert(type("Desk", (Section,), {"__module__": __name__, "Meta": meta})())


@isolate_apps("articles")
def test_a_foreign_key_is_stored_as_what_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "articles"})}
    wire = type("Wire", (models.Model,), {**given, "key": models.UUIDField(primary_key=True)})
    leads = models.ForeignKey(wire, models.CASCADE, primary_key=True)
    telegram = type("Telegram", (models.Model,), {**given, "wire": leads})
    key = uuid.uuid4()
    (stored,) = _Insertion(telegram, "default")._values(telegram(wire_id=key), connection)
    assert stored == (key if connection.features.has_native_uuid_field else key.hex)


def test_what_must_not_stand_twice_is_refused() -> None:
    make_section(slug="harbour")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Section(name="Harbour", slug="harbour"))


def test_many_rows_are_stored_and_none_is_no_statement(django_assert_num_queries: Any) -> None:
    sections = [Section(name=f"Section {number}", slug=f"s{number}", position=number) for number in range(3)]
    insert_all(Section, iter(sections))
    assert list(Section.objects.order_by("position").values_list("slug", flat=True)) == ["s0", "s1", "s2"]
    with django_assert_num_queries(0):
        insert_all(Section, [])


@pytest.mark.parametrize("number", [MANY - 1, MANY])
def test_rows_are_stored_as_they_would_be_saved_however_many(number: int) -> None:
    saved = unsaved("saved")
    saved.save()
    written = [unsaved(f"written-{place}") for place in range(number)]
    for row in written:
        row.section, row.headline = saved.section, 'A\ttab, a \\ and\na "line"'
    insert_all(Article, written)
    found = Article.objects.filter(slug__startswith="written").order_by("pk")
    assert [row.slug for row in found] == [row.slug for row in written]
    for row in found:
        assert row.headline == written[0].headline
        row.pk, row.headline, row.slug = saved.pk, saved.headline, saved.slug
        assert values(row) == values(saved)


def test_none_of_many_is_stored_when_one_must_not_stand_twice() -> None:
    rows = [unsaved(f"written-{place % (MANY - 1)}") for place in range(MANY)]
    for row in rows:
        row.section = rows[0].section
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Article, rows)
    assert not Article.objects.exists()


def test_a_change_is_made_with_what_is_asked_for_each_time() -> None:
    first, second = make_section(position=1), make_section(slug="council", position=5)
    rows = Section.objects.filter(pk=Asked("pk", Section._meta.pk))
    change = Change(rows, position=F("position") + 1, name=Asked("name", Section._meta.get_field("name")))
    assert change.run(pk=first.pk, name="Quay") == 1
    assert change.run(pk=first.pk, name="Pier") == 1
    assert change.run(pk=0, name="Nowhere") == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.position, first.name, second.position) == (3, "Pier", 5)
